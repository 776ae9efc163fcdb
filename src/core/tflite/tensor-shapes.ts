import type { TensorRank } from '#core/compress/int8-graph';
import { tensorRanks } from '#core/compress/tensor-ranks';
import { Failure } from '#core/failure';
import type { Shape } from '#core/model/graph';
import type { FileGraph, LayerKind } from './file-graph';

/** Ranks that a layer can read where it cannot read any. */
const READS: Readonly<Partial<Record<LayerKind, readonly TensorRank[]>>> = {
  averagePool2d: [4],
  conv2d: [4],
  depthwiseConv2d: [4],
  lastFrame: [3, 4],
  lstm: [3],
  maxPool2d: [4],
  mean: [3, 4],
  pad: [4],
};

/**
 * Shape of each value's tensor. Throws `Failure` (`model-unsupported`) where a layer needs another
 * rank than its value's tensor has; `insertReshapes` mends such graphs.
 */
export function tensorShapes(graph: FileGraph): number[][] {
  const ranks = tensorRanks(graph);
  for (const { name, kind, inputs } of graph.layers) {
    const reads = READS[kind];
    const wrong = reads && inputs.find((id) => !reads.includes(ranks[id]!));
    if (wrong !== undefined) {
      throw new Failure(
        'model-unsupported',
        `${name} (${kind}) reads a tensor of ${ranks[wrong]} axes: a RESHAPE must stand before it.`,
      );
    }
  }
  return graph.values.map(({ shape }, id) => tensorShape(shape, ranks[id]!));
}

/** Throws `Failure` (`model-unsupported`) where the rank would lose a part of the shape. */
function tensorShape([height, width, channels]: Shape, rank: TensorRank): number[] {
  if (rank === 4) return [1, height, width, channels];
  if (width === 1 && rank === 3) return [1, height, channels];
  if (width === 1 && height === 1) return [1, channels];
  throw new Failure('model-unsupported', `${height} × ${width} × ${channels} in ${rank} axes.`);
}
