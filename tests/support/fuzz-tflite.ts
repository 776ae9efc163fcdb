import { performance } from 'node:perf_hooks';
import { createInt8Runner } from '../../src/core/compress/run-int8';
import { Failure } from '../../src/core/failure';
import { createFloatRunner } from '../../src/core/model/run-float';
import { valueCount } from '../../src/core/model/shapes';
import type { Random } from '../../src/core/random';
import { OPERATOR_OF } from '../../src/core/tflite/operator-names';
import { readTflite } from '../../src/core/tflite/read-tflite';
import type { TfliteModel } from '../../src/core/tflite/tflite-model';
import { writeFloatTflite } from '../../src/core/tflite/write-float-tflite';
import { writeTflite } from '../../src/core/tflite/write-tflite';
import { floatGraphOf } from './float-graph-of';
import { readOfficialGolden } from './official-golden';
import { randomInt8Graph } from './random-int8-graph';

/** Small ones, where structure outweighs weights. */
const LARGEST_FILE = 6000;
/** A run of more multiply-accumulates would only take time. */
const LARGEST_RUN = 20_000;

/** Valid files of every operator, int8 and float, Nodlab's and the official converter's. */
export function fuzzSeeds(): Uint8Array[] {
  const missing = new Set<string>(Object.keys(OPERATOR_OF));
  const files: Uint8Array[] = [];
  for (let seed = 0; missing.size > 0; seed++) {
    const graph = randomInt8Graph(seed);
    const file = writeTflite(graph, { ends: seed % 2 === 0 ? 'int8' : 'float' });
    const fresh = graph.layers.filter(({ kind }) => missing.has(kind));
    if (fresh.length === 0 || file.length > LARGEST_FILE) continue;
    for (const { kind } of fresh) missing.delete(kind);
    files.push(file);
    const float = floatGraphOf(graph);
    if (float) files.push(writeFloatTflite(float));
  }
  return [...files, ...readOfficialGolden().map(({ tflite }) => tflite)];
}

/** What a number in a file may be changed to: lengths, offsets and counts at their edges. */
const EDGES = [
  0,
  1,
  2,
  4,
  16,
  127,
  255,
  256,
  65535,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32 - 4,
  2 ** 32 - 1,
];

/** One of the files with a few of its bytes changed, moved, cut off or brought in from another. */
export function mutated(seeds: readonly Uint8Array[], random: Random): Uint8Array {
  const pick = <T>(list: readonly T[]): T => list[random.integer(list.length)]!;
  let bytes = pick(seeds).slice();
  for (let count = 1 + random.integer(4); count > 0; count--) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    // Roots, counts and tables lie at the start of what Nodlab writes.
    const end = random.integer(2) === 0 ? Math.min(bytes.length, 400) : bytes.length;
    const at = random.integer(Math.max(1, end));
    const word = Math.min(at & ~3, Math.max(0, bytes.length - 4));
    if (bytes.length < 8) return bytes;
    switch (random.integer(8)) {
      case 0:
        bytes[at] = bytes[at]! ^ (1 << random.integer(8));
        break;
      case 1:
        bytes[at] = random.integer(256);
        break;
      case 2:
        view.setUint32(word, pick(EDGES), true);
        break;
      case 3:
        // An offset to some other place, or back on itself.
        view.setUint32(word, random.integer(bytes.length), true);
        break;
      case 4:
        view.setInt32(word, random.integer(2 * bytes.length) - bytes.length, true);
        break;
      case 5:
        // An entry of a table's layout.
        view.setUint16(word + 2 * random.integer(2), random.integer(64), true);
        break;
      case 6: {
        const from = pick(seeds);
        const start = random.integer(from.length);
        const piece = from.subarray(start, start + 4 * (1 + random.integer(32)));
        bytes.set(piece.subarray(0, bytes.length - at), at);
        break;
      }
      default:
        bytes = bytes.slice(0, random.integer(4) === 0 ? at : bytes.length);
    }
  }
  return bytes;
}

export interface FuzzOutcome {
  readonly read: number;
  readonly refused: number;
  /** Longest that one file took, ms. */
  readonly slowestMs: number;
}

/**
 * Reads so many changed files and runs what can be read. Throws what the reader throws, unless it is
 * a `Failure` that says why.
 */
export function fuzzReader(count: number, random: Random): FuzzOutcome {
  const seeds = fuzzSeeds();
  let read = 0;
  let slowestMs = 0;
  for (let index = 0; index < count; index++) {
    const bytes = mutated(seeds, random);
    const startMs = performance.now();
    try {
      const model = readTflite(bytes);
      read++;
      runOnce(model);
    } catch (error) {
      const isRefusal =
        error instanceof Failure &&
        (error.code === 'file-invalid' || error.code === 'model-unsupported') &&
        error.message.length < 500;
      if (!isRefusal) throw error;
    }
    slowestMs = Math.max(slowestMs, performance.now() - startMs);
  }
  return { read, refused: count - read, slowestMs };
}

function runOnce(model: TfliteModel): void {
  const shapes =
    model.kind === 'int8' ? model.graph.values.map(({ shape }) => shape) : [model.graph.input];
  const size = shapes.reduce((total, shape) => total + valueCount(shape), 0);
  if (size > LARGEST_RUN) return;
  const first = valueCount(shapes[0]!);
  if (model.kind === 'int8') createInt8Runner(model.graph).run(new Int8Array(first));
  else createFloatRunner(model.graph).run(new Float32Array(first));
}
