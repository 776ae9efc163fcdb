import type { WindowSet } from '../dataset/window-set';
import type { Normaliser } from './normaliser';

/** A channel that moves less than this in its unit stands still: its deviation counts as 1. */
const STANDSTILL = 1e-6;

/** Mean and deviation of each channel over the windows `indices`, in two passes of float64. */
export function fitNormaliser(set: WindowSet, indices: Uint32Array): Normaliser {
  const width = set.channels.length;
  const size = set.frames * width;
  const total = Math.max(1, indices.length * set.frames);
  const mean = new Float64Array(width);
  const square = new Float64Array(width);
  const each = (visit: (channel: number, value: number) => void) => {
    for (const index of indices) {
      const from = index * size;
      for (let at = 0; at < size; at++) visit(at % width, set.values[from + at]!);
    }
  };
  each((channel, value) => {
    mean[channel] = mean[channel]! + value / total;
  });
  each((channel, value) => {
    square[channel] = square[channel]! + (value - mean[channel]!) ** 2 / total;
  });
  return {
    mean: Float32Array.from(mean),
    deviation: Float32Array.from(square, (one) => {
      const deviation = Math.sqrt(one);
      return deviation > STANDSTILL ? deviation : 1;
    }),
  };
}

/**
 * Normalises `frames` frames of `from` into `into`; offsets in values. Every step is rounded to
 * float32, as C computes `(x - mean) / deviation`.
 */
export function normaliseInto(
  { mean, deviation }: Normaliser,
  from: Float32Array,
  fromOffset: number,
  frames: number,
  into: Float32Array,
  intoOffset: number,
): void {
  const width = mean.length;
  for (let frame = 0; frame < frames; frame++) {
    for (let channel = 0; channel < width; channel++) {
      const at = frame * width + channel;
      const centred = Math.fround(from[fromOffset + at]! - mean[channel]!);
      into[intoOffset + at] = centred / deviation[channel]!;
    }
  }
}
