import type { Gesture } from './gesture';
import type { LabelSpan } from './label-span';

/**
 * Share of an event (of the window, where the event is longer) that a window needs to show it. Less
 * than all, so that the live recogniser, whose newest window ends while a slow nod still settles,
 * need not wait for its very end.
 */
export const EVENT_SHARE = 0.8;
/** Below this share of an event a window shows none of it: movements begin and end slowly. */
const FRAGMENT_SHARE = 0.1;
/** Share of a window that a state must cover, and up to which it may be ignored. */
export const STATE_SHARE = 0.8;
const STATE_EDGE_SHARE = 0.2;

/**
 * Gives a window that starts at `startMs` its class: 0 nothing, else 1 + the gesture's place; or
 * `undefined` where it shows a fragment of an event, two events, or the edge of a state, so that no
 * class would be true of it. Decision 0002.
 */
export function createWindowLabeller(
  spans: readonly LabelSpan[],
  gestures: readonly Gesture[],
  lengthMs: number,
): (startMs: number) => number | undefined {
  const known = spans.flatMap(({ gestureId, startMs, endMs }) => {
    const index = gestures.findIndex(({ id }) => id === gestureId);
    const kind = gestures[index]?.kind;
    return kind && endMs > startMs ? [{ classIndex: index + 1, kind, startMs, endMs }] : [];
  });
  known.sort((a, b) => a.startMs - b.startMs);

  return (startMs) => {
    const endMs = startMs + lengthMs;
    const whole = new Set<number>();
    const partial = new Set<number>();
    const stateMs = new Map<number, number>();
    for (const span of known) {
      if (span.startMs >= endMs) break;
      const sharedMs = Math.min(endMs, span.endMs) - Math.max(startMs, span.startMs);
      if (sharedMs <= 0) continue;
      if (span.kind === 'state') {
        stateMs.set(span.classIndex, (stateMs.get(span.classIndex) ?? 0) + sharedMs);
        continue;
      }
      const share = sharedMs / Math.min(lengthMs, span.endMs - span.startMs);
      if (share >= EVENT_SHARE) whole.add(span.classIndex);
      else if (share > FRAGMENT_SHARE) partial.add(span.classIndex);
    }
    if (whole.size > 0) {
      const [first] = whole;
      partial.delete(first!);
      return whole.size === 1 && partial.size === 0 ? first : undefined;
    }
    if (partial.size > 0) return undefined;
    let edge = false;
    for (const [classIndex, ms] of stateMs) {
      if (ms >= STATE_SHARE * lengthMs) return classIndex;
      if (ms > STATE_EDGE_SHARE * lengthMs) edge = true;
    }
    return edge ? undefined : 0;
  };
}
