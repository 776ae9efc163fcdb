import { describe, expect, test } from 'vitest';
import { createRandom } from '../../src/core/random';
import { WEARABLE_CC as cc, numbersOf, WearableScript } from '../support/wearable-c';
import { ONE, radioBatches, sanitizedWearable, seeds } from '../support/wearable-host';
import { sensorRun } from '../support/wearable-sensor';

const play = sanitizedWearable();

describe.skipIf(!cc)('the clock', () => {
  test('counts on where a timer of 32 bits begins anew, at any rate', () => {
    for (const rateHz of [1_000_000, 32_768, 64_000_000, 1000, 999_983]) {
      const random = createRandom(rateHz);
      let ticks = 4_294_960_000;
      const script = new WearableScript().timer(rateHz, ticks);
      const expected: number[] = [];
      for (let i = 0; i < 200; i++) {
        ticks += random.integer(2 ** 31) + random.integer(2 ** 30);
        script.timerUs(ticks % 2 ** 32);
        expected.push(Number((BigInt(ticks - 4_294_960_000) * 1_000_000n) / BigInt(rateHz)));
      }
      expect(numbersOf(play(script))).toEqual(expected);
    }
  });

  test.each([
    ['a memory that a quick loop empties', { rateHz: 104 * 1.07, pollUs: 2000, memory: 1000 }],
    ['a memory that a slow loop empties', { rateHz: 104 * 0.94, pollUs: 50_000, memory: 341 }],
    ['no memory, and a quick loop', { rateHz: 119 * 0.97, pollUs: 3000, memory: 1 }],
    ['a thousand frames a second', { rateHz: 1013, pollUs: 20_000, memory: 100 }],
    ['twenty frames a second', { rateHz: 19.3, pollUs: 3000, memory: 1 }],
  ])('measures rate and times of a sensor with %s', (_, sensor) => {
    for (let seed = 1; seed <= 5; seed++) {
      const { script, frames } = sensorRun({ ...sensor, seconds: 30, stallUs: 0 }, seed);
      const batches = radioBatches(play(script), ONE);
      expect(batches.every(({ lostBefore }) => lostBefore === 0)).toBe(true);
      const times = batches.flatMap(({ timestampMs }) => [...timestampMs]);
      const values = batches.flatMap(({ values }) => [...values].map((one) => one * 8192));
      // The count is the frame's place among those measured.
      const errors = values.map((place, at) => times[at]! - frames[Math.round(place)]!);
      const settled = errors.slice(errors.length / 3);
      const spread = Math.max(...settled) - Math.min(...settled);
      const mean = settled.reduce((sum, error) => sum + error, 0) / settled.length;
      const half = times.length >> 1;
      const measured = (times.at(-1)! - times[half]!) / (times.length - 1 - half);
      expect(times.length).toBeGreaterThan(frames.length - 2.5 * sensor.rateHz - 20);
      expect(Math.abs(mean)).toBeLessThan(1000 / sensor.rateHz + 2);
      expect(spread).toBeLessThan(0.25 * (1000 / sensor.rateHz) + 0.3);
      expect(Math.abs(measured * sensor.rateHz - 1000)).toBeLessThan(0.5);
      expect(times.every((time, at) => at === 0 || time > times[at - 1]!)).toBe(true);
    }
  });

  test('tells the frames that a full memory lost, and keeps to time', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const sensor = { rateHz: 101, pollUs: 5000, memory: 32, seconds: 60, stallUs: 2e6 };
      const { script, frames, lost } = sensorRun(sensor, seed);
      const batches = radioBatches(play(script), ONE);
      const told = batches.reduce((sum, { lostBefore }) => sum + lostBefore, 0);
      expect(lost).toBeGreaterThan(100);
      // A frame that is as late as a step may be taken for one more.
      expect(Math.abs(told - lost)).toBeLessThanOrEqual(2);
      const last = batches.at(-1)!;
      const place = Math.round(last.values.at(-1)! * 8192);
      expect(Math.abs(last.timestampMs.at(-1)! - frames[place]!)).toBeLessThan(10);
    }
  });

  test('tells the frames that a sensor without a memory lost, one more or less at a time', () => {
    let all = 0;
    let seen = 0;
    for (let seed = 1; seed <= 8; seed++) {
      const sensor = { rateHz: 104, pollUs: 3000, memory: 1, seconds: 60 };
      const stalls = { stallUs: 28_000, stallEveryUs: 400_000 };
      const { script, frames, lost } = sensorRun({ ...sensor, ...stalls }, seed);
      const batches = radioBatches(play(script), ONE);
      const told = batches.reduce((sum, { lostBefore }) => sum + lostBefore, 0);
      const times = batches.flatMap(({ timestampMs }) => [...timestampMs]);
      const places = batches.flatMap(({ values }) => [...values].map((one) => one * 8192));
      const errors = places.map((place, at) => times[at]! - frames[Math.round(place)]!);
      // A delay of a step or more may be taken for a loss and the other way round; not for long.
      expect(Math.max(...errors) - Math.min(...errors)).toBeLessThan(2.5 * 9.62);
      expect(times.every((time, at) => at === 0 || time > times[at - 1]!)).toBe(true);
      all += lost;
      seen += told;
    }
    console.log(`no memory: ${all} frames lost, ${seen} told`);
    expect(all).toBeGreaterThan(500);
    expect(Math.abs(seen / all - 1)).toBeLessThan(0.05);
  });

  test('finds a few frames that a memory lost within a second or two', () => {
    const script = new WearableScript().init(ONE).radio(247);
    for (let ms = 50; ms <= 8000; ms += 50) {
      const count = ms === 5000 ? 3 : 5;
      script.read(ms * 1000, count);
      for (let i = 0; i < count; i++) script.push([i]);
    }
    const batches = radioBatches(play(script.totals()), ONE);
    const late = batches.filter(({ lostBefore }) => lostBefore > 0);
    expect(late.map(({ lostBefore }) => lostBefore)).toEqual([2]);
    expect(late[0]!.timestampMs[0]).toBeGreaterThan(5000);
    expect(late[0]!.timestampMs[0]).toBeLessThan(7100);
    expect(Math.abs(batches.at(-1)!.timestampMs.at(-1)! - 8000)).toBeLessThan(1);
  });

  test('has times that rise, whatever is said to have been read', () => {
    seeds(60, (random) => {
      const script = new WearableScript().init(ONE);
      let nowUs = random.integer(1e6);
      for (let i = 0; i < 1200; i++) {
        nowUs +=
          random.next() < 0.2 ? 0 : random.integer(i < 500 ? 20_000 : 10 ** random.integer(7));
        const count = random.integer(random.next() < 0.02 ? 300 : 6);
        script.read(nowUs, count);
        for (let frame = 0; frame < count; frame++) script.push([0]);
      }
      const times = numbersOf(play(script));
      expect(times.length).toBeGreaterThan(1000);
      expect(times.findIndex((time, at) => at > 0 && time <= times[at - 1]!)).toBe(-1);
    });
  });

  test('counts frames that were read and never pushed among the lost', () => {
    const script = new WearableScript().init(ONE).radio(247);
    let place = 0;
    for (let ms = 10; ms <= 6000; ms += 10) {
      script.read(ms * 1000, 1);
      const isLeftOut = ms > 4000 && ms % 500 === 0;
      if (!isLeftOut) script.push([place]);
      place++;
    }
    const batches = radioBatches(play(script.totals()), ONE);
    expect(batches.reduce((sum, { lostBefore }) => sum + lostBefore, 0)).toBe(3);
  });
});
