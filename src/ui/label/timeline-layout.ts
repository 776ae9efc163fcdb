import type { LabelSpan } from '#core/dataset/label-span';
import type { SpanEdge } from '#core/dataset/span-edits';
import type { SuggestedSpan } from '#core/dataset/suggest-spans';
import { NAME_GUTTER } from '../parts/trace-style';
import type { TimelineView } from './timeline-view';

export const AXIS_HEIGHT = 20;
export const EVENT_HEIGHT = 28;
export const STATE_HEIGHT = 22;
export const TRACE_TOP = AXIS_HEIGHT + EVENT_HEIGHT + STATE_HEIGHT + 6;

export type TimelineBand = 'axis' | 'event' | 'state' | 'trace';

/** What the pointer is on. */
export type TimelineHit =
  | { readonly on: 'edge'; readonly span: LabelSpan; readonly edge: SpanEdge }
  | { readonly on: 'body'; readonly span: LabelSpan }
  | { readonly on: 'suggestion'; readonly suggestion: SuggestedSpan; readonly band: TimelineBand }
  | { readonly on: 'empty'; readonly band: TimelineBand };

type Window = Pick<TimelineView, 'fromMs' | 'toMs'>;

export function plotWidthOf(width: number): number {
  return Math.max(1, width - NAME_GUTTER);
}

export function xOf(ms: number, { fromMs, toMs }: Window, plotWidth: number): number {
  return ((ms - fromMs) / (toMs - fromMs)) * plotWidth;
}

export function msAt(x: number, { fromMs, toMs }: Window, plotWidth: number): number {
  return fromMs + (x / plotWidth) * (toMs - fromMs);
}

export function bandAt(y: number): TimelineBand {
  if (y < AXIS_HEIGHT) return 'axis';
  if (y < AXIS_HEIGHT + EVENT_HEIGHT) return 'event';
  return y < TRACE_TOP ? 'state' : 'trace';
}

export interface HitScene {
  readonly spans: readonly LabelSpan[];
  readonly suggestions: readonly SuggestedSpan[];
  readonly selectedId: string | undefined;
  isEvent(gestureId: string): boolean;
}

/**
 * What lies under a point of the canvas. On the trace a state is out of the way unless it is
 * selected, so that events can be drawn in it; within `slopPx` of an end, the end is meant.
 */
export function hitAt(
  x: number,
  y: number,
  view: Window,
  plotWidth: number,
  scene: HitScene,
  slopPx: number,
): TimelineHit {
  const band = bandAt(y);
  if (band === 'axis') return { on: 'empty', band };
  const reachable = scene.spans
    .filter((span) => {
      const isEvent = scene.isEvent(span.gestureId);
      if (band === 'trace') return isEvent || span.id === scene.selectedId;
      return isEvent === (band === 'event');
    })
    // The selected one lies on top.
    .sort((a, b) => Number(b.id === scene.selectedId) - Number(a.id === scene.selectedId));
  let nearest: TimelineHit | undefined;
  let nearestPx = slopPx;
  for (const span of reachable) {
    const startX = xOf(span.startMs, view, plotWidth);
    const endX = xOf(span.endMs, view, plotWidth);
    // Of a narrow band the middle third can still be taken.
    const inside = Math.min(slopPx, (endX - startX) / 3);
    for (const [edge, distance] of [
      ['start', startX - x],
      ['end', x - endX],
    ] as const) {
      const px = distance >= 0 ? distance : distance >= -inside ? -distance : slopPx + 1;
      if (px > slopPx || (nearest && px >= nearestPx)) continue;
      nearest = { on: 'edge', span, edge };
      nearestPx = px;
    }
  }
  const body = reachable.find((span) => {
    const startX = xOf(span.startMs, view, plotWidth);
    return x >= startX && x <= xOf(span.endMs, view, plotWidth);
  });
  if (nearest) {
    // Just outside one span's end but inside another: the one inside is meant.
    const outside = nearest.on === 'edge' && body && body.id !== nearest.span.id;
    if (!outside) return nearest;
  }
  if (body) return { on: 'body', span: body };
  const atMs = msAt(x, view, plotWidth);
  const suggestion =
    band === 'state'
      ? undefined
      : scene.suggestions.find(({ startMs, endMs }) => atMs >= startMs && atMs <= endMs);
  return suggestion ? { on: 'suggestion', suggestion, band } : { on: 'empty', band };
}
