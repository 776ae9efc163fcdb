import { gzipSync } from 'fflate';
import { calibrate } from '#core/compress/calibrate';
import type { StageReport } from '#core/compress/compressed-model';
import { foldBatchNorm } from '#core/compress/fold';
import type { Int8Graph } from '#core/compress/int8-graph';
import { quantise } from '#core/compress/quantise';
import { int8Weights } from '#core/compress/shared-values';
import { int8Cost } from '#core/model/cost';
import type { ModelGraph } from '#core/model/graph';
import { writeTflite } from '#core/tflite/write-tflite';
import { sha256Hex } from '../jobs/sha256';
import type { Workbench } from './pass';

/** A float graph as it leaves the page. */
export interface Conversion {
  /** In float still, batch normalisation folded. */
  readonly folded: ModelGraph;
  readonly graph: Int8Graph;
  readonly tflite: Uint8Array;
  /** SHA-256 of the file, hex. */
  readonly sha256: string;
}

/** Folds, calibrates, quantises and writes. */
export async function convert(graph: ModelGraph, bench: Workbench): Promise<Conversion> {
  const { values, classIndex } = bench.calibration;
  const { perChannelDense, calibration } = bench.compression;
  const folded = foldBatchNorm(graph);
  const ranges = calibrate(folded, values, classIndex.length, calibration);
  const int8 = quantise(folded, ranges, { perChannelDense });
  const tflite = writeTflite(int8);
  return { folded, graph: int8, tflite, sha256: await sha256Hex(tflite) };
}

/** The figures of a written file; `macroF1` is that of its graph on held-out windows. */
export function stageReport(
  step: StageReport['step'],
  { graph, tflite, sha256 }: Conversion,
  macroF1: number | null,
): StageReport {
  return {
    step,
    cost: int8Cost(graph, tflite.length),
    gzipBytes: gzipSync(tflite, { level: 9, mtime: 0 }).length,
    zeroShare: zeroShare(graph),
    macroF1,
    sha256,
  };
}

function zeroShare(graph: Int8Graph): number {
  let zeros = 0;
  let count = 0;
  for (const layer of graph.layers) {
    const weights = int8Weights(layer);
    for (const weight of weights) if (weight === 0) zeros++;
    count += weights.length;
  }
  return count === 0 ? 0 : zeros / count;
}
