/** A movement counts as begun where it came out of at least this long a rest, ms. */
const REST_MS = 120;
/** Parts of the strongest motion in view: above the first a head moves, below the second it rests. */
export const MOVING_SHARE = 0.3;
export const RESTING_SHARE = 0.2;

/** Points that make a rest. */
export function restPoints(rateHz: number): number {
  return Math.max(1, Math.round((REST_MS * rateHz) / 1000));
}

/**
 * When the last movement in view began, as points before the newest one: 0 … `motion.length − 1`.
 * `motion` is a ring of motion strengths, one a point, any unit; `next` is the slot of its oldest
 * point. Without a rest in view the movement began before it: the oldest point is the answer.
 */
export function movementOnset(motion: Float32Array, next: number, rateHz: number): number {
  const points = motion.length;
  const leastRest = restPoints(rateHz);
  const at = (age: number) => motion[(next + 2 * points - 1 - age) % points]!;
  let peak = 0;
  for (let i = 0; i < points; i++) if (motion[i]! > peak) peak = motion[i]!;
  let age = 0;
  while (age < points - 1 && at(age) < peak * MOVING_SHARE) age++;
  let onset = age;
  for (let rested = 0; age < points; age++) {
    if (at(age) >= peak * RESTING_SHARE) {
      onset = age;
      rested = 0;
    } else if (++rested >= leastRest) {
      return onset;
    }
  }
  return points - 1;
}
