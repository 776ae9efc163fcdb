import { resolvedColour } from './gesture-colour';
import { spreadApart, type TraceLane } from './trace-lanes';

/** Colours and type of a trace, as they stand on its canvas now. */
export interface TraceStyle {
  readonly axisColours: readonly string[];
  readonly grid: string;
  readonly strong: string;
  readonly dim: string;
  readonly font: string;
}

/** Room right of the plot for the names on the line ends, px. */
export const NAME_GUTTER = 30;
const LINE_GAP = 11;
/** Line styles of x, y, z (and on), px; drawn along the path, so they travel with the signal. */
const DASHES: readonly (readonly number[])[] = [[], [6, 3], [1.5, 2.5], [9, 3, 1.5, 3]];

const UNIT_NAMES = { g: 'g', dps: '°/s', uT: 'µT', raw: '' } as const;

/** What a canvas needs to look like every other trace; read again when the theme changes. */
export function readTraceStyle(canvas: HTMLCanvasElement): TraceStyle {
  const css = (name: string) => resolvedColour(`var(--${name})`, canvas);
  return {
    axisColours: ['axis-x', 'axis-y', 'axis-z', 'axis-w'].map(css),
    grid: css('line'),
    strong: css('line-strong'),
    dim: css('mantine-color-dimmed'),
    font: getComputedStyle(canvas).fontFamily,
  };
}

/** Sets colour and dash of an axis: 0 x, 1 y, 2 z. */
export function setAxisStyle(
  context: CanvasRenderingContext2D,
  { axisColours }: TraceStyle,
  axis: number,
): void {
  context.strokeStyle = axisColours[axis % axisColours.length]!;
  context.setLineDash(DASHES[axis % DASHES.length] as number[]);
}

/** The zero line of a lane and its scale in words. */
export function paintLaneFrame(
  context: CanvasRenderingContext2D,
  style: TraceStyle,
  lane: TraceLane,
  reach: number,
  top: number,
  laneHeight: number,
  plotWidth: number,
): void {
  context.strokeStyle = style.strong;
  context.lineWidth = 1;
  context.beginPath();
  const zero = Math.round(top + laneHeight / 2) + 0.5;
  context.moveTo(0, zero);
  context.lineTo(plotWidth, zero);
  context.stroke();
  context.font = `500 10px ${style.font}`;
  context.fillStyle = style.dim;
  context.textBaseline = 'top';
  const unit = UNIT_NAMES[lane.unit];
  context.fillText(lane.centred ? `±${reach} ${unit}` : unit, 4, top + 3);
}

/** Names of a lane's lines at their ends; `ends` holds their heights and is put in order. */
export function paintLineNames(
  context: CanvasRenderingContext2D,
  { axisColours, font }: TraceStyle,
  lane: TraceLane,
  ends: Float64Array,
  top: number,
  laneHeight: number,
  plotWidth: number,
): void {
  const count = Math.min(lane.lines.length, ends.length);
  const order = lane.lines
    .slice(0, count)
    .map((line, index) => ({ line, end: ends[index]! }))
    .sort((a, b) => a.end - b.end);
  order.forEach(({ end }, index) => {
    ends[index] = end;
  });
  const half = LINE_GAP / 2;
  const gap = Math.min(LINE_GAP, laneHeight / count);
  spreadApart(ends, count, gap, top + half, top + laneHeight - half);
  context.font = `600 11px ${font}`;
  context.textBaseline = 'middle';
  order.forEach(({ line }, index) => {
    context.fillStyle = axisColours[line.axis % axisColours.length]!;
    context.fillText(line.label, plotWidth + 6, ends[index]!);
  });
}
