import type { Signal } from '../motion/frame';
import type { LabelSpan } from './label-span';

/** A state may last an hour; its picture is as small. */
const MOST_FRAMES = 1000;

/**
 * A labelled stretch as a small picture: `points` values in −1 … 1, evenly in time, of the channel
 * that moves most in it (of the gyroscope if there is one, else of the accelerometer, else of all),
 * less its mean. Empty where the stretch has under two frames.
 */
export function exampleShape(
  { channels, timestampMs, values }: Signal,
  { startMs, endMs }: Pick<LabelSpan, 'startMs' | 'endMs'>,
  points: number,
): Float32Array {
  const firstMs = timestampMs[0] ?? 0;
  const from = lowerBound(timestampMs, firstMs + startMs);
  const to = lowerBound(timestampMs, firstMs + endMs);
  if (to - from < 2) return new Float32Array(0);
  const step = Math.max(1, Math.floor((to - from) / MOST_FRAMES));
  const inside = Array.from({ length: Math.floor((to - from) / step) }, (_, i) => from + i * step);
  const unit = ['dps', 'g'].find((wanted) => channels.some((one) => one.unit === wanted));
  let best = { spread: -1, channel: 0, mean: 0, reach: 0 };
  channels.forEach((one, channel) => {
    if (unit !== undefined && one.unit !== unit) return;
    const column = inside.map((frame) => values[frame * channels.length + channel]!);
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    const spread = column.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const reach = column.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0);
    if (spread > best.spread) best = { spread, channel, mean, reach };
  });
  return Float32Array.from({ length: points }, (_, point) => {
    const frame = inside[Math.round((point / (points - 1)) * (inside.length - 1))]!;
    const value = values[frame * channels.length + best.channel]! - best.mean;
    return best.reach > 0 ? value / best.reach : 0;
  });
}

/** Index of the first time at or after `timeMs`. */
function lowerBound(timestampMs: Float64Array, timeMs: number): number {
  let low = 0;
  let high = timestampMs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timestampMs[middle]! < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
