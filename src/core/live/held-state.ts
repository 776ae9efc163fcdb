import { type ClassKind, highest } from './trigger';

/** Another state holds from now on. */
export interface StateChange {
  /** Absent: no state. */
  readonly gestureId: string | undefined;
  /** Time on the frames' clock, ms. */
  readonly atMs: number;
}

export interface HeldStateOptions {
  readonly classes: readonly string[];
  readonly kinds: readonly ClassKind[];
  /** Least smoothed score by class, 0 … 1. */
  readonly thresholds: ArrayLike<number>;
  /** A new state, or none, must be seen for this long before it counts, ms. */
  readonly minimumMs: number;
}

/**
 * Which state holds: entered and left only when seen long enough. While an event is under way the
 * model can't see the state, so that the last one stays (decision 0002).
 */
export class HeldState {
  readonly #options: HeldStateOptions;
  readonly #thresholds: Float64Array;
  /** Class index; 0: no state. */
  #current = 0;
  #candidate = 0;
  #sinceMs = 0;

  constructor(options: HeldStateOptions) {
    this.#options = options;
    this.#thresholds = Float64Array.from(options.thresholds);
  }

  /** Id of the state that holds; undefined when none does. */
  get gestureId(): string | undefined {
    return this.#current === 0 ? undefined : this.#options.classes[this.#current];
  }

  setThreshold(classIndex: number, threshold: number): void {
    this.#thresholds[classIndex] = threshold;
  }

  /** Whether these scores change the state. `inEvent`: an event is under way. */
  push(atMs: number, scores: ArrayLike<number>, inEvent: boolean): boolean {
    const best = highest(scores);
    const kind = this.#options.kinds[best];
    const seen = kind === 'state' && scores[best]! >= this.#thresholds[best]! ? best : 0;
    if (inEvent || kind === 'event' || seen === this.#current) {
      this.#candidate = this.#current;
      return false;
    }
    if (seen !== this.#candidate) {
      this.#candidate = seen;
      this.#sinceMs = atMs;
    }
    if (atMs - this.#sinceMs < this.#options.minimumMs) return false;
    this.#current = seen;
    return true;
  }

  clear(): void {
    this.#current = 0;
    this.#candidate = 0;
  }
}
