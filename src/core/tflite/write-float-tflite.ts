import type { ModelGraph } from '#core/model/graph';
import { floatFileGraph } from './float-file-graph';
import { type DescribeOptions, layOut } from './lay-out';
import { planOf } from './write-plan';

/**
 * A folded float graph as a `.tflite` file: float32 throughout, its numbers those of `run-float` but
 * for rounding. Throws `Failure` (`model-unsupported`) on batch normalisation or dropout; run
 * `foldBatchNorm` first.
 */
export function writeFloatTflite(
  graph: ModelGraph,
  { description = 'Nodlab float model' }: DescribeOptions = {},
): Uint8Array {
  return layOut(planOf(floatFileGraph(graph), 'float'), description);
}
