import type { SignalGap } from '#core/dataset/signal-summary';
import { TRACE_TOP, xOf } from './timeline-layout';
import type { TimelineView } from './timeline-view';
import type { Painting } from './use-painted-canvas';

/** Distance of the hatching's lines, px. */
const HATCH_PX = 7;
/** A narrower gap is a mark at the top: a lost frame now and then must not hide the whole hour. */
const NARROWEST_PX = 2;
const MARK_HEIGHT = 6;
const TEXT_MARGIN_PX = 8;

/** Hatches over the trace where frames are missing, with how long where there is room. */
export function paintGaps(
  painting: Painting,
  gaps: readonly SignalGap[],
  view: TimelineView,
  plotWidth: number,
  textOf: (gap: SignalGap) => string,
): void {
  const { context, height, style, colour } = painting;
  let paintedTo = Number.NEGATIVE_INFINITY;
  for (let at = firstInView(gaps, view.fromMs); at < gaps.length; at++) {
    const gap = gaps[at]!;
    if (gap.startMs > view.toMs) break;
    const left = Math.max(0, xOf(gap.startMs, view, plotWidth));
    const right = Math.min(plotWidth, xOf(gap.endMs, view, plotWidth));
    const width = right - left;
    if (width < NARROWEST_PX) {
      // Thousands of them seen from afar are one to the eye.
      if (left < paintedTo) continue;
      paintedTo = left + NARROWEST_PX;
      context.fillStyle = style.dim;
      context.fillRect(left, TRACE_TOP, NARROWEST_PX - 0.5, MARK_HEIGHT);
      continue;
    }
    context.save();
    context.beginPath();
    context.rect(left, TRACE_TOP, width, height - TRACE_TOP);
    context.clip();
    context.fillStyle = colour('var(--frame)');
    context.fillRect(left, TRACE_TOP, width, height - TRACE_TOP);
    context.strokeStyle = style.dim;
    context.lineWidth = 1;
    context.globalAlpha = 0.55;
    context.beginPath();
    const tall = height - TRACE_TOP;
    // From the canvas's edge, so that the hatching stands still while one pans into it.
    const first = Math.floor((left - tall) / HATCH_PX) * HATCH_PX;
    for (let x = first; x < left + width; x += HATCH_PX) {
      context.moveTo(x, height);
      context.lineTo(x + tall, TRACE_TOP);
    }
    context.stroke();
    context.restore();
    paintText(painting, textOf(gap), left, width);
  }
}

function paintText({ context, style, colour }: Painting, text: string, left: number, room: number) {
  context.font = `600 11px ${style.font}`;
  const { width } = context.measureText(text);
  if (width + 2 * TEXT_MARGIN_PX > room) return;
  const from = left + (room - width) / 2;
  context.textBaseline = 'middle';
  context.fillStyle = colour('var(--frame)');
  context.fillRect(from - 4, TRACE_TOP + 4, width + 8, 18);
  context.fillStyle = colour('var(--mantine-color-text)');
  context.fillText(text, from, TRACE_TOP + 13);
}

/** The gap at a time, within some of it either way, ms. */
export function gapAt(
  gaps: readonly SignalGap[],
  atMs: number,
  slackMs: number,
): SignalGap | undefined {
  const gap = gaps[firstInView(gaps, atMs - slackMs)];
  return gap && gap.startMs - slackMs <= atMs ? gap : undefined;
}

/** Index of the first gap that ends at or after a time. */
function firstInView(gaps: readonly SignalGap[], fromMs: number): number {
  let low = 0;
  let high = gaps.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (gaps[middle]!.endMs < fromMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
