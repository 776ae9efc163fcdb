import { blockAround, firstAtOrAfter, type SignalGap } from '#core/dataset/signal-summary';
import type { Signal } from '#core/motion/frame';
import { type MinMax, type MinMaxPyramid, minMaxOf } from '#core/motion/min-max-pyramid';
import type { LabelTrace } from '#studio/label-station';
import type { TraceLane } from '../parts/trace-lanes';
import { paintLaneFrame, paintLineNames, setAxisStyle } from '../parts/trace-style';
import type { ColumnPainter, LanePlace } from './column-painter';
import { msAt, xOf } from './timeline-layout';
import type { TimelineView } from './timeline-view';
import type { Painting } from './use-painted-canvas';

/** With more frames than this a pixel, a column shows their range instead of a line through them. */
const FRAMES_PER_PIXEL = 1.5;

/** Centre and reach of a lane over the whole recording, so that nothing jumps while panning. */
export interface LaneScale {
  readonly centre: number;
  readonly reach: number;
}

export function laneScales(pyramid: MinMaxPyramid, lanes: readonly TraceLane[]): LaneScale[] {
  const range: MinMax = [0, 0];
  return lanes.map(({ lines, centred, unit }) => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const { channel } of lines) {
      minMaxOf(pyramid, channel, 0, pyramid.frameCount, range);
      low = Math.min(low, range[0]);
      high = Math.max(high, range[1]);
    }
    const centre = centred || !(high >= low) ? 0 : (low + high) / 2;
    const reach = Math.max(high - centre, centre - low, unit === 'g' ? 1 : 1e-6);
    return { centre, reach: closeCeiling(reach) };
  });
}

/** Steps of a scale that leaves little of a lane empty. */
const REACHES = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** The least of such steps × 10ⁿ that is not below `value`. */
function closeCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = REACHES.find((one) => one * power >= value) ?? 10;
  return Number((step * power).toPrecision(3));
}

/** Paints the lanes of a stretch from `top` down to the canvas's end. */
export function paintTrace(
  painting: Painting,
  trace: LabelTrace,
  lanes: readonly TraceLane[],
  scales: readonly LaneScale[],
  view: TimelineView,
  top: number,
  plotWidth: number,
  painter: ColumnPainter,
): void {
  const { context, height, style, ratio } = painting;
  const { pyramid, signal } = trace;
  const from = Math.max(0, frameAt(trace, view.fromMs) - 1);
  const to = Math.min(pyramid.frameCount, frameAt(trace, view.toMs) + 1);
  const isDense = to - from > plotWidth * FRAMES_PER_PIXEL;
  const laneHeight = (height - top) / Math.max(1, lanes.length);
  const placeOf = (lane: number): LanePlace => {
    const { centre, reach } = scales[lane]!;
    const laneTop = top + lane * laneHeight;
    const perUnit = (laneHeight / 2 - 4) / reach;
    const middle = laneTop + laneHeight / 2;
    return {
      top: laneTop,
      height: laneHeight,
      yOf: (value) => middle - (value - centre) * perUnit,
    };
  };
  lanes.forEach((lane, index) => {
    const { reach } = scales[index]!;
    paintLaneFrame(context, style, lane, reach, placeOf(index).top, laneHeight, plotWidth);
  });
  if (signal && !isDense) {
    lanes.forEach((lane, index) => {
      paintLines(painting, trace, signal, lane, placeOf(index), from, to, view, plotWidth);
    });
  } else {
    // Before the frames are there, a column shows what the block at it holds.
    const columns = columnsOf(trace, view, Math.floor(plotWidth * ratio));
    painter.paint(painting, pyramid, columns, signal ? 0 : 1, lanes, placeOf, top);
  }
  const ends = new Float64Array(16);
  const range: MinMax = [0, 0];
  lanes.forEach((lane, index) => {
    const { yOf, top: laneTop } = placeOf(index);
    lane.lines.slice(0, ends.length).forEach(({ channel }, line) => {
      minMaxOf(pyramid, channel, to - 1, to, range);
      ends[line] = yOf((range[0] + range[1]) / 2 || 0);
    });
    paintLineNames(context, style, lane, ends, laneTop, laneHeight, plotWidth);
  });
}

/** A lane that has fewer frames than pixels, as lines through them. */
function paintLines(
  { context, style }: Painting,
  { summary }: LabelTrace,
  signal: Signal,
  lane: TraceLane,
  { top, height, yOf }: LanePlace,
  from: number,
  to: number,
  view: TimelineView,
  plotWidth: number,
): void {
  context.save();
  context.beginPath();
  context.rect(0, top, plotWidth, height);
  context.clip();
  // Not a hair more: a line wider than a pixel is drawn ten times slower without a graphics card.
  context.lineWidth = 1;
  for (const { channel, axis } of lane.lines) {
    setAxisStyle(context, style, axis);
    context.beginPath();
    strokeFrames(context, signal, summary.gaps, channel, from, to, view, plotWidth, yOf);
    context.stroke();
  }
  context.restore();
  context.setLineDash([]);
}

/** A line through frames `[from, to)`, broken at every gap. */
function strokeFrames(
  context: CanvasRenderingContext2D,
  { timestampMs, values, channels }: Signal,
  gaps: readonly SignalGap[],
  channel: number,
  from: number,
  to: number,
  view: TimelineView,
  plotWidth: number,
  yOf: (value: number) => number,
): void {
  const firstMs = timestampMs[0] ?? 0;
  let next = gaps.findIndex(({ endMs }) => endMs >= view.fromMs);
  for (let frame = from; frame < to; frame++) {
    const ms = timestampMs[frame]! - firstMs;
    const value = values[frame * channels.length + channel]!;
    let afterGap = frame === from;
    while (next >= 0 && next < gaps.length && gaps[next]!.endMs <= ms) {
      afterGap = true;
      next++;
    }
    const x = xOf(ms, view, plotWidth);
    if (afterGap) context.moveTo(x, yOf(value));
    else context.lineTo(x, yOf(value));
  }
}

/** First frame (before they are read: first of a block) of each of so many columns, and of the next. */
export function columnsOf(
  trace: LabelTrace,
  view: Pick<TimelineView, 'fromMs' | 'toMs'>,
  count: number,
): Int32Array {
  const columns = new Int32Array(count + 1);
  for (let x = 0; x <= count; x++) columns[x] = frameAt(trace, msAt(x, view, count));
  return columns;
}

/** Index of the first frame at or after a time, ms after the first frame. */
function frameAt({ signal, summary }: LabelTrace, ms: number): number {
  const timeMs = (summary.blockMs[0] ?? 0) + ms;
  return signal ? firstAtOrAfter(signal.timestampMs, timeMs) : blockAround(summary, timeMs);
}
