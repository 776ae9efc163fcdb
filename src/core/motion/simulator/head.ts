import {
  cross,
  DEGREES_PER_RADIAN,
  GRAVITY_MS2,
  type Quaternion,
  type Vector3,
} from '../orientation';
import type { Gait } from './activity';
import type { HeadAngle, HeadMove } from './gestures';
import {
  addOscillations,
  addProduct,
  clearMotion,
  type Motion,
  type Oscillation,
  Track,
} from './trajectory';

/** A rigid head at one moment. World axes are the level head's own: X back, Y up, Z left. */
export interface HeadState {
  /** Head to world. */
  readonly orientation: Quaternion;
  /** Head frame, rad/s. */
  readonly rate: Vector3;
  /** Head frame, rad/s². */
  readonly rateChange: Vector3;
  /** Displacement of the pivot in the neck, world frame, m. */
  readonly pivotM: Vector3;
  /** What an accelerometer at the pivot would feel, head frame, g. */
  readonly pivotForceG: Vector3;
}

/**
 * Turns angles with their derivatives (radians) and the pivot's motion into a rigid body's state.
 * The head turns by yaw about the world's Y, then pitch about Z, then roll about X.
 */
export function composeHead(
  pitch: Motion,
  yaw: Motion,
  roll: Motion,
  pivot: { readonly x: Motion; readonly y: Motion; readonly z: Motion },
): HeadState {
  const sinPitch = Math.sin(pitch.position);
  const cosPitch = Math.cos(pitch.position);
  const sinRoll = Math.sin(roll.position);
  const cosRoll = Math.cos(roll.position);
  const p = pitch.velocity;
  const y = yaw.velocity;
  const r = roll.velocity;
  const rate: Vector3 = [
    r + y * sinPitch,
    p * sinRoll + y * cosRoll * cosPitch,
    p * cosRoll - y * sinRoll * cosPitch,
  ];
  const rateChange: Vector3 = [
    roll.acceleration + yaw.acceleration * sinPitch + y * p * cosPitch,
    pitch.acceleration * sinRoll +
      p * r * cosRoll +
      yaw.acceleration * cosRoll * cosPitch -
      y * r * sinRoll * cosPitch -
      y * p * cosRoll * sinPitch,
    pitch.acceleration * cosRoll -
      p * r * sinRoll -
      yaw.acceleration * sinRoll * cosPitch -
      y * r * cosRoll * cosPitch +
      y * p * sinRoll * sinPitch,
  ];
  const sinYaw = Math.sin(yaw.position);
  const cosYaw = Math.cos(yaw.position);
  // Specific force in the world, g: the pivot's acceleration plus the support against gravity.
  const ax = pivot.x.acceleration / GRAVITY_MS2;
  const ay = pivot.y.acceleration / GRAVITY_MS2 + 1;
  const az = pivot.z.acceleration / GRAVITY_MS2;
  const bx = cosYaw * ax - sinYaw * az;
  const bz = sinYaw * ax + cosYaw * az;
  const cx = cosPitch * bx + sinPitch * ay;
  const cy = -sinPitch * bx + cosPitch * ay;
  return {
    orientation: quaternionOf(pitch.position, yaw.position, roll.position),
    rate,
    rateChange,
    pivotM: [pivot.x.position, pivot.y.position, pivot.z.position],
    pivotForceG: [cx, cosRoll * cy + sinRoll * bz, -sinRoll * cy + cosRoll * bz],
  };
}

/** What an accelerometer feels at `leverArmM` from the pivot, head frame, g. */
export function forceAtG(head: HeadState, leverArmM: Vector3): Vector3 {
  const tangential = cross(head.rateChange, leverArmM);
  const centripetal = cross(head.rate, cross(head.rate, leverArmM));
  return [
    head.pivotForceG[0] + (tangential[0] + centripetal[0]) / GRAVITY_MS2,
    head.pivotForceG[1] + (tangential[1] + centripetal[1]) / GRAVITY_MS2,
    head.pivotForceG[2] + (tangential[2] + centripetal[2]) / GRAVITY_MS2,
  ];
}

/** The moving head: moves and sway of three angles, gait scaled by how much the person walks. */
export class Head {
  readonly #tracks: Record<HeadAngle, Track>;
  readonly #sway: Record<HeadAngle, readonly Oscillation[]>;
  readonly #gait: Gait;
  readonly #walking = new Track(0);

  constructor(restPitchDeg: number, sway: Record<HeadAngle, readonly Oscillation[]>, gait: Gait) {
    this.#tracks = { pitch: new Track(restPitchDeg), yaw: new Track(), roll: new Track() };
    this.#sway = sway;
    this.#gait = gait;
  }

  add(move: HeadMove): void {
    this.#tracks[move.angle].add(move);
  }

  /** Starts or ends walking within `durationMs`. */
  setWalking(walking: boolean, startMs: number, durationMs: number): void {
    const delta = (walking ? 1 : 0) - this.#walking.target;
    if (delta !== 0) this.#walking.add({ startMs, durationMs, delta });
  }

  /** The head at `timeMs`; times must not fall. */
  at(timeMs: number): HeadState {
    const walking = zero();
    this.#walking.addTo(timeMs, walking);
    const pivot = { x: zero(), y: zero(), z: zero() };
    for (const axis of ['x', 'y', 'z'] as const) {
      this.#addGait(axis, timeMs, walking, pivot[axis]);
    }
    const angles = { pitch: zero(), yaw: zero(), roll: zero() };
    for (const angle of ['pitch', 'yaw', 'roll'] as const) {
      const motion = angles[angle];
      this.#tracks[angle].addTo(timeMs, motion);
      addOscillations(this.#sway[angle], timeMs, motion);
      this.#addGait(angle, timeMs, walking, motion);
      motion.position /= DEGREES_PER_RADIAN;
      motion.velocity /= DEGREES_PER_RADIAN;
      motion.acceleration /= DEGREES_PER_RADIAN;
    }
    return composeHead(angles.pitch, angles.yaw, angles.roll, pivot);
  }

  /** Lets go of moves that ended before `timeMs`. */
  settle(timeMs: number): void {
    this.#tracks.pitch.settle(timeMs);
    this.#tracks.yaw.settle(timeMs);
    this.#tracks.roll.settle(timeMs);
    this.#walking.settle(timeMs);
  }

  #addGait(axis: keyof Gait, timeMs: number, walking: Motion, into: Motion): void {
    if (walking.position === 0 && walking.velocity === 0) return;
    clearMotion(this.#scratch);
    addOscillations(this.#gait[axis], timeMs, this.#scratch);
    addProduct(walking, this.#scratch, into);
  }

  readonly #scratch = zero();
}

function zero(): Motion {
  return { position: 0, velocity: 0, acceleration: 0 };
}

/** Ry(yaw) · Rz(pitch) · Rx(roll). */
function quaternionOf(pitch: number, yaw: number, roll: number): Quaternion {
  const cy = Math.cos(yaw / 2);
  const sy = Math.sin(yaw / 2);
  const cp = Math.cos(pitch / 2);
  const sp = Math.sin(pitch / 2);
  const cr = Math.cos(roll / 2);
  const sr = Math.sin(roll / 2);
  return [
    cy * cp * cr - sy * sp * sr,
    cy * cp * sr + sy * sp * cr,
    sy * cp * cr + cy * sp * sr,
    cy * sp * cr - sy * cp * sr,
  ];
}
