import type { Random } from '../../src/core/random';

/** How unlike other people's the same movement may be; sizes as the published training draws them. */
const LONGEST = 1.8;
const LARGEST = 1.8;
const SHIFT_G = 0.1;
const NOISE_G = 0.005;

/**
 * A take as somebody else might have moved: slower or faster, larger or smaller, the sensor's zero
 * shifted, and noise. Row-major `[frames × width]`; the frames become more or fewer.
 */
export function augmentGesture(take: Float32Array, width: number, random: Random): Float32Array {
  const length = take.length / width;
  const frames = Math.max(2, Math.round(length * between(1 / LONGEST, LONGEST, random)));
  const size = between(1 / LARGEST, LARGEST, random);
  const shift = Array.from({ length: width }, () => (2 * random.next() - 1) * SHIFT_G);
  const moved = new Float32Array(frames * width);
  for (let frame = 0; frame < frames; frame++) {
    const place = (frame * (length - 1)) / (frames - 1);
    const before = Math.min(length - 2, Math.floor(place));
    const share = place - before;
    for (let channel = 0; channel < width; channel++) {
      const from = take[before * width + channel]!;
      const value = from + share * (take[(before + 1) * width + channel]! - from);
      moved[frame * width + channel] = value * size + shift[channel]! + random.normal() * NOISE_G;
    }
  }
  return moved;
}

/** Factors, so that twice and half are as likely. Half of all are 1. */
function between(least: number, most: number, random: Random): number {
  const drawn = Math.exp(Math.log(least) + random.next() * Math.log(most / least));
  return random.next() < 0.5 ? 1 : drawn;
}
