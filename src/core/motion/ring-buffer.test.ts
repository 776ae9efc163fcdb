import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrameRing } from './ring-buffer';

interface Frame {
  readonly timeMs: number;
  readonly values: readonly number[];
}

function framesOf(count: number, channelCount: number, firstMs = 0): Frame[] {
  return Array.from({ length: count }, (_, frame) => ({
    timeMs: firstMs + frame * 20,
    values: Array.from({ length: channelCount }, (_, channel) => firstMs + frame + channel / 8),
  }));
}

const batchOf = (frames: readonly Frame[]) => ({
  timestampMs: Float64Array.from(frames, ({ timeMs }) => timeMs),
  values: Float32Array.from(frames.flatMap(({ values }) => values)),
});

/** All frames held, oldest first. */
function contents(ring: FrameRing): Frame[] {
  return Array.from({ length: ring.length }, (_, position) => {
    const slot = ring.slotOf(position);
    const from = slot * ring.channelCount;
    return {
      timeMs: ring.timestampMs[slot]!,
      values: [...ring.values.subarray(from, from + ring.channelCount)],
    };
  });
}

test('however frames come in, the ring holds the newest of them in order', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 3 }),
      fc.array(fc.nat(30), { maxLength: 8 }),
      fc.nat(15),
      (capacity, channelCount, batchSizes, wanted) => {
        const ring = new FrameRing(capacity, channelCount);
        const all: Frame[] = [];
        for (const size of batchSizes) {
          const batch = framesOf(size, channelCount, all.length * 20);
          ring.push(batchOf(batch));
          all.push(...batch);
        }
        expect(ring.total).toBe(all.length);
        expect(contents(ring)).toEqual(all.slice(-capacity));

        const values = new Float32Array(wanted * channelCount);
        const timestampMs = new Float64Array(wanted);
        const count = ring.copyLatest(wanted, values, timestampMs);
        const latest = wanted === 0 ? [] : all.slice(-capacity).slice(-wanted);
        expect(count).toBe(latest.length);
        expect([...timestampMs.subarray(0, count)]).toEqual(latest.map(({ timeMs }) => timeMs));
        expect([...values.subarray(0, count * channelCount)]).toEqual(
          latest.flatMap((frame) => frame.values),
        );
      },
    ),
  );
});

test('the position of a time is that of the first frame at or after it', () => {
  const ring = new FrameRing(4, 1);
  ring.push(batchOf(framesOf(7, 1)));
  // Held: 60, 80, 100, 120 ms.
  expect([0, 60, 61, 80, 120, 121].map((ms) => ring.positionAt(ms))).toEqual([0, 0, 1, 1, 3, 4]);
});

test('a cleared ring is empty and starts over', () => {
  const ring = new FrameRing(4, 2);
  ring.push(batchOf(framesOf(6, 2)));
  ring.clear();
  expect([ring.length, ring.total, ring.positionAt(0)]).toEqual([0, 0, 0]);
  ring.push(batchOf(framesOf(1, 2, 500)));
  expect(contents(ring)).toEqual(framesOf(1, 2, 500));
});

test('a ring without room for a frame is a mistake', () => {
  expect(() => new FrameRing(0, 3)).toThrow(RangeError);
  expect(() => new FrameRing(3, 0)).toThrow(RangeError);
});
