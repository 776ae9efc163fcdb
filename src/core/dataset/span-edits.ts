import type { LabelSpan } from './label-span';

export type SpanEdge = 'start' | 'end';

/** A label shorter than this is a slip of the hand, ms. */
export const SHORTEST_SPAN_MS = 40;

/** What an edit must respect. */
export interface SpanRules {
  readonly durationMs: number;
  /** Whether a gesture is an event; the others are states. */
  isEvent(gestureId: string): boolean;
}

type Spans = readonly LabelSpan[];

/*
 * Two lanes: events, states. Spans of one lane never overlap (one can't nod and shake at once, nor
 * look up and down); an event may lie in, or across the edge of, a state. Edits keep this: a span
 * gives way to what is there already. Each returns spans in time order, or the very array that it
 * was given where nothing changes. Spans that overlapped before, as imported ones may, stay as they
 * are until edited.
 */

/** Adds `span`, clipped to the free room that holds most of it. */
export function addSpan(spans: Spans, span: LabelSpan, rules: SpanRules): Spans {
  const placed = placeIn(laneOf(spans, span.gestureId, rules), span.startMs, span.endMs, rules);
  return placed === undefined ? spans : sorted([...spans, { ...span, ...placed }]);
}

/** Moves a span so that it starts at `startMs`; its length stays, neighbours stop it. */
export function moveSpan(spans: Spans, id: string, startMs: number, rules: SpanRules): Spans {
  return change(spans, id, (span) => {
    const room = roomOf(spans, span, rules);
    const length = span.endMs - span.startMs;
    const start = clamp(startMs, room.lowMs, Math.max(room.lowMs, room.highMs - length));
    return { ...span, startMs: start, endMs: Math.min(room.highMs, start + length) };
  });
}

/** Moves one end to `toMs`, at most to the neighbour and at least `SHORTEST_SPAN_MS` from the other. */
export function resizeSpan(
  spans: Spans,
  id: string,
  edge: SpanEdge,
  toMs: number,
  rules: SpanRules,
): Spans {
  return change(spans, id, (span) => {
    const room = roomOf(spans, span, rules);
    // One that is shorter already, an imported one say, may grow but needn't.
    const least = Math.min(SHORTEST_SPAN_MS, span.endMs - span.startMs);
    return edge === 'start'
      ? { ...span, startMs: clamp(toMs, room.lowMs, span.endMs - least) }
      : { ...span, endMs: clamp(toMs, span.startMs + least, room.highMs) };
  });
}

/** Puts a span elsewhere, clipped as a new one would be. */
export function placeSpan(
  spans: Spans,
  id: string,
  startMs: number,
  endMs: number,
  rules: SpanRules,
): Spans {
  return change(spans, id, (span) => {
    const others = laneOf(spans, span.gestureId, rules).filter((one) => one.id !== id);
    return { ...span, ...placeIn(others, startMs, endMs, rules) };
  });
}

/** Gives a span another gesture; in another lane it is clipped to the room there. */
export function relabelSpan(spans: Spans, id: string, gestureId: string, rules: SpanRules): Spans {
  return change(spans, id, (span) => {
    if (rules.isEvent(gestureId) === rules.isEvent(span.gestureId)) return { ...span, gestureId };
    const others = laneOf(spans, gestureId, rules);
    const placed = placeIn(others, span.startMs, span.endMs, rules);
    return placed === undefined ? span : { ...span, gestureId, ...placed };
  });
}

export function removeSpan(spans: Spans, id: string): Spans {
  return spans.some((span) => span.id === id) ? spans.filter((span) => span.id !== id) : spans;
}

/** Cuts a span in two at `atMs`; the later part gets `newId`. Nothing where a part would be short. */
export function splitSpan(spans: Spans, id: string, atMs: number, newId: string): Spans {
  const span = spans.find((one) => one.id === id);
  if (!span) return spans;
  if (atMs - span.startMs < SHORTEST_SPAN_MS || span.endMs - atMs < SHORTEST_SPAN_MS) return spans;
  const parts = [
    { ...span, endMs: atMs },
    { ...span, id: newId, startMs: atMs },
  ];
  return sorted([...spans.filter((one) => one.id !== id), ...parts]);
}

/** Moves a span, or one end of it, by `byMs`. */
export function nudgeSpan(
  spans: Spans,
  id: string,
  byMs: number,
  rules: SpanRules,
  edge?: SpanEdge,
): Spans {
  const span = spans.find((one) => one.id === id);
  if (!span) return spans;
  if (edge === undefined) return moveSpan(spans, id, span.startMs + byMs, rules);
  const fromMs = edge === 'start' ? span.startMs : span.endMs;
  return resizeSpan(spans, id, edge, fromMs + byMs, rules);
}

/** One span over the whole recording, in place of the others of its lane. */
export function labelWhole(
  spans: Spans,
  span: Omit<LabelSpan, 'startMs' | 'endMs'>,
  rules: SpanRules,
): Spans {
  if (rules.durationMs < SHORTEST_SPAN_MS) return spans;
  const others = spans.filter((one) => !inSameLane(one, span, rules));
  return sorted([...others, { ...span, startMs: 0, endMs: rules.durationMs }]);
}

function change(spans: Spans, id: string, edit: (span: LabelSpan) => LabelSpan): Spans {
  const span = spans.find((one) => one.id === id);
  if (!span) return spans;
  const next = edit(span);
  if (
    next.startMs === span.startMs &&
    next.endMs === span.endMs &&
    next.gestureId === span.gestureId
  ) {
    return spans;
  }
  // Whoever drew it: now a hand has touched it.
  return sorted(spans.map((one) => (one.id === id ? { ...next, source: 'hand' } : one)));
}

interface Room {
  readonly lowMs: number;
  readonly highMs: number;
}

/** How far a span can reach each way before it meets its neighbours in the lane. */
function roomOf(spans: Spans, span: LabelSpan, rules: SpanRules): Room {
  let lowMs = Math.min(0, span.startMs);
  let highMs = Math.max(rules.durationMs, span.endMs);
  for (const one of laneOf(spans, span.gestureId, rules)) {
    if (one.id === span.id) continue;
    if (one.endMs <= span.startMs) lowMs = Math.max(lowMs, one.endMs);
    else if (one.startMs >= span.endMs) highMs = Math.min(highMs, one.startMs);
    // It overlaps already: there it may stay, but not grow further in.
    else if (one.startMs <= span.startMs) lowMs = Math.max(lowMs, span.startMs);
    else highMs = Math.min(highMs, span.endMs);
  }
  return { lowMs, highMs };
}

/** The stretch from `startMs` to `endMs` cut to the free room that holds most of it. */
function placeIn(
  lane: Spans,
  fromMs: number,
  toMs: number,
  { durationMs }: SpanRules,
): { startMs: number; endMs: number } | undefined {
  const wantStart = clamp(Math.min(fromMs, toMs), 0, durationMs);
  const wantEnd = clamp(Math.max(fromMs, toMs), 0, durationMs);
  let best: Room | undefined;
  let most = -1;
  const consider = (lowMs: number, highMs: number) => {
    if (highMs - lowMs < SHORTEST_SPAN_MS) return;
    const held = Math.min(wantEnd, highMs) - Math.max(wantStart, lowMs);
    if (held > most) {
      most = held;
      best = { lowMs, highMs };
    }
  };
  let freeFrom = 0;
  for (const one of sorted(lane)) {
    consider(freeFrom, one.startMs);
    freeFrom = Math.max(freeFrom, one.endMs);
  }
  consider(freeFrom, durationMs);
  if (best === undefined || most < 0) return undefined;
  const { lowMs, highMs } = best as Room;
  const startMs = clamp(wantStart, lowMs, highMs - SHORTEST_SPAN_MS);
  return { startMs, endMs: clamp(wantEnd, startMs + SHORTEST_SPAN_MS, highMs) };
}

function laneOf(spans: Spans, gestureId: string, rules: SpanRules): Spans {
  return spans.filter((one) => inSameLane(one, { gestureId }, rules));
}

function inSameLane(
  one: Pick<LabelSpan, 'gestureId'>,
  other: Pick<LabelSpan, 'gestureId'>,
  { isEvent }: SpanRules,
): boolean {
  return isEvent(one.gestureId) === isEvent(other.gestureId);
}

function sorted(spans: Spans): Spans {
  return [...spans].sort((a, b) => a.startMs - b.startMs || (a.id < b.id ? -1 : 1));
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
