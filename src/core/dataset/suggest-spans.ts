import type { LabelSpan } from './label-span';

/** A stretch that may be a gesture; ms after the first frame. */
export interface SuggestedSpan {
  readonly startMs: number;
  readonly endMs: number;
  /** Its peak over the threshold that found it; at least 1. */
  readonly score: number;
}

type Stretch = Pick<LabelSpan, 'startMs' | 'endMs'>;

/**
 * Bursts that are labelled by nothing: clear of every event, and either clear of a state or wholly
 * inside it, where a person may nod; at its ends the head only goes to its posture.
 */
export function unlabelled(
  bursts: readonly SuggestedSpan[],
  events: readonly Stretch[],
  states: readonly Stretch[],
): SuggestedSpan[] {
  return bursts.filter(
    (burst) =>
      !events.some((event) => overlap(burst, event)) &&
      states.every((state) => !overlap(burst, state) || isInside(burst, state)),
  );
}

function overlap(one: Stretch, other: Stretch): boolean {
  return one.startMs < other.endMs && other.startMs < one.endMs;
}

function isInside(inner: Stretch, outer: Stretch): boolean {
  return inner.startMs > outer.startMs && inner.endMs < outer.endMs;
}
