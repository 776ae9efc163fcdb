import { expect, test } from 'vitest';
import { createRandom } from '../random';
import { ArrivalFit } from './arrival-fit';

/**
 * Feeds `seconds` of lines that a device sends evenly at `rateHz` and that arrive in reads every
 * `clumpMs` or so; the fitted times and the true ones, ms.
 */
function feed(options: { rateHz: number; startHz: number; clumpMs: number; seconds: number }) {
  const { rateHz, startHz, clumpMs, seconds } = options;
  const random = createRandom(3);
  const fit = new ArrivalFit(startHz);
  const fitted: number[] = [];
  const real: number[] = [];
  let sent = 0;
  for (let arrivalMs = 0; arrivalMs < seconds * 1000; ) {
    arrivalMs += clumpMs * (0.5 + random.next());
    const due = Math.floor((arrivalMs * rateHz) / 1000);
    if (due === sent) continue;
    fitted.push(...fit.times(due - sent, arrivalMs));
    for (; sent < due; sent++) real.push(((sent + 1) * 1000) / rateHz);
  }
  return { fit, fitted, real };
}

/** Deviation of the fitted steps from even ones, ms, after the first seconds. */
function unevenness(times: readonly number[], rateHz: number): number {
  const settled = times.slice(Math.round(rateHz * 5));
  const steps = settled.slice(1).map((time, index) => time - settled[index]!);
  const square = steps.reduce((sum, step) => sum + (step - 1000 / rateHz) ** 2, 0);
  return Math.sqrt(square / steps.length);
}

test.each([
  { rateHz: 50, startHz: 50, clumpMs: 16 },
  { rateHz: 62.5, startHz: 60, clumpMs: 50 },
  { rateHz: 104, startHz: 110, clumpMs: 100 },
  { rateHz: 25, startHz: 24, clumpMs: 5 },
])('finds $rateHz Hz from reads about $clumpMs ms apart', ({ rateHz, startHz, clumpMs }) => {
  const { fit, fitted, real } = feed({ rateHz, startHz, clumpMs, seconds: 40 });
  expect(1000 / fit.periodMs / rateHz).toBeCloseTo(1, 2);
  expect(unevenness(fitted, rateHz)).toBeLessThan(clumpMs * 0.1 + 0.5);
  const last = fitted.length - 1;
  // Later than truth by what reads wait on average, and no more.
  expect(fitted[last]! - real[last]!).toBeGreaterThan(-clumpMs - 3);
  expect(fitted[last]! - real[last]!).toBeLessThan(clumpMs * 1.5 + 3);
});

test('reads of five lines from a clock 300 ppm off: the rate to 0.1 %, times to half a period', () => {
  const random = createRandom(5);
  const fit = new ArrivalFit(50);
  const periodMs = 20 * (1 + 300e-6);
  for (let sent = 5; sent <= 50 * 60; sent += 5) {
    // The timer that reads is late by up to half a period.
    const times = fit.times(5, sent * periodMs + 10 * random.next());
    if (sent < 50 * 10) continue;
    expect(Math.abs(fit.periodMs / periodMs - 1)).toBeLessThan(0.001);
    for (const [index, time] of times.entries()) {
      expect(Math.abs(time - (sent - 4 + index) * periodMs)).toBeLessThan(periodMs / 2);
    }
  }
});

test('evens out what arrival times would make of clumps', () => {
  const { fitted } = feed({ rateHz: 50, startHz: 50, clumpMs: 80, seconds: 30 });
  const steps = fitted.slice(300).map((time, index, all) => time - (all[index - 1] ?? time - 20));
  expect(Math.max(...steps)).toBeLessThan(40);
});

test('follows a clock that is off by a tenth without losing step', () => {
  const { fitted, real } = feed({ rateHz: 45, startHz: 50, clumpMs: 20, seconds: 120 });
  const last = fitted.length - 1;
  expect(Math.abs(fitted[last]! - real[last]!)).toBeLessThan(40);
});

test('time always rises, whatever the arrivals', () => {
  const random = createRandom(8);
  const fit = new ArrivalFit(100);
  let arrivalMs = 0;
  let timeMs = Number.NEGATIVE_INFINITY;
  for (let read = 0; read < 3000; read++) {
    arrivalMs += random.next() < 0.01 ? 4000 * random.next() : 30 * random.next();
    for (const time of fit.times(1 + random.integer(40), arrivalMs)) {
      expect(time).toBeGreaterThan(timeMs);
      timeMs = time;
    }
  }
});
