import type { Int8Graph } from '#core/compress/int8-graph';
import { type DescribeOptions, layOut } from './lay-out';
import { type FileEnds, planOf } from './write-plan';

export interface WriteOptions extends DescribeOptions {
  /** `float` puts QUANTIZE before the graph and DEQUANTIZE after it. */
  readonly ends?: FileEnds;
}

/**
 * The graph as a `.tflite` file: int8 inside, one subgraph, signature `serving_default` with
 * `input` and `output`; equal graphs give equal bytes. `docs/formats/tflite.md` names the subset.
 * Throws `Failure` (`model-unsupported`) where a layer needs other axes than the layer before it
 * gives.
 */
export function writeTflite(
  graph: Int8Graph,
  { ends = 'int8', description = 'Nodlab int8 model' }: WriteOptions = {},
): Uint8Array {
  return layOut(planOf(graph, ends), description);
}
