import type { Signal } from '#core/motion/frame';
import { type MinMax, type MinMaxPyramid, minMaxOf } from '#core/motion/min-max-pyramid';
import type { LabelTrace } from '#studio/label-station';
import type { TraceLane } from '../parts/trace-lanes';
import { paintLaneFrame, paintLineNames, setAxisStyle } from '../parts/trace-style';
import { msAt } from './timeline-layout';
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
  { signal, pyramid }: LabelTrace,
  lanes: readonly TraceLane[],
  scales: readonly LaneScale[],
  view: TimelineView,
  top: number,
  plotWidth: number,
): void {
  const { context, height, style } = painting;
  const { timestampMs } = signal;
  const firstMs = timestampMs[0] ?? 0;
  const from = Math.max(0, frameAt(timestampMs, firstMs + view.fromMs) - 1);
  const to = Math.min(timestampMs.length, frameAt(timestampMs, firstMs + view.toMs) + 1);
  const isDense = to - from > plotWidth * FRAMES_PER_PIXEL;
  const columns = isDense ? columnsOf(signal, view, plotWidth) : undefined;
  const gapMs = gapOf(signal);
  const laneHeight = (height - top) / Math.max(1, lanes.length);
  const ends = new Float64Array(16);
  const range: MinMax = [0, 0];
  lanes.forEach((lane, index) => {
    const { centre, reach } = scales[index]!;
    const laneTop = top + index * laneHeight;
    const perUnit = (laneHeight / 2 - 4) / reach;
    const middle = laneTop + laneHeight / 2;
    const yOf = (value: number) => middle - (value - centre) * perUnit;
    paintLaneFrame(context, style, lane, reach, laneTop, laneHeight, plotWidth);
    context.save();
    context.beginPath();
    context.rect(0, laneTop, plotWidth, laneHeight);
    context.clip();
    context.lineJoin = 'round';
    context.lineWidth = 1.25;
    lane.lines.forEach(({ channel, axis }, line) => {
      setAxisStyle(context, style, axis);
      context.beginPath();
      if (columns) {
        context.setLineDash([]);
        for (let x = 0; x + 1 < columns.length; x++) {
          minMaxOf(pyramid, channel, columns[x]!, columns[x + 1]!, range);
          if (range[0] > range[1]) continue;
          const high = yOf(range[1]);
          context.moveTo(x + 0.5, high);
          // A flat stretch still leaves a mark.
          context.lineTo(x + 0.5, Math.max(high + 1, yOf(range[0])));
        }
      } else {
        let beforeMs = Number.NEGATIVE_INFINITY;
        for (let frame = from; frame < to; frame++) {
          const ms = timestampMs[frame]! - firstMs;
          const x = ((ms - view.fromMs) / (view.toMs - view.fromMs)) * plotWidth;
          const y = yOf(signal.values[frame * pyramid.channelCount + channel]!);
          if (ms - beforeMs > gapMs) context.moveTo(x, y);
          else context.lineTo(x, y);
          beforeMs = ms;
        }
      }
      context.stroke();
      const last = Math.max(0, to - 1) * pyramid.channelCount + channel;
      if (line < ends.length) ends[line] = yOf(signal.values[last] ?? 0);
    });
    context.restore();
    context.setLineDash([]);
    paintLineNames(context, style, lane, ends, laneTop, laneHeight, plotWidth);
  });
}

/** First frame of each pixel column, and of the one after the last. */
export function columnsOf(
  { timestampMs }: Pick<Signal, 'timestampMs'>,
  view: Pick<TimelineView, 'fromMs' | 'toMs'>,
  plotWidth: number,
): Int32Array {
  const firstMs = timestampMs[0] ?? 0;
  const columns = new Int32Array(Math.floor(plotWidth) + 1);
  for (let x = 0; x < columns.length; x++) {
    columns[x] = frameAt(timestampMs, firstMs + msAt(x, view, plotWidth));
  }
  return columns;
}

/** Index of the first frame at or after `timeMs`. */
function frameAt(timestampMs: Float64Array, timeMs: number): number {
  let low = 0;
  let high = timestampMs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timestampMs[middle]! < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Longer than this between two frames, the line is broken, ms. */
function gapOf({ timestampMs }: Signal): number {
  const frames = timestampMs.length;
  if (frames < 2) return Number.POSITIVE_INFINITY;
  return (4 * (timestampMs[frames - 1]! - timestampMs[0]!)) / (frames - 1);
}
