import type { FrameBus } from '#studio/frame-bus';
import { resolvedColour } from './gesture-colour';
import { lanesOf, niceCeiling, type TraceLane } from './trace-lanes';
import {
  NAME_GUTTER,
  paintLaneFrame,
  paintLineNames,
  readTraceStyle,
  setAxisStyle,
} from './trace-style';

/** A band (or, without an end, a line) on the trace; times on the frames' clock. */
export interface TraceMark {
  readonly startMs: number;
  readonly endMs?: number;
  /** A CSS colour; `var(--gesture-N)` too. */
  readonly colour: string;
  readonly label?: string;
}

export interface TracePainterOptions {
  readonly seconds: number;
  readonly names?: ReadonlySet<string> | undefined;
}

export interface TracePainter {
  resize(): void;
  paint(
    frames: Pick<FrameBus, 'ring' | 'description'>,
    nowMs: number,
    marks?: readonly TraceMark[],
  ): void;
}

/** The picture runs this far behind the newest frame, so that packets arrive before they are due. */
const DELAY_MS = 60;
/** With nothing new for this long the picture stands still. */
const STALL_MS = 400;

/** Paints a stream onto a canvas. Painting allocates nothing that grows with the stream. */
export function createTracePainter(
  canvas: HTMLCanvasElement,
  { seconds, names }: TracePainterOptions,
): TracePainter {
  const context = canvas.getContext('2d');
  const style = readTraceStyle(canvas);
  let width = 0;
  let height = 0;
  let described: FrameBus['description'];
  let lanes: readonly TraceLane[] = [];
  /** Of each channel: length of the path that has left the picture, px, so that dashes stand. */
  let gone = new Float64Array(0);
  let firstShown = -1;
  /** Of each lane. */
  let centres = new Float64Array(0);
  let reaches = new Float64Array(0);
  const ends = new Float64Array(16);
  let seenTotal = 0;
  let arrivedMs = 0;
  /** Frames' clock less the page's clock, ms. */
  let offsetMs = Number.NaN;
  let edgeMs = Number.NaN;

  function resize() {
    const ratio = window.devicePixelRatio;
    width = canvas.clientWidth;
    height = canvas.clientHeight;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    context?.setTransform(ratio, 0, 0, ratio, 0, 0);
    gone.fill(0);
  }

  function restart(description: FrameBus['description']) {
    described = description;
    lanes = description === undefined ? [] : lanesOf(description.channels, names);
    gone = new Float64Array(description?.channels.length ?? 0);
    centres = new Float64Array(lanes.length);
    reaches = new Float64Array(lanes.length);
    firstShown = -1;
    seenTotal = 0;
    offsetMs = Number.NaN;
    edgeMs = Number.NaN;
  }

  /** Moves the right edge: evenly with the page's clock, however the packets bunch. */
  function advance(newestMs: number, total: number, nowMs: number) {
    if (total !== seenTotal) {
      seenTotal = total;
      arrivedMs = nowMs;
      const offset = newestMs - nowMs;
      const jumped = !(Math.abs(offset - offsetMs) < 1000);
      if (jumped) offsetMs = offset;
      else offsetMs += (offset - offsetMs) * (offset > offsetMs ? 0.3 : 0.02);
      if (jumped) edgeMs = Number.NaN;
    }
    if (nowMs - arrivedMs > STALL_MS) return;
    const due = Math.min(newestMs, nowMs + offsetMs - DELAY_MS);
    edgeMs = edgeMs > due ? edgeMs : due;
  }

  function paint(
    { ring, description }: Pick<FrameBus, 'ring' | 'description'>,
    nowMs: number,
    marks: readonly TraceMark[] = [],
  ) {
    if (context === null) return;
    if (description !== described) restart(description);
    if (width === 0) resize();
    context.clearRect(0, 0, width, height);
    const plotWidth = width - NAME_GUTTER;
    if (ring === undefined || ring.length === 0 || lanes.length === 0 || plotWidth <= 0) {
      paintIdle(plotWidth);
      return;
    }
    const newest = ring.length - 1;
    advance(ring.timestampMs[ring.slotOf(newest)]!, ring.total, nowMs);
    const startMs = edgeMs - seconds * 1000;
    const perMs = plotWidth / (seconds * 1000);
    const first = Math.max(0, ring.positionAt(startMs) - 1);
    const last = Math.min(newest, ring.positionAt(edgeMs));
    const oldest = ring.total - ring.length;
    const gapMs = 4000 / (description?.nominalRateHz || 25);
    paintTicks(startMs, perMs, plotWidth);
    for (const mark of marks) paintMark(mark, startMs, perMs, plotWidth);

    const laneHeight = height / lanes.length;
    for (let index = 0; index < lanes.length; index++) {
      const lane = lanes[index]!;
      const top = index * laneHeight;
      let low = Number.POSITIVE_INFINITY;
      let high = Number.NEGATIVE_INFINITY;
      for (const { channel } of lane.lines) {
        for (let position = first; position <= last; position++) {
          const value = ring.values[ring.slotOf(position) * ring.channelCount + channel]!;
          if (value < low) low = value;
          if (value > high) high = value;
        }
      }
      scale(lane, index, low, high);
      const middle = top + laneHeight / 2;
      const perUnit = (laneHeight / 2 - 5) / reaches[index]!;
      paintLaneFrame(context, style, lane, reaches[index]!, top, laneHeight, plotWidth);
      context.lineWidth = 1.25;
      context.lineJoin = 'round';
      for (let line = 0; line < lane.lines.length; line++) {
        const { channel, axis } = lane.lines[line]!;
        const pixel = (position: number) =>
          middle -
          (ring.values[ring.slotOf(position) * ring.channelCount + channel]! - centres[index]!) *
            perUnit;
        if (firstShown >= oldest) {
          for (let frame = firstShown; frame < oldest + first; frame++) {
            const at = frame - oldest;
            const ms = ring.timestampMs[ring.slotOf(at + 1)]! - ring.timestampMs[ring.slotOf(at)]!;
            gone[channel]! += Math.hypot(ms * perMs, pixel(at + 1) - pixel(at));
          }
        }
        setAxisStyle(context, style, axis);
        context.lineDashOffset = gone[channel]!;
        context.save();
        context.beginPath();
        context.rect(0, top, plotWidth, laneHeight);
        context.clip();
        context.beginPath();
        let before = Number.NEGATIVE_INFINITY;
        for (let position = first; position <= last; position++) {
          const ms = ring.timestampMs[ring.slotOf(position)]!;
          const x = (ms - startMs) * perMs;
          if (ms - before > gapMs) context.moveTo(x, pixel(position));
          else context.lineTo(x, pixel(position));
          before = ms;
        }
        context.stroke();
        context.restore();
        if (line < ends.length) ends[line] = pixel(last);
      }
      context.setLineDash([]);
      paintLineNames(context, style, lane, ends, top, laneHeight, plotWidth);
    }
    firstShown = oldest + first;
  }

  /** The scale grows at once and shrinks when the values have fallen well below it. */
  function scale(lane: TraceLane, index: number, low: number, high: number) {
    const centre = lane.centred ? 0 : (low + high) / 2;
    const reach = lane.centred ? Math.max(high, -low) : (high - low) / 2;
    const nice = niceCeiling(Math.max(reach, lane.unit === 'g' ? 1 : 1e-6));
    const before = reaches[index]!;
    const outside = Math.abs(centre - centres[index]!) + reach > before;
    if (outside || nice < before / 2) {
      centres[index] = centre;
      reaches[index] = nice;
      gone.fill(0);
    }
  }

  function paintIdle(plotWidth: number) {
    if (context === null) return;
    context.strokeStyle = style.strong;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(0, Math.round(height / 2) + 0.5);
    context.lineTo(plotWidth, Math.round(height / 2) + 0.5);
    context.stroke();
  }

  function paintTicks(startMs: number, perMs: number, plotWidth: number) {
    if (context === null) return;
    context.strokeStyle = style.grid;
    context.lineWidth = 1;
    context.beginPath();
    for (let ms = Math.ceil(startMs / 1000) * 1000; ms <= edgeMs; ms += 1000) {
      const x = Math.round((ms - startMs) * perMs) + 0.5;
      if (x > plotWidth) break;
      context.moveTo(x, 0);
      context.lineTo(x, height);
    }
    context.stroke();
  }

  function paintMark(mark: TraceMark, startMs: number, perMs: number, plotWidth: number) {
    if (context === null) return;
    const from = Math.max(0, (mark.startMs - startMs) * perMs);
    const to = Math.min(plotWidth, ((mark.endMs ?? mark.startMs) - startMs) * perMs);
    if (to < 0 || from > plotWidth) return;
    context.fillStyle = resolvedColour(mark.colour, canvas);
    context.globalAlpha = 0.2;
    context.fillRect(from, 0, Math.max(0, to - from), height);
    context.globalAlpha = 1;
    context.fillRect(from, 0, 1.5, height);
    if (mark.label === undefined) return;
    context.font = `600 11px ${style.font}`;
    context.textBaseline = 'bottom';
    context.fillText(mark.label, from + 5, height - 3);
  }

  return { resize, paint };
}
