import { expect, test } from 'vitest';
import { HealthMeter } from './stream-health';

/** Batches of 4 frames at 50 Hz by a clock of their own, `clumped` ones arriving two at a time. */
function feed(meter: HealthMeter, seconds: number, { clumped = false, lose = 0 } = {}): number {
  let arrivalMs = 1000;
  for (let index = 0; index * 80 < seconds * 1000; index++) {
    const firstMs = 90_000 + index * 80;
    arrivalMs = 1000 + (clumped ? Math.ceil(index / 2) * 160 : index * 80);
    if (lose > 0 && index % lose === lose - 1) continue;
    meter.push({
      timestampMs: Float64Array.of(firstMs, firstMs + 20, firstMs + 40, firstMs + 60),
      values: new Float32Array(4),
      arrivalMs,
      lostBefore: lose > 0 && index > 0 && index % lose === 0 ? 4 : 0,
    });
  }
  return arrivalMs;
}

test('the rate is the frames’ own, whatever the arrivals do', () => {
  for (const clumped of [false, true]) {
    const meter = new HealthMeter(0);
    const nowMs = feed(meter, 10, { clumped });
    expect(meter.read(nowMs).rateHz).toBeCloseTo(50, 5);
  }
});

test('jitter tells clumps from an even flow', () => {
  const even = new HealthMeter(0);
  expect(even.read(feed(even, 5)).jitterMs).toBeCloseTo(0, 5);
  const clumps = new HealthMeter(0);
  expect(clumps.read(feed(clumps, 5, { clumped: true })).jitterMs).toBeGreaterThan(50);
});

test('lost frames are counted, lower the rate, and add up to gaps and a share', () => {
  const meter = new HealthMeter(0);
  const health = meter.read(feed(meter, 16, { lose: 5 }));
  expect(health.lossShare).toBeCloseTo(0.2, 1);
  expect(health.lostCount).toBe(health.gapCount * 4);
  expect(health.rateHz).toBeGreaterThan(38);
  expect(health.rateHz).toBeLessThan(43);
});

test('what was passed over is counted, and silence grows', () => {
  const meter = new HealthMeter(500);
  expect(meter.read(700).lastFrameAgoMs).toBe(200);
  const lastMs = feed(meter, 1);
  meter.skip(3);
  expect(meter.read(lastMs + 4000)).toMatchObject({ skippedCount: 3, lastFrameAgoMs: 4000 });
});

test('a thousand packets a second are told as truly as ten', () => {
  const meter = new HealthMeter(0);
  for (let index = 0; index < 20_000; index++) {
    meter.push({
      timestampMs: Float64Array.of(index),
      values: new Float32Array(1),
      arrivalMs: index + (index % 2) * 0.5,
      lostBefore: 0,
    });
  }
  const health = meter.read(20_000);
  expect(health.rateHz).toBeCloseTo(1000, 5);
  expect(health.jitterMs).toBeCloseTo(0.5, 2);
  expect(health.frameCount).toBe(20_000);
});

test('a stream that fell silent has no rate', () => {
  const meter = new HealthMeter(0);
  const lastMs = feed(meter, 10);
  expect(meter.read(lastMs + 1000).rateHz).toBeCloseTo(50, 5);
  expect(meter.read(lastMs + 5000)).toMatchObject({ rateHz: 0, jitterMs: 0, frameCount: 500 });
});

test('before the first frame there is nothing to divide by', () => {
  expect(new HealthMeter(0).read(10)).toMatchObject({ rateHz: 0, jitterMs: 0, lossShare: 0 });
});

test('a device that starts its clock again has its rate at once', () => {
  const meter = new HealthMeter(0);
  feed(meter, 10);
  for (let index = 0; index < 10; index++) {
    meter.push({
      timestampMs: Float64Array.of(index * 40, index * 40 + 20),
      values: new Float32Array(2),
      arrivalMs: 11_000 + index * 40,
      lostBefore: 0,
    });
  }
  expect(meter.read(11_360).rateHz).toBeCloseTo(50, 5);
});
