import { type PointerEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Gesture } from '#core/dataset/gesture';
import type { LabelSpan } from '#core/dataset/label-span';
import type { SignalGap } from '#core/dataset/signal-summary';
import type { SpanRules } from '#core/dataset/span-edits';
import type { LabelStation, OpenLabels } from '#studio/label-station';
import { lanesOf } from '../parts/trace-lanes';
import { ColumnPainter } from './column-painter';
import { gapAt, paintGaps } from './paint-gaps';
import { paintAxis, paintSpans } from './paint-spans';
import { laneScales, paintTrace } from './paint-trace';
import classes from './Timeline.module.css';
import { bandAt, msAt, plotWidthOf, TRACE_TOP } from './timeline-layout';
import type { TimelineView } from './timeline-view';
import { usePaintedCanvas } from './use-painted-canvas';
import { DRAWN_ID, useTimelinePointer } from './use-timeline-pointer';

export interface TimelineProps {
  readonly view: TimelineView;
  readonly label: LabelStation;
  readonly labels: OpenLabels;
  readonly spans: readonly LabelSpan[];
  readonly gestures: readonly Gesture[];
  /** Names of the channels to draw. */
  readonly channelNames: ReadonlySet<string>;
  /** The gesture that drawing makes, made first if there is none. */
  gestureInHand(): string;
  readonly timelineRef: React.RefObject<HTMLDivElement | null>;
}

/** A gap is told of from so far beside it, px. */
const GAP_SLOP_PX = 3;

/** The stretch of the recording in view: time axis, lanes of labels, and the trace. */
export function Timeline(props: TimelineProps) {
  const { view, label, labels, spans, gestures, channelNames, gestureInHand, timelineRef } = props;
  const { t } = useTranslation('label');
  const { trace, suggestions, selectedId, cursorMs, gestureId } = labels;
  const { channels, gaps } = trace.summary;
  const [drawn, setDrawn] = useState<readonly LabelSpan[]>();
  const lanes = useMemo(() => lanesOf(channels, channelNames), [channels, channelNames]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same once the frames are read
  const scales = useMemo(() => laneScales(trace.pyramid, lanes), [trace.summary, lanes]);
  const painter = useMemo(() => new ColumnPainter(), []);
  const gapText = useCallback(
    ({ startMs, endMs }: SignalGap) => t('gaps.one', { seconds: secondsText(endMs - startMs) }),
    [t],
  );
  const byId = useMemo(() => new Map(gestures.map((one) => [one.id, one])), [gestures]);
  const rules = useMemo<SpanRules>(
    () => ({
      durationMs: view.durationMs,
      isEvent: (id) => byId.get(id)?.kind === 'event',
    }),
    [view, byId],
  );
  const next = suggestions.find(({ endMs }) => endMs > cursorMs) ?? suggestions[0];
  const nextName = gestureId === undefined ? undefined : byId.get(gestureId)?.name;

  const { canvas, repaint } = usePaintedCanvas((painting) => {
    const plotWidth = plotWidthOf(painting.width);
    paintAxis(painting, view, plotWidth);
    paintSpans(
      painting,
      {
        spans: drawn ?? spans,
        gestures: byId,
        selectedId: drawn?.some(({ id }) => id === DRAWN_ID) ? DRAWN_ID : selectedId,
        suggestions,
        next,
        nextText: nextName === undefined ? '' : `↵ ${nextName}`,
        laneNames: { event: t('lane.event'), state: t('lane.state') },
        cursorMs: view.playheadMs ?? cursorMs,
      },
      view,
      plotWidth,
    );
    paintTrace(painting, trace, lanes, scales, view, TRACE_TOP, plotWidth, painter);
    paintGaps(painting, gaps, view, plotWidth, gapText);
  });

  // Whatever React renders anew is painted anew; the view moves without React.
  useEffect(repaint);
  useEffect(() => view.subscribe(repaint), [view, repaint]);

  const latestGesture = useRef(gestureInHand);
  latestGesture.current = gestureInHand;
  const pointer = useTimelinePointer({
    canvas,
    view,
    label,
    scene: { spans, suggestions, selectedId, isEvent: rules.isEvent },
    rules,
    gestureId: useCallback(() => latestGesture.current(), []),
    onPreview: setDrawn,
  });

  const gapUnder = (event: PointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    if (bandAt(event.clientY - box.top) !== 'trace') return '';
    const plotWidth = plotWidthOf(box.width);
    const slackMs = (GAP_SLOP_PX / plotWidth) * (view.toMs - view.fromMs);
    const gap = gapAt(gaps, msAt(event.clientX - box.left, view, plotWidth), slackMs);
    return gap ? gapText(gap) : '';
  };
  const gapsText = useMemo(() => {
    const longest = gaps.reduce((most, gap) => Math.max(most, gap.endMs - gap.startMs), 0);
    return t('gaps.all', { count: gaps.length, seconds: secondsText(longest) });
  }, [gaps, t]);

  const selected = spans.find(({ id }) => id === selectedId);
  return (
    // biome-ignore lint/a11y/useSemanticElements: no element is a timeline
    <div
      ref={timelineRef}
      className={classes.timeline}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: its keys are those of the page
      tabIndex={0}
      role="group"
      aria-label={t('timeline.label')}
      aria-describedby="timeline-selected"
    >
      <canvas
        ref={canvas}
        className={classes.canvas}
        data-testid="timeline"
        data-frames={trace.signal === undefined ? 'reading' : 'read'}
        {...pointer}
        onPointerMove={(event) => {
          pointer.onPointerMove(event);
          if (gaps.length > 0) event.currentTarget.title = gapUnder(event);
        }}
      />
      <span id="timeline-selected" className={classes.spoken} role="status">
        {selected === undefined
          ? t('timeline.none')
          : t('timeline.selected', {
              gesture: byId.get(selected.gestureId)?.name ?? '',
              start: (selected.startMs / 1000).toFixed(2),
              end: (selected.endMs / 1000).toFixed(2),
            })}
      </span>
      {gaps.length > 0 && <span className={classes.spoken}>{gapsText}</span>}
    </div>
  );
}

/** Two digits say enough of how much is missing. */
function secondsText(ms: number): string {
  return String(Number((ms / 1000).toPrecision(2)));
}
