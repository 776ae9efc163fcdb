import type { GestureKind } from '../dataset/gesture';

/** An event that was recognised. Times on the frames' clock, ms. */
export interface GestureEvent {
  readonly gestureId: string;
  /** When the movement began, as far as the signal tells. */
  readonly startMs: number;
  /** End of the window that gave it away. */
  readonly atMs: number;
  /** Smoothed score, 0 … 1. */
  readonly score: number;
}

/** What a class of the model stands for; `undefined` is nothing. */
export type ClassKind = GestureKind | undefined;

export interface TriggerOptions {
  /** Class names: `NOTHING`, then gesture ids. */
  readonly classes: readonly string[];
  readonly kinds: readonly ClassKind[];
  /** Least smoothed score by class, 0 … 1. */
  readonly thresholds: ArrayLike<number>;
  /** No second event for this long after one, ms. */
  readonly holdOffMs: number;
  /** How long a movement stays in view, ms. */
  readonly windowMs: number;
}

/** An event is over when its score falls below this part of its threshold. */
export const RELEASE_SHARE = 0.6;

/** Turns smoothed scores into events: one for each movement, however many windows saw it. */
export class Trigger {
  readonly #options: TriggerOptions;
  readonly #thresholds: Float64Array;
  #holdOffMs: number;
  #held = -1;
  #firedAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: TriggerOptions) {
    this.#options = options;
    this.#thresholds = Float64Array.from(options.thresholds);
    this.#holdOffMs = options.holdOffMs;
  }

  /** Class of the event that is under way (seen, and not gone from view yet), or −1. */
  get held(): number {
    return this.#held;
  }

  setThreshold(classIndex: number, threshold: number): void {
    this.#thresholds[classIndex] = threshold;
  }

  setHoldOff(holdOffMs: number): void {
    this.#holdOffMs = holdOffMs;
  }

  /**
   * Class of the event that these scores begin, or −1. Times must rise. `onsetMs` is asked when the
   * last movement in view began, −∞ if that is out of view.
   */
  push(atMs: number, scores: ArrayLike<number>, onsetMs: () => number): number {
    const { kinds, windowMs } = this.#options;
    const sinceMs = atMs - this.#firedAtMs;
    if (this.#held >= 0) {
      const low = scores[this.#held]! < this.#thresholds[this.#held]! * RELEASE_SHARE;
      // An event fires before its movement has ended, so that its end is in view for longer than a
      // window: only what began after the hold-off is the next one.
      const next = () => onsetMs() >= this.#firedAtMs + this.#holdOffMs;
      if (low || (sinceMs >= windowMs && next())) this.#held = -1;
    }
    if (sinceMs < this.#holdOffMs) return -1;
    const best = highest(scores);
    if (kinds[best] !== 'event' || best === this.#held) return -1;
    if (scores[best]! < this.#thresholds[best]!) return -1;
    this.#held = best;
    this.#firedAtMs = atMs;
    return best;
  }

  /** Forgets the event under way, after a gap say. */
  clear(): void {
    this.#held = -1;
    this.#firedAtMs = Number.NEGATIVE_INFINITY;
  }
}

/** Index of the highest score, the first of equals. */
export function highest(scores: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < scores.length; i++) if (scores[i]! > scores[best]!) best = i;
  return best;
}
