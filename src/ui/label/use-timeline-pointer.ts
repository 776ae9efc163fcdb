import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import type { LabelSpan } from '#core/dataset/label-span';
import {
  addSpan,
  moveSpan,
  resizeSpan,
  type SpanEdge,
  type SpanRules,
} from '#core/dataset/span-edits';
import type { LabelStation } from '#studio/label-station';
import {
  bandAt,
  type HitScene,
  hitAt,
  msAt,
  plotWidthOf,
  type TimelineHit,
} from './timeline-layout';
import type { TimelineView } from './timeline-view';

/** Ends are taken from this far away, px. */
const SLOP_PX = { mouse: 6, touch: 16 };
/** A press that moves less is a click, px. */
const CLICK_PX = 3;

type Drag =
  | { readonly kind: 'draw'; readonly anchorMs: number }
  | { readonly kind: 'move'; readonly span: LabelSpan; readonly grabMs: number }
  | { readonly kind: 'resize'; readonly span: LabelSpan; readonly edge: SpanEdge }
  | { readonly kind: 'pan' };

interface Press {
  readonly drag: Drag;
  readonly hit: TimelineHit;
  readonly x: number;
  moved: boolean;
  lastX: number;
}

export interface TimelinePointerProps {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly view: TimelineView;
  readonly label: LabelStation;
  readonly scene: HitScene;
  readonly rules: SpanRules;
  /** What drawing makes; called when a drawing begins, so that a first gesture can be made. */
  gestureId(): string;
  /** Spans as they would be if the pointer were let go now; undefined: as they are. */
  onPreview(spans: readonly LabelSpan[] | undefined): void;
}

/**
 * Mouse, pen and touch on the timeline. Dragging on empty place draws, on a span moves it, on an end
 * resizes it; the middle button and the time axis pan. A finger pans on the trace and edits in the
 * lanes; two fingers zoom. Nothing is changed until the pointer is let go.
 */
export function useTimelinePointer(props: TimelinePointerProps) {
  const latest = useRef(props);
  latest.current = props;
  const press = useRef<Press>(undefined);
  const fingers = useRef(new Map<number, number>());
  const { canvas, view } = props;

  // React listens to wheels passively, which could not keep the page from scrolling.
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      const plotWidth = plotWidthOf(element.clientWidth);
      const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
      if (Math.abs(sideways) > Math.abs(event.deltaY) || event.shiftKey) {
        view.pan((sideways / plotWidth) * (view.toMs - view.fromMs));
        return;
      }
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 30 : 1;
      const x = event.clientX - element.getBoundingClientRect().left;
      // A pinch on a touchpad comes as small steps with Ctrl.
      const speed = event.ctrlKey ? 0.01 : 0.0015;
      view.zoom(Math.exp(event.deltaY * lines * speed), msAt(x, view, plotWidth));
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  }, [canvas, view]);

  function place(event: PointerEvent<HTMLCanvasElement>) {
    const box = event.currentTarget.getBoundingClientRect();
    const plotWidth = plotWidthOf(box.width);
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    const slop = event.pointerType === 'touch' ? SLOP_PX.touch : SLOP_PX.mouse;
    const hit = hitAt(x, y, view, plotWidth, latest.current.scene, slop);
    return { x, y, plotWidth, hit, atMs: msAt(x, view, plotWidth) };
  }

  function dragOf(event: PointerEvent<HTMLCanvasElement>): Drag {
    const { hit, y, atMs } = place(event);
    if (event.button === 1 || bandAt(y) === 'axis') return { kind: 'pan' };
    const isTouchOnTrace = event.pointerType === 'touch' && bandAt(y) === 'trace';
    if ('span' in hit) {
      if (isTouchOnTrace && hit.span.id !== latest.current.scene.selectedId) return { kind: 'pan' };
      if (hit.on === 'edge') return { kind: 'resize', span: hit.span, edge: hit.edge };
      return { kind: 'move', span: hit.span, grabMs: atMs - hit.span.startMs };
    }
    return isTouchOnTrace ? { kind: 'pan' } : { kind: 'draw', anchorMs: atMs };
  }

  function onPointerDown(event: PointerEvent<HTMLCanvasElement>) {
    if (event.button > 1) return;
    fingers.current.set(event.pointerId, event.clientX);
    if (fingers.current.size > 1) {
      press.current = undefined;
      latest.current.onPreview(undefined);
      return;
    }
    event.currentTarget.setPointerCapture(event.pointerId);
    const { hit, x } = place(event);
    const drag = dragOf(event);
    press.current = { drag, hit, x, lastX: x, moved: false };
    if ('span' in drag) latest.current.label.select(drag.span.id);
  }

  function onPointerMove(event: PointerEvent<HTMLCanvasElement>) {
    if (fingers.current.size > 1) return pinch(event);
    const { x, hit, atMs, plotWidth, y } = place(event);
    const now = press.current;
    if (!now) {
      event.currentTarget.style.cursor = cursorOf(hit, bandAt(y));
      return;
    }
    now.moved ||= Math.abs(x - now.x) >= CLICK_PX;
    if (!now.moved) return;
    if (now.drag.kind === 'pan') {
      view.pan(((now.lastX - x) / plotWidth) * (view.toMs - view.fromMs));
      now.lastX = x;
      return;
    }
    const { scene, rules, onPreview, gestureId } = latest.current;
    onPreview(
      preview(scene.spans, now.drag, atMs, rules, now.drag.kind === 'draw' ? gestureId() : ''),
    );
  }

  function pinch(event: PointerEvent<HTMLCanvasElement>) {
    const before = [...fingers.current.values()];
    if (!fingers.current.has(event.pointerId)) return;
    fingers.current.set(event.pointerId, event.clientX);
    const after = [...fingers.current.values()];
    const box = event.currentTarget.getBoundingClientRect();
    const plotWidth = plotWidthOf(box.width);
    const apart = (xs: number[]) => Math.max(24, Math.abs(xs[0]! - xs[1]!));
    const middle = (xs: number[]) => (xs[0]! + xs[1]!) / 2 - box.left;
    view.pan(((middle(before) - middle(after)) / plotWidth) * (view.toMs - view.fromMs));
    view.zoom(apart(before) / apart(after), msAt(middle(after), view, plotWidth));
  }

  function onPointerUp(event: PointerEvent<HTMLCanvasElement>) {
    fingers.current.delete(event.pointerId);
    const now = press.current;
    press.current = undefined;
    if (!now) return;
    const { label, onPreview, gestureId } = latest.current;
    const { atMs } = place(event);
    onPreview(undefined);
    const { drag, hit } = now;
    if (!now.moved) {
      if ('span' in hit) label.select(hit.span.id);
      if (hit.on === 'suggestion') label.setCursor(hit.suggestion.startMs);
      if (hit.on === 'suggestion' || hit.on === 'empty') label.select(undefined);
      if (hit.on === 'empty') label.setCursor(Math.min(view.durationMs, Math.max(0, atMs)));
      return;
    }
    if (drag.kind === 'draw') label.add(drag.anchorMs, atMs, gestureId());
    if (drag.kind === 'move') label.move(drag.span.id, atMs - drag.grabMs);
    if (drag.kind === 'resize') label.resize(drag.span.id, drag.edge, atMs);
  }

  function onPointerCancel(event: PointerEvent<HTMLCanvasElement>) {
    fingers.current.delete(event.pointerId);
    press.current = undefined;
    latest.current.onPreview(undefined);
  }

  function onDoubleClick(event: React.MouseEvent<HTMLCanvasElement>) {
    const { hit } = place(event as unknown as PointerEvent<HTMLCanvasElement>);
    if (hit.on === 'suggestion') latest.current.label.accept(hit.suggestion);
    else if (hit.on === 'empty') view.whole();
    else zoomTo(view, hit.span);
  }

  return { onPointerDown, onPointerMove, onPointerUp, onPointerCancel, onDoubleClick };
}

/** Shows a span with as much room on either side as it is long. */
export function zoomTo(view: TimelineView, span: Pick<LabelSpan, 'startMs' | 'endMs'>): void {
  const length = span.endMs - span.startMs;
  view.show(span.startMs - length, span.endMs + length);
}

/** Drawn but not yet there. */
export const DRAWN_ID = 'drawn';

function preview(
  spans: readonly LabelSpan[],
  drag: Exclude<Drag, { kind: 'pan' }>,
  atMs: number,
  rules: SpanRules,
  gestureId: string,
): readonly LabelSpan[] {
  switch (drag.kind) {
    case 'draw': {
      const drawn = { id: DRAWN_ID, gestureId, startMs: drag.anchorMs, endMs: atMs };
      return addSpan(spans, { ...drawn, source: 'hand' }, rules);
    }
    case 'move':
      return moveSpan(spans, drag.span.id, atMs - drag.grabMs, rules);
    case 'resize':
      return resizeSpan(spans, drag.span.id, drag.edge, atMs, rules);
  }
}

function cursorOf(hit: TimelineHit, band: ReturnType<typeof bandAt>): string {
  if (band === 'axis') return 'grab';
  if (hit.on === 'edge') return 'ew-resize';
  if (hit.on === 'body') return 'move';
  return hit.on === 'suggestion' ? 'pointer' : 'crosshair';
}
