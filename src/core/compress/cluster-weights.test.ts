import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildGraph } from '#core/model/build-graph';
import type { ModelGraph } from '#core/model/graph';
import { PRESETS } from '#core/model/presets';
import { createFloatRunner } from '#core/model/run-float';
import { createRandom } from '#core/random';
import { everyLayerGraph } from '../../../tests/support/every-layer-graph';
import { calibrate } from './calibrate';
import { clusterWeights, roundClusters } from './cluster-weights';
import { foldBatchNorm } from './fold';
import type { Int8Graph } from './int8-graph';
import { pruneChannels } from './prune-channels';
import { pruneWeights } from './prune-weights';
import { quantise } from './quantise';
import { sharedValues } from './shared-values';
import { shareWeights, type WeightLayer, weightClusters, weightsOf } from './weight-clusters';

const WINDOWS = 6;

const weighted = (graph: ModelGraph): WeightLayer[] =>
  graph.layers.flatMap((layer) => ('weights' in layer ? [layer] : []));

function toInt8(graph: ModelGraph, perChannelDense: boolean): Int8Graph {
  const random = createRandom(1);
  const length = graph.input[0] * graph.input[1] * graph.input[2] * WINDOWS;
  const windows = Float32Array.from({ length }, () => random.normal());
  return quantise(graph, calibrate(graph, windows, WINDOWS), { perChannelDense });
}

/** Weights of every layer over the scales that quantisation gave them. */
function int8Weights(graph: Int8Graph): number[][] {
  return graph.layers.flatMap((layer) => {
    if (layer.kind === 'lstm') {
      const of = (part: 'weights' | 'recurrentWeights') =>
        layer.gates.flatMap((gate) => [...gate[part].data]);
      return [[...of('weights'), ...of('recurrentWeights')]];
    }
    return 'weights' in layer ? [[...layer.weights.data]] : [];
  });
}

const distinct = (values: Iterable<number>) => new Set(values).size;

const folded = (seed: number) => foldBatchNorm(everyLayerGraph(seed));
const anyCount = fc.constantFrom(3, 4, 8, 15, 16, 64, 256);
/** Any folded graph with a layer of every kind, its smallest weights perhaps zero. */
const anyGraph = fc
  .record({ seed: fc.nat(), sparsity: fc.constantFrom(0, 0.3, 0.7) })
  .map(({ seed, sparsity }) => pruneWeights(folded(seed), sparsity));

describe('clustered weights', () => {
  test('are at most so many int8 numbers a layer, zeros among them as they were', () => {
    fc.assert(
      fc.property(anyGraph, anyCount, fc.boolean(), (graph, k, perChannelDense) => {
        const clustered = clusterWeights(graph, k, { perChannelDense });
        const before = weighted(graph);
        for (const [at, weights] of int8Weights(toInt8(clustered, perChannelDense)).entries()) {
          expect(distinct(weights)).toBeLessThanOrEqual(k);
          expect(Math.max(...weights.map(Math.abs))).toBe(127);
          for (const [i, weight] of weightsOf(before[at]!).entries()) {
            if (weight === 0) expect(weights[i]).toBe(0);
          }
        }
        for (const one of sharedValues(toInt8(clustered, perChannelDense))) {
          expect(one.values).toBeLessThanOrEqual(k);
          expect(one.idealBits).toBeLessThanOrEqual(one.codeBits + 1e-9);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('of two clusters are two values', () => {
    const graph = clusterWeights(folded(2), 2);
    for (const weights of int8Weights(toInt8(graph, false))) expect(distinct(weights)).toBe(2);
  });

  test('are exactly what int8 makes of them', () => {
    fc.assert(
      fc.property(anyGraph, anyCount, fc.boolean(), (graph, k, perChannelDense) => {
        const clustered = clusterWeights(graph, k, { perChannelDense });
        const int8 = toInt8(clustered, perChannelDense);
        for (const [at, layer] of int8.layers
          .filter((one) => one.kind === 'lstm' || 'weights' in one)
          .entries()) {
          const float = weighted(clustered)[at]!;
          const scales =
            layer.kind === 'lstm'
              ? [
                  ...layer.gates.map(({ weights }) => weights.scale),
                  ...layer.gates.map(({ recurrentWeights }) => recurrentWeights.scale),
                ]
              : 'weights' in layer
                ? [...layer.weights.scales]
                : [];
          for (const [i, scale] of float.weightScales!.entries()) {
            // A channel of zeros is its bias, which chooses the scale.
            if (scale > 1e-12) expect(scales[i]).toBe(scale);
          }
        }
        // Twice is the same as once.
        expect(int8Weights(toInt8(roundClusters(clustered), perChannelDense))).toEqual(
          int8Weights(int8),
        );
      }),
      { numRuns: 30 },
    );
  });

  test('are further from the weights the fewer they are', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const errors = [2, 4, 8, 16, 64].map((k) => {
          const clustered = weighted(clusterWeights(graph, k));
          return weighted(graph).map((layer, at) => {
            const after = weightsOf(clustered[at]!);
            return weightsOf(layer).reduce((sum, w, i) => sum + (w - after[i]!) ** 2, 0);
          });
        });
        for (const layer of errors[0]!.keys()) {
          const all = errors.map((one) => one[layer]!);
          // One scale each, so that a layer of few weights may gain nothing.
          for (const [i, error] of all.slice(1).entries()) {
            expect(error).toBeLessThanOrEqual(all[i]! * 1.3 + 1e-4);
          }
          expect(all.at(-1)!).toBeLessThan(all[0]! / 10 + 1e-9);
        }
      }),
      { numRuns: 20 },
    );
  });

  test('of as many clusters as there are values are what int8 has without', () => {
    fc.assert(
      fc.property(fc.nat(), fc.boolean(), (seed, perChannelDense) => {
        const graph = folded(seed);
        const layers = graph.layers.map((layer) => {
          if (!('weights' in layer)) return layer;
          const coarse = (values: Float32Array) => values.map((w) => Math.round(4 * w) / 4);
          const weights = coarse(layer.weights);
          if (layer.kind !== 'lstm') return { ...layer, weights };
          return { ...layer, weights, recurrentWeights: coarse(layer.recurrentWeights) };
        });
        const plain = { ...graph, layers };
        const again = clusterWeights(plain, 256, { perChannelDense });
        expect(int8Weights(toInt8(again, perChannelDense))).toEqual(
          int8Weights(toInt8(plain, perChannelDense)),
        );
      }),
      { numRuns: 30 },
    );
  });

  test.each(PRESETS.map(({ id }) => id))('keep the answers of %s with 64 values', (id) => {
    const preset = PRESETS.find((one) => one.id === id)!;
    const random = createRandom(4);
    const spec = { frames: 40, channels: 6, classCount: 4, random };
    const graph = foldBatchNorm(buildGraph(preset.design(spec), spec));
    const [before, after] = [graph, clusterWeights(graph, 64)].map(createFloatRunner);
    const window = Float32Array.from({ length: 240 }, () => random.normal());
    const wanted = before!.run(window);
    for (const [i, score] of after!.run(window).entries()) expect(score).toBeCloseTo(wanted[i]!, 1);
  });

  test('of another number than 2 to 256 are refused', () => {
    for (const k of [1, 257, 2.5, Number.NaN]) {
      expect(() => clusterWeights(everyLayerGraph(1), k)).toThrow(RangeError);
    }
  });

  test('keep the scales of the channels that are left', () => {
    const graph = clusterWeights(folded(3), 4, { perChannelDense: true });
    const narrow = pruneChannels(graph, 0.4);
    expect(weighted(narrow).map(({ bias }) => bias.length)).not.toEqual(
      weighted(graph).map(({ bias }) => bias.length),
    );
    for (const weights of int8Weights(toInt8(narrow, true))) {
      expect(distinct(weights)).toBeLessThanOrEqual(4);
    }
  });

  test('lose their scales where they outgrow them, and where they are folded', () => {
    const graph = clusterWeights(folded(3), 4);
    const layers = graph.layers.map((layer) =>
      'weights' in layer ? { ...layer, weights: layer.weights.map((w) => w * 3) } : layer,
    );
    const plain = int8Weights(toInt8(withoutScales({ ...graph, layers }), false));
    const given = int8Weights(toInt8({ ...graph, layers }, false));
    // Of an LSTM only what was multiplied.
    expect(given[0]).toEqual(plain[0]);
    const open = everyLayerGraph(3);
    expect(weighted(foldBatchNorm(clusterWeights(open, 4)))[0]).not.toHaveProperty('weightScales');
  });
});

describe('weights that are trained on', () => {
  test('share one value a cluster, and round to so many int8 numbers', () => {
    fc.assert(
      fc.property(anyGraph, anyCount, fc.nat(), (graph, k, seed) => {
        const random = createRandom(seed);
        const clustered = clusterWeights(graph, k);
        const moved = (values: Float32Array) => values.map((w) => w + 0.05 * random.normal());
        const layers = clustered.layers.map((layer) => {
          if (!('weights' in layer)) return layer;
          const clusters = weightClusters(layer)!;
          expect(clusters.count).toBeLessThanOrEqual(k);
          const weights = moved(layer.weights);
          if (layer.kind !== 'lstm') {
            shareWeights(weights, clusters);
            return { ...layer, weights };
          }
          const recurrentWeights = moved(layer.recurrentWeights);
          shareWeights(weights, clusters, recurrentWeights);
          return { ...layer, weights, recurrentWeights };
        });
        const trained = { ...clustered, layers };
        for (const layer of weighted(trained)) {
          expect(weightClusters(layer)!.count).toBeLessThanOrEqual(k);
        }
        const int8 = int8Weights(toInt8(roundClusters(trained), false));
        for (const [at, weights] of int8.entries()) {
          expect(distinct(weights)).toBeLessThanOrEqual(k);
          for (const [i, weight] of weightsOf(weighted(graph)[at]!).entries()) {
            if (weight === 0) expect(weights[i]).toBe(0);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  test('move by the mean of what their cluster moves, each in its own scale', () => {
    const layer = {
      kind: 'dense',
      name: 'dense',
      inputs: [0],
      units: 2,
      activation: 'none',
      weights: Float32Array.of(127, 0, 254, 0),
      bias: new Float32Array(2),
      weightScales: Float32Array.of(1, 2),
    } as const;
    const weights = Float32Array.of(129, 5, 254, 0);
    shareWeights(weights, weightClusters(layer)!);
    expect([...weights]).toEqual([128, 0, 256, 0]);
    expect(weightClusters({ ...layer, weightScales: undefined } as never)).toBeUndefined();
  });
});

function withoutScales(graph: ModelGraph): ModelGraph {
  const layers = graph.layers.map((layer) => {
    if (!('weights' in layer)) return layer;
    const { weightScales: _, ...rest } = layer;
    return rest;
  });
  return { ...graph, layers: layers as ModelGraph['layers'] };
}
