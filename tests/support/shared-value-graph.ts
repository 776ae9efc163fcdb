import type { Int8Graph, Int8Layer } from '../../src/core/compress/int8-graph';
import { createRandom } from '../../src/core/random';

/** The graph with at most `count` values, drawn at random, among the weights of each layer. */
export function withSharedValues(graph: Int8Graph, count: number, seed: number): Int8Graph {
  const random = createRandom(seed);
  const layers = graph.layers.map((layer): Int8Layer => {
    const values = Int8Array.from({ length: count }, () => random.integer(255) - 127);
    const shared = (weights: Int8Array) => weights.map((weight) => values[(weight + 128) % count]!);
    if (layer.kind === 'lstm') {
      const gate = (at: 0 | 1 | 2 | 3) => {
        const { weights, recurrentWeights, bias } = layer.gates[at];
        return {
          bias,
          weights: { ...weights, data: shared(weights.data) },
          recurrentWeights: { ...recurrentWeights, data: shared(recurrentWeights.data) },
        };
      };
      return { ...layer, gates: [gate(0), gate(1), gate(2), gate(3)] };
    }
    if (!('weights' in layer)) return layer;
    return { ...layer, weights: { ...layer.weights, data: shared(layer.weights.data) } };
  });
  return { ...graph, layers };
}
