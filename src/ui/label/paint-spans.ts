import type { Gesture } from '#core/dataset/gesture';
import type { LabelSpan } from '#core/dataset/label-span';
import type { SuggestedSpan } from '#core/dataset/suggest-spans';
import { gestureColour, NOTHING_COLOUR } from '../parts/gesture-colour';
import { tickStepMs, timeText } from './time-ticks';
import { AXIS_HEIGHT, EVENT_HEIGHT, msAt, STATE_HEIGHT, TRACE_TOP, xOf } from './timeline-layout';
import type { TimelineView } from './timeline-view';
import type { Painting } from './use-painted-canvas';

/** What lies over the trace. */
export interface SpanScene {
  readonly spans: readonly LabelSpan[];
  readonly gestures: ReadonlyMap<string, Gesture>;
  readonly selectedId: string | undefined;
  readonly suggestions: readonly SuggestedSpan[];
  readonly next: SuggestedSpan | undefined;
  /** On the suggestion that Enter accepts. */
  readonly nextText: string;
  readonly laneNames: Readonly<Record<Gesture['kind'], string>>;
  readonly cursorMs: number;
}

const TEXT_COLOUR = 'var(--mantine-color-text)';
const ACCENT_COLOUR = 'var(--mantine-primary-color-filled)';

/** Ticks and times along the top, with lines down through the trace. */
export function paintAxis(painting: Painting, view: TimelineView, plotWidth: number): void {
  const { context, height, style } = painting;
  const stepMs = tickStepMs(plotWidth / (view.toMs - view.fromMs), 72);
  context.font = `500 10px ${style.font}`;
  context.textBaseline = 'middle';
  context.fillStyle = style.dim;
  context.strokeStyle = style.grid;
  context.lineWidth = 1;
  context.beginPath();
  for (let ms = Math.ceil(view.fromMs / stepMs) * stepMs; ms <= view.toMs; ms += stepMs) {
    const x = Math.round(xOf(ms, view, plotWidth)) + 0.5;
    context.moveTo(x, 0);
    context.lineTo(x, height);
    context.fillText(timeText(ms, stepMs), x + 4, AXIS_HEIGHT / 2);
  }
  context.stroke();
}

/** The two lanes, every span in them and, faintly, on the trace; suggestions as dashed outlines. */
export function paintSpans(
  painting: Painting,
  scene: SpanScene,
  view: TimelineView,
  plotWidth: number,
): void {
  const { context, style, colour } = painting;
  const eventTop = AXIS_HEIGHT;
  const stateTop = AXIS_HEIGHT + EVENT_HEIGHT + 2;
  context.fillStyle = colour('var(--frame)');
  context.fillRect(0, eventTop, plotWidth, EVENT_HEIGHT);
  context.fillRect(0, stateTop, plotWidth, STATE_HEIGHT);
  context.font = `500 10px ${style.font}`;
  context.textBaseline = 'middle';
  context.fillStyle = style.dim;
  for (const [kind, middle] of [
    ['event', eventTop + EVENT_HEIGHT / 2],
    ['state', stateTop + STATE_HEIGHT / 2],
  ] as const) {
    const name = scene.laneNames[kind];
    const untilMs = msAt(context.measureText(name).width + 14, view, plotWidth);
    const covers = ({ startMs, endMs }: { startMs: number; endMs: number }) =>
      startMs < untilMs && endMs > view.fromMs;
    const covered =
      scene.spans.some(
        (span) => covers(span) && (scene.gestures.get(span.gestureId)?.kind ?? 'event') === kind,
      ) ||
      (kind === 'event' && scene.suggestions.some(covers));
    if (!covered) context.fillText(name, 6, middle);
  }

  context.save();
  context.beginPath();
  context.rect(0, 0, plotWidth, painting.height);
  context.clip();
  for (const suggestion of scene.suggestions)
    paintSuggestion(painting, scene, suggestion, view, plotWidth);
  const inOrder = [...scene.spans].sort(
    (a, b) => Number(a.id === scene.selectedId) - Number(b.id === scene.selectedId),
  );
  for (const span of inOrder) paintSpan(painting, scene, span, view, plotWidth);
  const cursorX = Math.round(xOf(scene.cursorMs, view, plotWidth)) + 0.5;
  context.strokeStyle = colour(ACCENT_COLOUR);
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(cursorX, AXIS_HEIGHT - 5);
  context.lineTo(cursorX, painting.height);
  context.stroke();
  context.restore();
}

function paintSpan(
  painting: Painting,
  scene: SpanScene,
  span: LabelSpan,
  view: TimelineView,
  plotWidth: number,
): void {
  const { context, height, style, colour } = painting;
  const from = xOf(span.startMs, view, plotWidth);
  const to = xOf(span.endMs, view, plotWidth);
  if (to < -8 || from > plotWidth + 8) return;
  const width = Math.max(1, to - from);
  const gesture = scene.gestures.get(span.gestureId);
  const isEvent = gesture?.kind !== 'state';
  const selected = span.id === scene.selectedId;
  const top = isEvent ? AXIS_HEIGHT + 2 : AXIS_HEIGHT + EVENT_HEIGHT + 4;
  const tall = isEvent ? EVENT_HEIGHT - 4 : STATE_HEIGHT - 4;
  const tint = colour(gesture === undefined ? NOTHING_COLOUR : gestureColour(gesture.colour));
  context.fillStyle = tint;
  context.globalAlpha = selected ? 0.2 : isEvent ? 0.11 : 0.06;
  context.fillRect(from, TRACE_TOP, width, height - TRACE_TOP);
  context.globalAlpha = selected ? 0.5 : 0.28;
  context.fillRect(from, top, width, tall);
  context.globalAlpha = 1;
  const line = Math.min(2, width / 2);
  context.fillRect(from, top, line, tall);
  context.fillRect(from + width - line, top, line, tall);
  if (selected) {
    context.fillRect(from, TRACE_TOP, 1.5, height - TRACE_TOP);
    context.fillRect(from + width - 1.5, TRACE_TOP, 1.5, height - TRACE_TOP);
    context.strokeStyle = colour(TEXT_COLOUR);
    context.lineWidth = 1.5;
    context.strokeRect(from, top, width, tall);
    for (const x of [from, from + width]) {
      context.beginPath();
      context.roundRect(x - 3.5, top + tall / 2 - 8, 7, 16, 3.5);
      context.fillStyle = tint;
      context.fill();
      context.stroke();
    }
  }
  if (gesture === undefined) return;
  context.font = `600 11px ${style.font}`;
  context.textBaseline = 'middle';
  // The name stays in view while a part of a long span is.
  const left = Math.max(from, 0) + (selected ? 8 : 6);
  const room = Math.min(to, plotWidth) - left - 4;
  const text = shortened(context, gesture.name, room);
  context.fillStyle = colour(TEXT_COLOUR);
  if (text !== '') context.fillText(text, left, top + tall / 2 + 0.5);
}

function paintSuggestion(
  painting: Painting,
  scene: SpanScene,
  suggestion: SuggestedSpan,
  view: TimelineView,
  plotWidth: number,
): void {
  const { context, height, style, colour } = painting;
  const from = xOf(suggestion.startMs, view, plotWidth);
  const to = xOf(suggestion.endMs, view, plotWidth);
  if (to < 0 || from > plotWidth) return;
  const isNext = suggestion === scene.next;
  context.strokeStyle = isNext ? colour(ACCENT_COLOUR) : style.dim;
  context.lineWidth = isNext ? 1.5 : 1;
  context.setLineDash([4, 3]);
  context.strokeRect(from, AXIS_HEIGHT + 3, Math.max(2, to - from), EVENT_HEIGHT - 6);
  if (isNext) context.strokeRect(from, TRACE_TOP, Math.max(2, to - from), height - TRACE_TOP - 1);
  context.setLineDash([]);
  if (!isNext) return;
  context.font = `600 11px ${style.font}`;
  context.textBaseline = 'middle';
  const text = shortened(context, scene.nextText, Math.max(to - from - 8, 72));
  context.fillStyle = colour('var(--accent-text)');
  context.fillText(text, from + 5, AXIS_HEIGHT + EVENT_HEIGHT / 2 + 0.5);
}

function shortened(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (room <= 6) return '';
  if (context.measureText(text).width <= room) return text;
  for (let length = text.length - 1; length > 0; length--) {
    const short = `${text.slice(0, length)}…`;
    if (context.measureText(short).width <= room) return short;
  }
  return '';
}
