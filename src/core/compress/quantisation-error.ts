import type { ModelGraph } from '#core/model/graph';
import { createFloatRunner } from '#core/model/run-float';
import type { Int8Graph } from './int8-graph';
import { dequantise, quantiseInto } from './quantise-values';
import { createInt8Runner } from './run-int8';

/** How far a layer's int8 value is from the float one; errors of layers before it are in it. */
export interface ValueError {
  /** Name of the layer; the graph's input has no name and is left out. */
  readonly layer: string;
  /** Mean of the squared differences, in the value's own unit squared. */
  readonly meanSquaredError: number;
  /** Power of the float value over that of the difference, dB; null where one of them is none. */
  readonly signalToNoiseDb: number | null;
}

/**
 * Runs the folded float graph and the int8 graph that `quantise` made of it on `count` windows
 * (`inputs` row-major `[count × values]`), and compares what each layer gives, in order of
 * execution. Layers are matched by name; reshapes that int8 alone has are left out.
 */
export function quantisationErrors(
  float: ModelGraph,
  int8: Int8Graph,
  inputs: Float32Array,
  count: number,
): ValueError[] {
  const floatRunner = createFloatRunner(float);
  const int8Runner = createInt8Runner(int8);
  const floatIds = new Map(float.layers.map(({ name }, index) => [name, index + 1]));
  const pairs = int8.layers.flatMap(({ name }, index) => {
    const floatId = floatIds.get(name);
    return floatId === undefined ? [] : [{ name, floatId, id: index + 1, noise: 0, signal: 0 }];
  });
  const window = new Int8Array(int8Runner.values[0]!.length);
  const size = window.length;
  if (inputs.length < count * size) {
    throw new RangeError(`${inputs.length} numbers are too few for ${count} windows of ${size}.`);
  }
  for (let at = 0; at < count; at++) {
    const input = inputs.subarray(at * size, (at + 1) * size);
    floatRunner.run(input);
    quantiseInto(input, int8.values[0]!.quantisation, window);
    int8Runner.run(window);
    for (const pair of pairs) {
      const { quantisation } = int8.values[pair.id]!;
      const given = int8Runner.values[pair.id]!;
      for (const [i, wanted] of floatRunner.values[pair.floatId]!.entries()) {
        pair.signal += wanted ** 2;
        pair.noise += (wanted - dequantise(quantisation, given[i]!)) ** 2;
      }
    }
  }
  return pairs.map(({ name, id, signal, noise }) => ({
    layer: name,
    meanSquaredError: count === 0 ? 0 : noise / (count * int8Runner.values[id]!.length),
    signalToNoiseDb: noise === 0 || signal === 0 ? null : 10 * Math.log10(signal / noise),
  }));
}
