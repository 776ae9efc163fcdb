import type { Channel } from '../motion/frame';

/** What the firmware takes over as it is. */
export const BODY_MOTION = {
  /** Memory of the estimate, ms: a step or two of someone walking. */
  timeConstantMs: 1200,
  /** Deviation of the acceleration's magnitude above which the body moves, g … */
  movingG: 0.06,
  /** … and below which it rests. */
  restingG: 0.035,
  /** A nod shakes the accelerometer for about a second; walking goes on. */
  enterMs: 2500,
  leaveMs: 2000,
  /** A head that turns faster, dps, or did so within `swingingMs`, swings the sensor on its arm. */
  turningDps: 35,
  swingingMs: 350,
  /** After a hole of this length the estimate begins anew, ms. */
  lostMs: 1000,
} as const;

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
    [this.#x, this.#y, this.#z] = accelerationPlaces(channels);
    this.#turning = turningChannels(channels);
  }

  get isMoving(): boolean {
    return this.#moving;
  }

  /** Takes one frame, from `offset` of `values`; whether the answer changed. */
  push(timestampMs: number, values: Float32Array, offset: number): boolean {
    if (this.#x < 0 || this.#y < 0 || this.#z < 0) return false;
    const { enterMs, leaveMs, movingG, restingG, timeConstantMs, turningDps } = BODY_MOTION;
    // `hypot` and `exp` round differently from one C library to the next; these steps do not.
    const x = values[offset + this.#x]!;
    const y = values[offset + this.#y]!;
    const z = values[offset + this.#z]!;
    const strength = Math.sqrt(x * x + y * y + z * z);
    const elapsedMs = timestampMs - this.#lastMs;
    this.#lastMs = timestampMs;
    if (!(elapsedMs >= 0 && elapsedMs < BODY_MOTION.lostMs)) {
      this.#mean = strength;
      this.#square = strength * strength;
      this.#differs = false;
      return false;
    }
    let turning = 0;
    for (const channel of this.#turning) {
      const rate = values[offset + channel]!;
      turning += rate * rate;
    }
    if (turning > turningDps * turningDps) this.#turnedMs = timestampMs;
    if (timestampMs - this.#turnedMs < BODY_MOTION.swingingMs) return false;
    const keep = timeConstantMs / (timeConstantMs + elapsedMs);
    this.#mean = strength + (this.#mean - strength) * keep;
    this.#square = strength * strength + (this.#square - strength * strength) * keep;
    const deviation = Math.sqrt(Math.max(0, this.#square - this.#mean * this.#mean));
    const differs = this.#moving ? deviation < restingG : deviation > movingG;
    if (differs && !this.#differs) this.#sinceMs = timestampMs;
    this.#differs = differs;
    if (!differs || timestampMs - this.#sinceMs < (this.#moving ? leaveMs : enterMs)) return false;
    this.#moving = !this.#moving;
    this.#differs = false;
    return true;
  }
}

/** Where `accX`, `accY` and `accZ` in g are, or −1. */
export function accelerationPlaces(channels: readonly Channel[]): [number, number, number] {
  const find = (name: string) =>
    channels.findIndex((channel) => channel.name === name && channel.unit === 'g');
  return [find('accX'), find('accY'), find('accZ')];
}

/** Where the channels in degrees a second are. */
export function turningChannels(channels: readonly Channel[]): number[] {
  return channels.flatMap(({ unit }, channel) => (unit === 'dps' ? [channel] : []));
}
