/**
 * Mean of the scores of the last moments: one doubtful window neither fires nor hides an event.
 * Allocates nothing after it is made.
 */
export class Smoother {
  readonly classCount: number;
  readonly #overMs: number;
  readonly #capacity: number;
  readonly #atMs: Float64Array;
  /** Row-major `[capacity × classes]`. */
  readonly #scores: Float32Array;
  readonly #mean: Float32Array;
  #total = 0;

  /** Averages what came within the last `overMs`, ends included, of answers every `hopMs`. */
  constructor(classCount: number, overMs: number, hopMs: number) {
    this.classCount = classCount;
    this.#overMs = overMs;
    this.#capacity = smoothedAnswers(overMs, hopMs);
    this.#atMs = new Float64Array(this.#capacity);
    this.#scores = new Float32Array(this.#capacity * classCount);
    this.#mean = new Float32Array(classCount);
  }

  /** Takes the scores of the window that ended at `atMs`; the mean by class, valid until the next. */
  push(atMs: number, scores: Float32Array): Float32Array {
    const { classCount } = this;
    const newest = this.#total % this.#capacity;
    this.#atMs[newest] = atMs;
    for (let i = 0; i < classCount; i++) this.#scores[newest * classCount + i] = scores[i]!;
    this.#total++;
    this.#mean.fill(0);
    const held = Math.min(this.#total, this.#capacity);
    let used = 0;
    for (let slot = 0; slot < held; slot++) {
      const ageMs = atMs - this.#atMs[slot]!;
      if (ageMs < 0 || ageMs > this.#overMs + TOLERANCE_MS) continue;
      used++;
      for (let i = 0; i < classCount; i++) this.#mean[i]! += this.#scores[slot * classCount + i]!;
    }
    for (let i = 0; i < classCount; i++) this.#mean[i]! /= used;
    return this.#mean;
  }

  /** Forgets what came before, after a gap say. */
  clear(): void {
    this.#total = 0;
  }
}

/** Grid times are sums of fractions; a hop is never this short. */
export const TOLERANCE_MS = 0.5;

/** Answers every `hopMs` that lie within `overMs`, ends included. */
export function smoothedAnswers(overMs: number, hopMs: number): number {
  return Math.floor(overMs / hopMs + 1e-9) + 1;
}
