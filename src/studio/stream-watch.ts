import { ClockFit } from '#core/motion/clock-fit';
import type { FrameBatch } from '#core/motion/frame';
import { HealthMeter, type StreamHealth } from './stream-health';

/** With a look every quarter of a second, silence is noticed within two seconds. */
const SILENT_MS = 1700;
/** A link that was well and stays silent for so long is dead, whatever the radio says. */
const DEAD_MS = 10_000;
/** One that has not begun to send may still be calibrating; opening it anew would restart that. */
const MUTE_MS = 30_000;

/** Watches one open stream. Times by the clock, not by looks: a hidden page looks seldom. */
export class StreamWatch {
  readonly clock = new ClockFit();
  readonly #meter: HealthMeter;
  /** When the last frames came; when the stream was opened, before them. */
  #heardMs: number;
  #hasSent = false;

  constructor(nowMs: number) {
    this.#meter = new HealthMeter(nowMs);
    this.#heardMs = nowMs;
  }

  push(batch: FrameBatch, nowMs: number): void {
    this.#heardMs = nowMs;
    this.#hasSent = true;
    this.#meter.push(batch);
    this.clock.push(batch);
  }

  skip(count: number): void {
    this.#meter.skip(count);
  }

  get heardMs(): number {
    return this.#heardMs;
  }

  isSilent(nowMs: number): boolean {
    return nowMs - this.#heardMs >= SILENT_MS;
  }

  isDead(nowMs: number): boolean {
    return nowMs - this.#heardMs >= (this.#hasSent ? DEAD_MS : MUTE_MS);
  }

  health(nowMs: number): StreamHealth {
    const { skewPpm } = this.clock;
    return {
      ...this.#meter.read(nowMs),
      ...(skewPpm === undefined ? {} : { clockSkewPpm: skewPpm }),
    };
  }
}
