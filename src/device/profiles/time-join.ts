import type { FrameBatch } from '#core/motion/frame';

/** Frames of one sensor that wait for another's; more, and the other is taken for gone. */
const MOST_WAITING = 1000;

interface Reading {
  readonly timeMs: number;
  readonly values: Float32Array;
}

/** One sensor of several: how many values a reading has, and how far apart two may be to have any between them. */
export interface JoinedSensor {
  readonly width: number;
  readonly mostGapMs: number;
}

/**
 * Joins sensors that a device reads and sends apart, by the clock that they share. The first sensor's
 * times become the frames'; the others' values at those times lie on the line between the readings
 * before and after, so a frame waits for these. Where these are too far apart for that, or never come,
 * the frame is lost and counted as such.
 */
export class TimeJoin {
  readonly #sensors: readonly JoinedSensor[];
  readonly #waiting: Reading[][];
  #lost = 0;
  #begun = false;

  constructor(sensors: readonly JoinedSensor[]) {
    this.#sensors = sensors;
    this.#waiting = sensors.map(() => []);
  }

  /** Takes readings of one sensor; the frames that are whole with them, if any. */
  push(sensor: number, batch: FrameBatch): FrameBatch | undefined {
    const { width } = this.#sensors[sensor]!;
    const waiting = this.#waiting[sensor]!;
    for (const [index, timeMs] of batch.timestampMs.entries()) {
      waiting.push({ timeMs, values: batch.values.subarray(index * width, (index + 1) * width) });
    }
    if (sensor === 0) this.#lose(batch.lostBefore);
    const excess = waiting.length - MOST_WAITING;
    if (excess > 0) {
      waiting.splice(0, excess);
      if (sensor === 0) this.#lose(excess);
    }
    return this.#join(batch.arrivalMs);
  }

  #join(arrivalMs: number): FrameBatch | undefined {
    const [leading, ...others] = this.#waiting as [Reading[], ...Reading[][]];
    const timesMs: number[] = [];
    const values: number[] = [];
    let done = 0;
    for (const { timeMs, values: own } of leading) {
      const found = others.map((readings, at) => this.#at(readings, timeMs, at + 1));
      if (found.includes('later')) break;
      done++;
      if (found.includes('never')) {
        this.#lose(1);
        continue;
      }
      this.#begun = true;
      timesMs.push(timeMs);
      values.push(...own, ...(found as number[][]).flat());
    }
    leading.splice(0, done);
    if (timesMs.length === 0) return undefined;
    const lostBefore = this.#lost;
    this.#lost = 0;
    const timestampMs = Float64Array.from(timesMs);
    return { timestampMs, values: Float32Array.from(values), arrivalMs, lostBefore };
  }

  #at(readings: Reading[], timeMs: number, sensor: number): number[] | 'later' | 'never' {
    const after = readings.findIndex((one) => one.timeMs >= timeMs);
    if (after < 0) return 'later';
    // Later frames ask for later times.
    if (after > 1) readings.splice(0, after - 1);
    const b = readings[Math.min(after, 1)]!;
    if (b.timeMs === timeMs) return [...b.values];
    const a = readings[0]!;
    const gapMs = b.timeMs - a.timeMs;
    if (a === b || gapMs > this.#sensors[sensor]!.mostGapMs) return 'never';
    const share = (timeMs - a.timeMs) / gapMs;
    return Array.from(a.values, (value, at) => value + share * (b.values[at]! - value));
  }

  /** What comes before the first whole frame was never part of the stream. */
  #lose(count: number): void {
    if (this.#begun) this.#lost += count;
  }
}
