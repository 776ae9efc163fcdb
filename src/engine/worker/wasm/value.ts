import type { Shape } from '#core/model/graph';
import { padded, type Workspace } from './workspace';

/** A batch of one value of the graph: `[images × height × width × stride]`, row-major. */
export interface Value {
  readonly shape: Shape;
  /** Floats from one position to the next; those behind the channels count for nothing. */
  readonly stride: number;
  readonly at: number;
  /** Address of its gradient, laid out alike; undefined where none is asked for. */
  readonly gradient: number | undefined;
  /** Layers that read it. */
  readonly readers: number;
}

/** Positions of one image. */
export function positionsOf({ shape }: Value): number {
  return shape[0] * shape[1];
}

/** Floats that `images` images take. */
export function floatsOf(value: Value, images: number): number {
  return images * positionsOf(value) * value.stride;
}

/** A value with memory of its own, its channels filled up to whole vectors. */
export function makeValue(
  workspace: Workspace,
  shape: Shape,
  images: number,
  readers: number,
  hasGradient: boolean,
): Value {
  const stride = padded(shape[2]);
  const count = images * shape[0] * shape[1] * stride;
  return {
    shape,
    stride,
    at: workspace.floats(count),
    gradient: hasGradient ? workspace.floats(count) : undefined,
    readers,
  };
}

/** Lays numbers `[rows × channels]` into rows of `stride`. */
export function setRows(
  into: Float32Array,
  values: ArrayLike<number>,
  channels: number,
  stride: number,
): void {
  if (channels === stride) {
    into.set(values);
    return;
  }
  for (let at = 0, row = 0; at < values.length; row += stride) {
    for (let channel = 0; channel < channels; channel++, at++) into[row + channel] = values[at]!;
  }
}

/** The opposite of `setRows`. */
export function readRows(from: Float32Array, channels: number, stride: number): Float32Array {
  if (channels === stride) return from.slice();
  const rows = from.length / stride;
  const values = new Float32Array(rows * channels);
  for (let row = 0; row < rows; row++) {
    values.set(from.subarray(row * stride, row * stride + channels), row * channels);
  }
  return values;
}
