import { describe, expect, test } from 'vitest';
import type { LayerSpec, ModelSize } from './architecture';
import {
  duplicateLayer,
  insertLayer,
  LAYER_KINDS,
  moveLayer,
  newLayer,
  removeLayer,
  replaceLayer,
} from './architecture-edits';
import { checkArchitecture } from './architecture-outline';
import type { Shape } from './graph';

const dense = (units: number): LayerSpec => ({ kind: 'dense', units, activation: 'relu' });
const block = (...layers: LayerSpec[]): LayerSpec => ({
  kind: 'residual',
  activation: 'relu',
  layers,
});
const [a, b, c, d, e] = [1, 2, 3, 4, 5].map(dense) as [
  LayerSpec,
  LayerSpec,
  LayerSpec,
  LayerSpec,
  LayerSpec,
];
const LIST = [a, block(b, c), d];

describe('layers', () => {
  test('are inserted before another, at the end, and into blocks', () => {
    expect(insertLayer(LIST, [0], e)).toEqual([e, a, block(b, c), d]);
    expect(insertLayer(LIST, [3], e)).toEqual([a, block(b, c), d, e]);
    expect(insertLayer(LIST, [1, 1], e)).toEqual([a, block(b, e, c), d]);
    expect(insertLayer([], [0], e)).toEqual([e]);
  });

  test('are replaced, removed and doubled where they stand', () => {
    expect(replaceLayer(LIST, [1, 0], e)).toEqual([a, block(e, c), d]);
    expect(removeLayer(LIST, [1])).toEqual([a, d]);
    expect(removeLayer(LIST, [1, 1])).toEqual([a, block(b), d]);
    expect(duplicateLayer(LIST, [1])).toEqual([a, block(b, c), block(b, c), d]);
    expect(duplicateLayer(LIST, [1, 0])).toEqual([a, block(b, b, c), d]);
  });

  test('move within their own list, no further than its ends', () => {
    expect(moveLayer(LIST, [0], 1)).toEqual([block(b, c), a, d]);
    expect(moveLayer(LIST, [2], 0)).toEqual([d, a, block(b, c)]);
    expect(moveLayer(LIST, [0], 9)).toEqual([block(b, c), d, a]);
    expect(moveLayer(LIST, [1, 0], 1)).toEqual([a, block(c, b), d]);
    expect(moveLayer(LIST, [1, 1], 5)).toBe(LIST);
    expect(moveLayer(LIST, [0], -1)).toBe(LIST);
  });

  test('that are not there change nothing', () => {
    expect(replaceLayer(LIST, [7], e)).toEqual(LIST);
    expect(removeLayer(LIST, [7])).toEqual(LIST);
    expect(duplicateLayer(LIST, [7])).toEqual(LIST);
    expect(moveLayer(LIST, [7], 0)).toBe(LIST);
    expect(() => removeLayer(LIST, [0, 0])).toThrow(RangeError);
    expect(() => removeLayer(LIST, [])).toThrow(RangeError);
  });

  test('leave the list that they were in as it was', () => {
    const before = structuredClone(LIST);
    insertLayer(LIST, [1, 0], e);
    moveLayer(LIST, [0], 2);
    expect(LIST).toEqual(before);
  });
});

describe('a new layer', () => {
  const shapes: readonly (readonly [Shape, ModelSize, 'rows' | 'image'])[] = [
    [[20, 1, 6], { frames: 20, channels: 6, classCount: 2 }, 'rows'],
    [[20, 6, 1], { frames: 20, channels: 6, classCount: 2 }, 'image'],
    [[1, 1, 3], { frames: 1, channels: 3, classCount: 2 }, 'rows'],
  ];
  const cases = LAYER_KINDS.flatMap((kind) => shapes.map((shape) => [kind, ...shape] as const));
  test.each(cases)('%s fits %j unless its kind cannot', (kind, shape, size, input) => {
    const misfit = checkArchitecture({ input, layers: [newLayer(kind, shape)] }, size);
    const [height, width] = shape;
    const flat = height === 1 && width === 1;
    const cannot =
      (kind === 'dense' && !flat && 'not-flat') ||
      (kind === 'lstm' && width !== 1 && 'not-one-column') ||
      undefined;
    expect(misfit?.reason).toBe(cannot);
  });
});
