import { type PointerEvent, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Gesture } from '#core/dataset/gesture';
import type { LabelSpan } from '#core/dataset/label-span';
import { type MinMax, minMaxOf } from '#core/motion/min-max-pyramid';
import type { LabelTrace } from '#studio/label-station';
import { gestureColour } from '../parts/gesture-colour';
import { columnsOf } from './paint-trace';
import classes from './Timeline.module.css';
import type { TimelineView } from './timeline-view';
import { usePaintedCanvas } from './use-painted-canvas';

export interface OverviewProps {
  readonly view: TimelineView;
  readonly trace: LabelTrace;
  readonly spans: readonly LabelSpan[];
  readonly gestures: readonly Gesture[];
}

const SPAN_HEIGHT = 6;

/** The whole recording as energy of motion with its labels; a frame shows what the timeline does. */
export function Overview({ view, trace, spans, gestures }: OverviewProps) {
  const { t } = useTranslation('label');
  const byId = useMemo(() => new Map(gestures.map((one) => [one.id, one])), [gestures]);
  const { durationMs } = view;
  const { energy } = trace;
  const most = useMemo(() => minMaxOf(energy, 0, 0, energy.frameCount, [0, 0])[1], [energy]);

  const { canvas, repaint } = usePaintedCanvas(({ context, width, height, style, colour }) => {
    const columns = columnsOf(trace, { fromMs: 0, toMs: durationMs }, Math.floor(width));
    const range: MinMax = [0, 0];
    const base = height - 2 * SPAN_HEIGHT - 4;
    context.fillStyle = style.dim;
    for (let x = 0; x + 1 < columns.length; x++) {
      // Where there are fewer frames than pixels, a pixel shows the frame at it.
      const to = Math.max(columns[x + 1]!, columns[x]! + 1);
      const value = minMaxOf(energy, 0, columns[x]!, to, range)[1];
      if (!(value > 0)) continue;
      // The root, so that a small nod beside a wild shake can still be seen.
      const tall = Math.sqrt(value / most) * (base - 3);
      context.fillRect(x, base - tall, 1, tall);
    }
    for (const span of spans) {
      const gesture = byId.get(span.gestureId);
      if (!gesture) continue;
      const from = (span.startMs / durationMs) * width;
      const long = Math.max(1.5, ((span.endMs - span.startMs) / durationMs) * width);
      const top = base + 2 + (gesture.kind === 'state' ? SPAN_HEIGHT : 0);
      context.fillStyle = colour(gestureColour(gesture.colour));
      context.fillRect(from, top, long, SPAN_HEIGHT - 1);
    }
  });

  // A canvas of its own: it moves with the view, over what doesn't.
  const { canvas: frame, repaint: repaintFrame } = usePaintedCanvas((painting) => {
    const { context, width, height, colour } = painting;
    const from = (view.fromMs / durationMs) * width;
    const long = Math.max(4, ((view.toMs - view.fromMs) / durationMs) * width);
    context.fillStyle = colour('var(--mantine-primary-color-filled)');
    context.globalAlpha = 0.12;
    context.fillRect(from, 0, long, height);
    context.globalAlpha = 1;
    context.strokeStyle = colour('var(--mantine-primary-color-filled)');
    context.lineWidth = 1.5;
    context.strokeRect(from + 0.75, 0.75, Math.max(2, long - 1.5), height - 1.5);
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: what the picture shows
  useEffect(repaint, [repaint, trace.summary, spans, byId, durationMs]);
  useEffect(repaintFrame);
  useEffect(() => view.subscribe(repaintFrame), [view, repaintFrame]);

  // Where in the frame it was taken, ms; a press beside the frame brings the frame there.
  const grabMs = useRef<number>(undefined);
  const timeOf = (event: PointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return ((event.clientX - box.left) / box.width) * durationMs;
  };
  return (
    <div className={classes.overview}>
      <canvas ref={canvas} aria-hidden />
      <canvas
        ref={frame}
        data-testid="overview"
        role="img"
        aria-label={t('overview.label', { count: spans.length })}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          const atMs = timeOf(event);
          const inside = atMs >= view.fromMs && atMs <= view.toMs;
          grabMs.current = inside ? atMs - view.fromMs : (view.toMs - view.fromMs) / 2;
          if (!inside) view.pan(atMs - grabMs.current - view.fromMs);
        }}
        onPointerMove={(event) => {
          if (grabMs.current !== undefined) view.pan(timeOf(event) - grabMs.current - view.fromMs);
        }}
        onPointerUp={() => {
          grabMs.current = undefined;
        }}
        onPointerCancel={() => {
          grabMs.current = undefined;
        }}
        onDoubleClick={view.whole}
      />
    </div>
  );
}
