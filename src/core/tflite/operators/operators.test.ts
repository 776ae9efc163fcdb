import { describe, expect, test } from 'vitest';
import { Failure } from '#core/failure';
import type { FlatTable } from '../flat-table';
import { dense } from './dense';
import { lastFrame } from './last-frame';
import { mean } from './mean';
import type { OperatorReader } from './operator-codec';
import { pad } from './pad';

/** An operator on a tensor of this shape, with these constants from input 1 on and these settings. */
function operator(
  fromTensorShape: readonly number[],
  constants: readonly (readonly number[])[],
  settings: Readonly<Record<number, number>> = {},
): OperatorReader {
  const reader: Partial<OperatorReader> = {
    fromTensorShape,
    settings: {
      int8: (slot: number, fallback: number) => settings[slot] ?? fallback,
      int32: (slot: number, fallback: number) => settings[slot] ?? fallback,
    } as FlatTable,
    int32s: (at) => Int32Array.from(constants[at - 1]!),
    refuse: (what) => new Failure('model-unsupported', what),
  };
  return reader as OperatorReader;
}

describe('MEAN', () => {
  test.each([
    [
      [1, 20, 6, 4],
      [1, 2],
    ],
    [
      [1, 20, 6, 4],
      [2, 1],
    ],
    [
      [1, 20, 6, 4],
      [-2, -3],
    ],
    [
      [1, 20, 6, 4],
      [0, 1, 2],
    ],
    [[1, 20, 4], [1]],
    [[1, 20, 4], [-2]],
    [[1, 20, 1, 4], [1]],
    [[1, 1, 20, 4], [2]],
  ])('of %j over axes %j is that of every channel', (shape, axes) => {
    expect(mean.read(operator(shape, [axes]))).toEqual({ kind: 'mean' });
  });

  test.each([
    [[1, 20, 6, 4], [1]],
    [[1, 20, 6, 4], [3]],
    [
      [1, 20, 6, 4],
      [1, 2, 3],
    ],
    [
      [1, 20, 6, 4],
      [1, 2, 4],
    ],
    [
      [1, 20, 6, 4],
      [1, 2, -5],
    ],
    [[1, 20, 4], [2]],
  ])('of %j over axes %j is refused', (shape, axes) => {
    expect(() => mean.read(operator(shape, [axes]))).toThrow(Failure);
  });
});

describe('PAD', () => {
  test('of four axes pads height and width', () => {
    expect(pad.read(operator([1, 20, 6, 4], [[0, 0, 1, 2, 3, 4, 0, 0]]))).toEqual({
      kind: 'pad',
      before: [1, 3],
      after: [2, 4],
    });
  });

  test('of three axes pads the frames', () => {
    expect(pad.read(operator([1, 20, 4], [[0, 0, 1, 2, 0, 0]]))).toEqual({
      kind: 'pad',
      before: [1, 0],
      after: [2, 0],
    });
  });

  test.each([
    [
      [1, 20, 6, 4],
      [0, 0, 1, 2, 3, 4, 0, 1],
    ],
    [
      [1, 20, 6, 4],
      [1, 0, 1, 2, 3, 4, 0, 0],
    ],
    [
      [1, 20, 6, 4],
      [0, 0, 1, 2],
    ],
    [
      [1, 20, 4],
      [0, 0, 1, 2, 3, 0],
    ],
    [
      [1, 20],
      [0, 0, 0, 0],
    ],
  ])('of %j by %j is refused', (shape, paddings) => {
    expect(() => pad.read(operator(shape, [paddings]))).toThrow(Failure);
  });
});

describe('FULLY_CONNECTED', () => {
  const KEEP_NUM_DIMS = 2;
  const weights = { shape: [5, 6], data: new Float32Array(30), bias: new Float32Array(5) };
  const onFrames = (shape: readonly [number, number, number], keep: number): OperatorReader => ({
    ...operator([1, shape[0], shape[2]], [], { [KEEP_NUM_DIMS]: keep }),
    from: { shape },
    weights: () => weights,
  });

  test('that keeps the frames is a convolution of one point', () => {
    expect(dense.read(onFrames([20, 1, 6], 1))).toEqual({
      kind: 'conv2d',
      strides: [1, 1],
      padding: 'valid',
      activation: 'none',
      weights: { ...weights, shape: [5, 1, 1, 6] },
    });
  });

  test('that keeps the axes of a vector is a dense layer', () => {
    const wanted = { kind: 'dense', activation: 'none', weights };
    expect(dense.read(onFrames([1, 1, 6], 1))).toEqual(wanted);
    expect(dense.read(onFrames([1, 1, 6], 0))).toEqual(wanted);
  });
});

describe('STRIDED_SLICE', () => {
  const [BEGIN_MASK, END_MASK, ELLIPSIS_MASK, NEW_AXIS_MASK, SHRINK_MASK] = [0, 1, 2, 3, 4];
  const ones = [1, 1, 1];

  test.each([
    ['as it is written', [[0, 19, 0], [1, 20, 4], ones], { [SHRINK_MASK]: 2 }],
    [
      'as the official converter writes it',
      [[0, -1, 0], [0, 0, 0], ones],
      { [BEGIN_MASK]: 5, [END_MASK]: 7, [SHRINK_MASK]: 2 },
    ],
    ['with its axis kept', [[0, 19, 0], [1, 20, 4], ones], {}],
    [
      'of fewer axes than the value',
      [
        [0, -1],
        [1, 20],
        [1, 1],
      ],
      {},
    ],
    ['whose end lies beyond', [[0, 19, 0], [9, 99, 9], ones], {}],
  ])('%s takes the last frame', (_, constants, settings) => {
    expect(lastFrame.read(operator([1, 20, 4], constants, settings))).toEqual({
      kind: 'lastFrame',
    });
  });

  test.each([
    ['of the first frame', [[0, 0, 0], [1, 1, 4], ones], {}],
    ['of all frames', [[0, 0, 0], [1, 20, 4], ones], {}],
    ['of two frames', [[0, 18, 0], [1, 20, 4], ones], {}],
    ['of a part of the channels', [[0, 19, 1], [1, 20, 4], ones], {}],
    ['of fewer channels', [[0, 19, 0], [1, 20, 3], ones], {}],
    [
      'with steps',
      [
        [0, 19, 0],
        [1, 20, 4],
        [1, 2, 1],
      ],
      {},
    ],
    [
      'backwards',
      [
        [0, 19, 0],
        [1, 20, 4],
        [1, -1, 1],
      ],
      {},
    ],
    ['with an ellipsis', [[0, 19, 0], [1, 20, 4], ones], { [ELLIPSIS_MASK]: 1 }],
    ['with a new axis', [[0, 19, 0], [1, 20, 4], ones], { [NEW_AXIS_MASK]: 1 }],
    [
      'of more axes than the value',
      [
        [0, 19, 0, 0],
        [1, 20, 4, 1],
        [1, 1, 1, 1],
      ],
      {},
    ],
  ])('%s is refused', (_, constants, settings) => {
    expect(() => lastFrame.read(operator([1, 20, 4], constants, settings))).toThrow(Failure);
  });
});
