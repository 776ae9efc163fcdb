/** `[x, y, z]`. Head axes: X back, Y up, Z left (right-handed). */
export type Vector3 = readonly [number, number, number];

/** Unit quaternion `[w, x, y, z]`; turns vectors of the body frame into the world frame. */
export type Quaternion = readonly [number, number, number, number];

export const IDENTITY: Quaternion = [1, 0, 0, 0];

/** Standard gravity, m/s². */
export const GRAVITY_MS2 = 9.80665;

export const DEGREES_PER_RADIAN = 180 / Math.PI;

/** Rotation by `angleRad` about a unit `axis`, right-hand rule. */
export function fromAxisAngle(axis: Vector3, angleRad: number): Quaternion {
  const s = Math.sin(angleRad / 2);
  return [Math.cos(angleRad / 2), axis[0] * s, axis[1] * s, axis[2] * s];
}

/** The rotation that turns by `b` first, then by `a`. */
export function multiply(a: Quaternion, b: Quaternion): Quaternion {
  return [
    a[0] * b[0] - a[1] * b[1] - a[2] * b[2] - a[3] * b[3],
    a[0] * b[1] + a[1] * b[0] + a[2] * b[3] - a[3] * b[2],
    a[0] * b[2] - a[1] * b[3] + a[2] * b[0] + a[3] * b[1],
    a[0] * b[3] + a[1] * b[2] - a[2] * b[1] + a[3] * b[0],
  ];
}

/** The opposite rotation of a unit quaternion. */
export function inverse(q: Quaternion): Quaternion {
  return [q[0], -q[1], -q[2], -q[3]];
}

/** Turns `v` by `q`. */
export function rotate(q: Quaternion, v: Vector3): Vector3 {
  const [w, x, y, z] = q;
  // v + 2w(u × v) + 2(u × (u × v)) with u the vector part.
  const tx = 2 * (y * v[2] - z * v[1]);
  const ty = 2 * (z * v[0] - x * v[2]);
  const tz = 2 * (x * v[1] - y * v[0]);
  return [
    v[0] + w * tx + y * tz - z * ty,
    v[1] + w * ty + z * tx - x * tz,
    v[2] + w * tz + x * ty - y * tx,
  ];
}

export function cross(a: Vector3, b: Vector3): Vector3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

/**
 * Head angles from gravity alone, degrees, for a head at rest: `pitchDeg` is positive looking
 * down, `rollDeg` positive with the left ear towards the left shoulder. Acceleration in any unit.
 */
export function tiltFromAcceleration(
  x: number,
  y: number,
  z: number,
): {
  readonly pitchDeg: number;
  readonly rollDeg: number;
} {
  return {
    pitchDeg: Math.atan2(x, Math.hypot(y, z) * (y < 0 ? -1 : 1)) * DEGREES_PER_RADIAN,
    rollDeg: Math.atan2(-z, y) * DEGREES_PER_RADIAN,
  };
}

/**
 * Follows the direction of gravity through movement: a first-order low-pass of the acceleration,
 * by the frames' own times, so that rate and losses do not change its time constant.
 */
export class TiltEstimate {
  readonly #timeConstantMs: number;
  #x = 0;
  #y = 0;
  #z = 0;
  #lastMs = Number.NaN;

  constructor(timeConstantMs = 500) {
    this.#timeConstantMs = timeConstantMs;
  }

  push(timestampMs: number, x: number, y: number, z: number): void {
    const elapsedMs = timestampMs - this.#lastMs;
    const keep = elapsedMs >= 0 ? Math.exp(-elapsedMs / this.#timeConstantMs) : 0;
    this.#x = x + (this.#x - x) * keep;
    this.#y = y + (this.#y - y) * keep;
    this.#z = z + (this.#z - z) * keep;
    this.#lastMs = timestampMs;
  }

  /** Degrees as in `tiltFromAcceleration`; undefined before the first frame. */
  get tilt(): { readonly pitchDeg: number; readonly rollDeg: number } | undefined {
    if (Number.isNaN(this.#lastMs)) return undefined;
    return tiltFromAcceleration(this.#x, this.#y, this.#z);
  }
}
