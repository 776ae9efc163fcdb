import type { Channel } from '../motion/frame';
import { fromAxisAngle, multiply, type Quaternion, rotate } from '../motion/orientation';
import type { Random } from '../random';

/** Deviations: how differently a device sits on another head, and how much larger people move. */
const TURN_DEG = 12;
const SIZE_LOG = 0.3;

/**
 * Makes one window look as if somebody else had worn the device: the same turn of every sensor's
 * three axes, and larger or smaller movement about the window's mean. `values` is row-major
 * `[frames × channels]` in the channels' units and is changed in place. Channels that are not three
 * axes (`…X`, `…Y`, `…Z` in a row) are only scaled.
 */
export function augmentWindow(
  values: Float32Array,
  channels: readonly Channel[],
  random: Random,
): void {
  const width = channels.length;
  const frames = values.length / width;
  const size = Math.exp(SIZE_LOG * random.normal());
  for (let channel = 0; channel < width; channel++) {
    let mean = 0;
    for (let at = channel; at < values.length; at += width) mean += values[at]! / frames;
    // A turning rate is about 0; a mean of it is the movement itself.
    if (channels[channel]!.unit === 'dps') mean = 0;
    for (let at = channel; at < values.length; at += width) {
      values[at] = mean + (values[at]! - mean) * size;
    }
  }
  const turn = smallTurn(random);
  // As a matrix, whose columns are where the axes come to lie: one product a frame.
  const [xx, xy, xz] = rotate(turn, [1, 0, 0]);
  const [yx, yy, yz] = rotate(turn, [0, 1, 0]);
  const [zx, zy, zz] = rotate(turn, [0, 0, 1]);
  for (const first of axesOf(channels)) {
    for (let at = first; at < values.length; at += width) {
      const x = values[at]!;
      const y = values[at + 1]!;
      const z = values[at + 2]!;
      values[at] = xx * x + yx * y + zx * z;
      values[at + 1] = xy * x + yy * y + zy * z;
      values[at + 2] = xz * x + yz * y + zz * z;
    }
  }
}

/** First channels of each sensor with three axes. */
function axesOf(channels: readonly Channel[]): number[] {
  return channels.flatMap(({ name }, index) => {
    const stem = name.slice(0, -1);
    const three = ['X', 'Y', 'Z'].every((axis, k) => channels[index + k]?.name === stem + axis);
    return three ? [index] : [];
  });
}

function smallTurn(random: Random): Quaternion {
  const about = (axis: readonly [number, number, number]) =>
    fromAxisAngle(axis, (TURN_DEG * random.normal() * Math.PI) / 180);
  return multiply(about([1, 0, 0]), multiply(about([0, 1, 0]), about([0, 0, 1])));
}
