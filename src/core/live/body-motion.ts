import type { Channel } from '../motion/frame';

/** Memory of the estimate, ms: a step or two of someone walking. */
const TIME_CONSTANT_MS = 1200;
/** Deviation of the acceleration's magnitude above which the body moves, and below which it rests, g. */
const MOVING_G = 0.06;
const RESTING_G = 0.035;
/** A nod shakes the accelerometer for about a second; walking goes on. */
const ENTER_MS = 2500;
const LEAVE_MS = 2000;
/** A head that turns faster, dps, or did so within this time, ms, swings the sensor on its arm. */
const TURNING_DPS = 35;
const SWINGING_MS = 350;

/**
 * Whether the whole body moves (walking, on a bus) as against a head that moves on a resting body:
 * the spread of the acceleration's magnitude while the head does not turn fast.
 */
export class BodyMotion {
  readonly #x: number;
  readonly #y: number;
  readonly #z: number;
  /** Turning rates about three axes; empty without a gyroscope. */
  readonly #turning: readonly number[];
  #turnedMs = Number.NEGATIVE_INFINITY;
  #mean = 1;
  #square = 1;
  #lastMs = Number.NaN;
  #moving = false;
  #sinceMs = 0;
  #differs = false;

  /** Without three channels `accX`, `accY`, `accZ` in g it never says that the body moves. */
  constructor(channels: readonly Channel[]) {
    const find = (name: string) =>
      channels.findIndex((channel) => channel.name === name && channel.unit === 'g');
    this.#x = find('accX');
    this.#y = find('accY');
    this.#z = find('accZ');
    this.#turning = channels.flatMap(({ unit }, channel) => (unit === 'dps' ? [channel] : []));
  }

  get isMoving(): boolean {
    return this.#moving;
  }

  /** Takes one frame, from `offset` of `values`; whether the answer changed. */
  push(timestampMs: number, values: Float32Array, offset: number): boolean {
    if (this.#x < 0 || this.#y < 0 || this.#z < 0) return false;
    const strength = Math.hypot(
      values[offset + this.#x]!,
      values[offset + this.#y]!,
      values[offset + this.#z]!,
    );
    const elapsedMs = timestampMs - this.#lastMs;
    this.#lastMs = timestampMs;
    if (!(elapsedMs >= 0 && elapsedMs < 1000)) {
      this.#mean = strength;
      this.#square = strength * strength;
      this.#differs = false;
      return false;
    }
    let turning = 0;
    for (const channel of this.#turning) turning += values[offset + channel]! ** 2;
    if (turning > TURNING_DPS * TURNING_DPS) this.#turnedMs = timestampMs;
    if (timestampMs - this.#turnedMs < SWINGING_MS) return false;
    const keep = Math.exp(-elapsedMs / TIME_CONSTANT_MS);
    this.#mean = strength + (this.#mean - strength) * keep;
    this.#square = strength * strength + (this.#square - strength * strength) * keep;
    const deviation = Math.sqrt(Math.max(0, this.#square - this.#mean * this.#mean));
    const differs = this.#moving ? deviation < RESTING_G : deviation > MOVING_G;
    if (differs && !this.#differs) this.#sinceMs = timestampMs;
    this.#differs = differs;
    if (!differs || timestampMs - this.#sinceMs < (this.#moving ? LEAVE_MS : ENTER_MS))
      return false;
    this.#moving = !this.#moving;
    this.#differs = false;
    return true;
  }
}
