import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Signal } from '../motion/frame';
import { type ClockedSignal, combineTake } from './combine-take';

const EPOCH = 1_700_000_000_000;

interface Device {
  readonly rateHz: number;
  /** Of its first frame, ms after `EPOCH`. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Its clock's time at its first frame. */
  readonly startMs?: number;
  readonly skewPpm?: number;
  readonly names?: readonly string[];
  readonly lost?: (atMs: number) => boolean;
}

/** A device whose every channel reads the time since `EPOCH`, in seconds: what was read when. */
function device({
  rateHz,
  fromMs,
  toMs,
  startMs = 5000,
  skewPpm = 0,
  names = ['accX'],
  lost = () => false,
}: Device): ClockedSignal {
  const atMs: number[] = [];
  for (let index = 0; fromMs + (index * 1000) / rateHz <= toMs; index++) {
    const at = fromMs + (index * 1000) / rateHz;
    if (index === 0 || !lost(at)) atMs.push(at);
  }
  const signal: Signal = {
    channels: names.map((name) => ({ name, unit: 'g' })),
    timestampMs: Float64Array.from(atMs, (at) => startMs + (at - fromMs) * (1 + skewPpm * 1e-6)),
    values: Float32Array.from(atMs.flatMap((at) => names.map(() => at / 1000))),
  };
  return { signal, clock: { source: 'device', firstFrameAt: EPOCH + fromMs, skewPpm } };
}

const column = ({ channels, values }: Signal, name: string) => {
  const at = channels.findIndex((one) => one.name === name);
  return Array.from(values).filter((_, index) => index % channels.length === at);
};

test('what two devices read at one moment stands in one frame, whatever their clocks and rates', () => {
  const lead = device({ rateHz: 50, fromMs: 0, toMs: 60_000, startMs: 123, skewPpm: 300 });
  const watch = device({ rateHz: 52, fromMs: 7, toMs: 60_030, startMs: 9e6, skewPpm: -200 });
  const signal = combineTake(lead, [{ name: 'watch', parts: [watch] }]);
  expect(signal.channels.map(({ name }) => name)).toEqual(['accX', 'watch.accX']);
  // Only the very first frame is before the watch's.
  expect(signal.timestampMs).toEqual(lead.signal.timestampMs.slice(1));
  const [own, other] = [column(signal, 'accX'), column(signal, 'watch.accX')];
  const off = own.map((value, index) => Math.abs(value - other[index]!));
  expect(Math.max(...off)).toBeLessThan(1e-4);
});

test('where a device has a gap there is a gap, and where it is short it is bridged', () => {
  const lead = device({ rateHz: 50, fromMs: 0, toMs: 4000 });
  const lost = (at: number) => (at > 1000 && at < 1200) || (at > 2000 && at < 2600);
  const watch = device({ rateHz: 50, fromMs: 0, toMs: 4000, lost });
  const { timestampMs } = combineTake(lead, [{ name: 'watch', parts: [watch] }]);
  const at = Array.from(timestampMs, (timeMs) => timeMs - 5000);
  expect(at).toContain(1100);
  expect(at.filter((one) => one > 2000 && one < 2600)).toEqual([]);
  expect(at).toContain(2000);
  expect(at).toContain(2600);
});

test('a device that was interrupted goes on with its next part, on a clock begun anew', () => {
  const lead = device({ rateHz: 50, fromMs: 0, toMs: 3000 });
  const parts = [
    device({ rateHz: 50, fromMs: 0, toMs: 1000 }),
    device({ rateHz: 50, fromMs: 1800, toMs: 3000, startMs: 40 }),
  ];
  const signal = combineTake(lead, [{ name: 'watch', parts }]);
  const at = Array.from(signal.timestampMs, (timeMs) => timeMs - 5000);
  expect(at.filter((one) => one > 1000 && one < 1800)).toEqual([]);
  expect(at.at(-1)).toBe(3000);
  expect(column(signal, 'watch.accX')).toEqual(column(signal, 'accX'));
});

test('names are told apart by device only where they would come twice', () => {
  const span = { rateHz: 10, fromMs: 0, toMs: 500 };
  const lead = device({ ...span, names: ['accX', 'gyroX'] });
  const others = [
    { name: 'heart', parts: [device({ ...span, names: ['pulse'] })] },
    { name: 'watch', parts: [device({ ...span, names: ['accX', 'magX'] })] },
    { name: 'watch', parts: [device({ ...span, names: ['accX'] })] },
  ];
  expect(combineTake(lead, others).channels.map(({ name }) => name)).toEqual([
    ...['accX', 'gyroX', 'pulse', 'watch.accX', 'watch.magX', 'watch2.accX'],
  ]);
});

test('devices that never ran together give nothing', () => {
  const lead = device({ rateHz: 50, fromMs: 0, toMs: 1000 });
  const watch = device({ rateHz: 50, fromMs: 2000, toMs: 3000 });
  expect(combineTake(lead, [{ name: 'watch', parts: [watch] }]).timestampMs).toHaveLength(0);
  expect(combineTake(lead, [{ name: 'watch', parts: [] }]).timestampMs).toHaveLength(0);
});

test('no frame stands where a device has nothing near, and none is left out that has', () => {
  const losses = fc.array(fc.tuple(fc.nat(3000), fc.integer({ min: 10, max: 900 })), {
    maxLength: 4,
  });
  fc.assert(
    fc.property(losses, fc.integer({ min: 20, max: 120 }), (holes, rateHz) => {
      const lost = (at: number) => holes.some(([from, long]) => at > from && at < from + long);
      const lead = device({ rateHz: 50, fromMs: 0, toMs: 4000 });
      const watch = device({ rateHz, fromMs: 0, toMs: 4000, lost });
      const { timestampMs } = combineTake(lead, [{ name: 'watch', parts: [watch] }]);
      const kept = new Set(timestampMs);
      const other = watch.signal.timestampMs;
      for (const timeMs of lead.signal.timestampMs) {
        const later = other.find((one) => one >= timeMs);
        const earlier = other.findLast((one) => one <= timeMs);
        const near = later !== undefined && earlier !== undefined && later - earlier <= 250;
        expect(kept.has(timeMs)).toBe(near);
      }
    }),
    { numRuns: 60 },
  );
});
