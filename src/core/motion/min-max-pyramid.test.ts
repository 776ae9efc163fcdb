import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '#core/random';
import { buildPyramid, type MinMax, minMaxOf } from './min-max-pyramid';

const channels = [
  { name: 'accX', unit: 'g' },
  { name: 'accY', unit: 'g' },
] as const;

function madeOf(frames: number, seed: number) {
  const random = createRandom(seed);
  const values = Float32Array.from({ length: frames * channels.length }, () => random.normal());
  return buildPyramid({ channels, values, timestampMs: new Float64Array(frames) });
}

test('any stretch has the least and greatest value that walking through it finds', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 3000 }),
      fc.nat(100),
      fc.integer({ min: -10, max: 3200 }),
      fc.integer({ min: -10, max: 3200 }),
      fc.constantFrom(0, 1),
      (frames, seed, from, to, channel) => {
        const pyramid = madeOf(frames, seed);
        let least = Number.POSITIVE_INFINITY;
        let greatest = Number.NEGATIVE_INFINITY;
        for (let i = Math.max(0, from); i < Math.min(to, frames); i++) {
          least = Math.min(least, pyramid.values![i * 2 + channel]!);
          greatest = Math.max(greatest, pyramid.values![i * 2 + channel]!);
        }
        expect(minMaxOf(pyramid, channel, from, to, [0, 0])).toEqual([least, greatest]);
      },
    ),
  );
});

test('without values, a stretch has what its whole blocks have', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 3000 }),
      fc.nat(100),
      fc.integer({ min: -10, max: 3200 }),
      fc.integer({ min: -10, max: 3200 }),
      (frames, seed, from, to) => {
        const { values: _, ...bare } = madeOf(frames, seed);
        const whole = madeOf(frames, seed);
        const first = Math.max(0, from);
        const last = Math.min(to, frames);
        const rounded = [Math.floor(first / 16) * 16, Math.ceil(last / 16) * 16] as const;
        const expected = minMaxOf(whole, 1, first < last ? rounded[0] : 0, rounded[1], [0, 0]);
        const empty = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
        expect(minMaxOf(bare, 1, from, to, [0, 0])).toEqual(first < last ? expected : empty);
      },
    ),
  );
});

test('what is not a number is passed over', () => {
  const pyramid = madeOf(40, 1);
  const values = pyramid.values!.map((value, i) => (i % 2 === 0 && i !== 20 ? Number.NaN : value));
  const holed = buildPyramid({ channels, values, timestampMs: new Float64Array(40) });
  expect(minMaxOf(holed, 0, 0, 40, [0, 0])).toEqual([values[20], values[20]]);
  expect(minMaxOf(holed, 0, 0, 10, [0, 0])).toEqual([
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ]);
});

test('a summary costs less than a fifth of the signal', () => {
  const { values, levels } = madeOf(100_000, 2);
  const kept = levels.reduce((sum, { least, greatest }) => sum + least.length + greatest.length, 0);
  expect(kept).toBeLessThan(values!.length / 5);
});

test('an hour of nine channels at 200 Hz is read at 1000 columns in a few thousand steps', () => {
  const frames = 720_000;
  const pyramid = buildPyramid({
    channels: channels.slice(0, 1),
    values: new Float32Array(frames),
    timestampMs: new Float64Array(frames),
  });
  // Reads of the lowest level are counted; without the pyramid there are 720,000.
  let reads = 0;
  const counting = new Proxy(pyramid.values!, {
    get(target, key) {
      reads++;
      return target[key as unknown as number];
    },
  });
  const into: MinMax = [0, 0];
  for (let column = 0; column < 1000; column++) {
    const at = (part: number) => Math.floor((part * frames) / 1000);
    minMaxOf({ ...pyramid, values: counting }, 0, at(column), at(column + 1), into);
  }
  expect(reads).toBeLessThan(32 * 1000);
});
