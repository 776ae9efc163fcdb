/** Value of one degree of freedom with its first two time derivatives, per second. */
export interface Motion {
  position: number;
  velocity: number;
  acceleration: number;
}

/** One minimum-jerk displacement by `delta`, at rest before and after. */
export interface Move {
  readonly startMs: number;
  readonly durationMs: number;
  readonly delta: number;
}

/** `amplitude · sin(2π · frequencyHz · t + phaseRad)`. */
export interface Oscillation {
  readonly amplitude: number;
  readonly frequencyHz: number;
  readonly phaseRad: number;
}

/**
 * Adds one move to `into`. Minimum jerk, as reaching and head movements follow (Flash & Hogan
 * 1985): position 10u³ - 15u⁴ + 6u⁵ of the way at the fraction u of the time.
 */
export function addMove(move: Move, timeMs: number, into: Motion): void {
  const u = (timeMs - move.startMs) / move.durationMs;
  if (u <= 0) return;
  if (u >= 1) {
    into.position += move.delta;
    return;
  }
  const seconds = move.durationMs / 1000;
  into.position += move.delta * u * u * u * (10 + u * (-15 + 6 * u));
  into.velocity += (move.delta / seconds) * 30 * u * u * (1 + u * (-2 + u));
  into.acceleration += (move.delta / (seconds * seconds)) * 60 * u * (1 + u * (-3 + 2 * u));
}

/** Adds oscillations to `into`. */
export function addOscillations(
  oscillations: readonly Oscillation[],
  timeMs: number,
  into: Motion,
): void {
  for (const { amplitude, frequencyHz, phaseRad } of oscillations) {
    const omega = 2 * Math.PI * frequencyHz;
    const angle = (omega * timeMs) / 1000 + phaseRad;
    const sine = amplitude * Math.sin(angle);
    into.position += sine;
    into.velocity += omega * amplitude * Math.cos(angle);
    into.acceleration -= omega * omega * sine;
  }
}

/** A degree of freedom driven by moves that add up. Ask for rising times only. */
export class Track {
  #rest: number;
  #moves: Move[] = [];

  constructor(rest = 0) {
    this.#rest = rest;
  }

  add(move: Move): void {
    this.#moves.push(move);
  }

  /** Where the track comes to rest if nothing is added. */
  get target(): number {
    let target = this.#rest;
    for (const move of this.#moves) target += move.delta;
    return target;
  }

  /** Adds the track's motion at `timeMs` to `into`. */
  addTo(timeMs: number, into: Motion): void {
    into.position += this.#rest;
    for (const move of this.#moves) addMove(move, timeMs, into);
  }

  /** Folds the moves that ended before `timeMs` into the rest position. */
  settle(timeMs: number): void {
    if (!this.#moves.some((move) => move.startMs + move.durationMs <= timeMs)) return;
    this.#moves = this.#moves.filter((move) => {
      if (move.startMs + move.durationMs > timeMs) return true;
      this.#rest += move.delta;
      return false;
    });
  }
}

/** Adds `inner` scaled by `envelope`, both with their derivatives, to `into`. */
export function addProduct(envelope: Motion, inner: Motion, into: Motion): void {
  into.position += envelope.position * inner.position;
  into.velocity += envelope.velocity * inner.position + envelope.position * inner.velocity;
  into.acceleration +=
    envelope.acceleration * inner.position +
    2 * envelope.velocity * inner.velocity +
    envelope.position * inner.acceleration;
}

export function clearMotion(motion: Motion): void {
  motion.position = 0;
  motion.velocity = 0;
  motion.acceleration = 0;
}
