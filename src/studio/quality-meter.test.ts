import { expect, test } from 'vitest';
import { QualityMeter } from './quality-meter';

const batch = (arrivalMs: number, lostBefore = 0) => ({
  timestampMs: Float64Array.of(arrivalMs - 20, arrivalMs),
  values: new Float32Array(2),
  arrivalMs,
  lostBefore,
});

test('jitter is of the whole recording: the deviation of the times between arrivals', () => {
  const meter = new QualityMeter();
  const steps = Array.from({ length: 400 }, (_, index) => (index < 200 ? 30 : 50));
  let arrivalMs = 1e7;
  meter.push(batch(arrivalMs));
  for (const step of steps) {
    arrivalMs += step;
    meter.push(batch(arrivalMs));
  }
  expect(meter.read(undefined)).toEqual({
    jitterMs: expect.closeTo(10, 9),
    lossShare: 0,
    gapCount: 0,
  });
});

test('losses count from the first frame on, and a skew that was seen is kept', () => {
  const meter = new QualityMeter();
  expect(meter.read(0)).toMatchObject({ jitterMs: 0, lossShare: 0 });
  meter.push(batch(0, 100));
  meter.push(batch(40, 2));
  meter.push(batch(80));
  meter.push(batch(120, 6));
  expect(meter.read(-12.5)).toMatchObject({ lossShare: 0.5, gapCount: 2, clockSkewPpm: -12.5 });
});
