import { describe, expect, test } from 'vitest';
import { PRESET_IDS, presetInt8Graph } from '../../../../tests/support/preset-int8-graph';
import { randomInt8Graph } from '../../../../tests/support/random-int8-graph';
import { withSharedValues } from '../../../../tests/support/shared-value-graph';
import type { Int8Graph } from '../../compress/int8-graph';
import { generateC99 } from './generate-c99';
import { planWeightBits } from './weight-bits';

/** Bits of the layers that have weights. */
const bitsOf = (graph: Int8Graph, codeBooks: 'auto' | 'never' | 'always') => {
  const plan = planWeightBits(graph, codeBooks);
  expect(plan).toHaveLength(graph.layers.length);
  return plan.filter((_, at) => 'weights' in graph.layers[at]! || 'gates' in graph.layers[at]!);
};

describe('the bits of a weight in the exported C', () => {
  test.each(PRESET_IDS)('are eight in %s as it is, fewer where weights share values', (id) => {
    const graph = presetInt8Graph(id);
    expect(new Set(bitsOf(graph, 'auto'))).toEqual(new Set([8]));
    for (const [values, bits] of [
      [16, 4],
      [4, 2],
    ] as const) {
      const shared = withSharedValues(graph, values, 1);
      expect(Math.min(...bitsOf(shared, 'auto'))).toBe(bits);
      expect(new Set(bitsOf(shared, 'never'))).toEqual(new Set([8]));
      const [auto, never] = (['auto', 'never'] as const).map(
        (codeBooks) => generateC99(shared, { codeBooks }).constBytes,
      );
      expect(auto).toBeLessThan(never! * 0.85);
    }
    const many = withSharedValues(graph, 40, 1);
    expect(new Set(bitsOf(many, 'auto'))).toEqual(new Set([8]));
  });

  test('are never chosen for more bytes of tables', () => {
    for (let seed = 0; seed < 60; seed++) {
      const graph = withSharedValues(randomInt8Graph(seed), 1 + (seed % 18), seed);
      const [auto, never] = (['auto', 'never'] as const).map(
        (codeBooks) => generateC99(graph, { codeBooks }).constBytes,
      );
      expect(auto).toBeLessThanOrEqual(never!);
    }
  });

  test('hold every value where codes are asked for', () => {
    for (let seed = 0; seed < 60; seed++) {
      const values = 1 + (seed % 18);
      const graph = withSharedValues(randomInt8Graph(seed), values, seed);
      const { source } = generateC99(graph, { codeBooks: 'always' });
      for (const [, id, size] of source.matchAll(/int8_t book_(\d+)\[(\d+)\]/g)) {
        expect(Number(size)).toBeLessThanOrEqual(values);
        expect(source).toMatch(new RegExp(`_of_[24]_bits\\(.*, book_${id},`));
      }
      if (values <= 16) expect(source).not.toMatch(/ weights_\d+\[/);
    }
  });

  test('are eight for a layer whose book would outweigh what codes save', () => {
    const conv = presetInt8Graph('conv1d');
    const layers = conv.layers.map((layer, at) => {
      if (!('weights' in layer) || at > 0) return layer;
      return {
        ...layer,
        weights: { ...layer.weights, data: layer.weights.data.map((w) => w % 2) },
      };
    });
    // The first layer alone saves less than a second kernel takes.
    expect(new Set(bitsOf({ ...conv, layers }, 'auto'))).toEqual(new Set([8]));
  });
});
