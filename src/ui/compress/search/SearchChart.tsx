import { type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import {
  CartesianGrid,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
  Symbols,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { AXIS, GRID, LABEL, TOOLTIP_STYLE } from '../chart-style';
import { logDomain, logTicks, shareDomain, shareTicks } from '../trade-off-scale';
import { PRESET_MARKS } from './preset-marks';
import classes from './SearchChart.module.css';
import {
  frontOf,
  neighbour,
  pointSize,
  type SearchMeasure,
  type SearchPoint,
} from './search-points';
import type { ChoiceNames } from './use-choice-names';

export interface SearchChartProps {
  readonly points: readonly SearchPoint[];
  readonly measure: SearchMeasure;
  /** Rungs of the search; points of earlier ones are drawn faint. */
  readonly rungCount: number;
  /** Ids of the points that are looked at. */
  readonly opened: readonly number[];
  readonly names: ChoiceNames;
  onOpen(id: number): void;
}

/** Side of a point's square, px². */
const AREA = 90;
const AREA_OPENED = 210;

/** Macro F1 against size, a point a candidate, and the line of those that no other beats. */
export function SearchChart(props: SearchChartProps) {
  const { points, measure, rungCount, opened, names, onOpen } = props;
  const { t, i18n } = useTranslation('compress');
  const box = useRef<HTMLDivElement>(null);
  const brief = new Intl.NumberFormat(i18n.language, { maximumSignificantDigits: 3 });
  const exact = new Intl.NumberFormat(i18n.language);
  const spots = points.map((point) => ({
    point,
    size: pointSize(point, measure),
    macroF1: point.macroF1,
  }));
  const front = frontOf(points, measure);
  const domain = logDomain(spots.map(({ size }) => size));
  const shares = shareDomain(spots.map(({ macroF1 }) => macroF1));
  const unit = measure === 'macs' ? '' : ' B';
  const say = ({ candidate, macroF1, outcome }: SearchPoint) =>
    `${names.preset(candidate.choice.preset)} ${names.width(candidate.choice.width)}, F1 ${(
      macroF1 * 100
    ).toFixed(1)} %, ${exact.format(outcome.cost.sizeBytes)} B`;
  // One stop for the Tab key: the arrows lead from point to point, along the size axis.
  const stop = opened[0] ?? front[0]?.id;

  const press = (event: KeyboardEvent, id: number) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      onOpen(id);
      return;
    }
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key] as -1 | 1 | undefined;
    if (by === undefined) return;
    event.preventDefault();
    const next = neighbour(points, measure, id, by);
    box.current?.querySelector<SVGElement>(`[data-point="${next}"]`)?.focus();
  };

  const mark = ({ cx = 0, cy = 0, payload }: MarkProps) => {
    if (payload === undefined) return <g />;
    const { point } = payload;
    const { colour, shape } = PRESET_MARKS[point.candidate.choice.preset];
    const at = opened.indexOf(point.id);
    const early = point.rung < rungCount - 1;
    return (
      // biome-ignore lint/a11y/useSemanticElements: there are no buttons inside a drawing
      <g
        role="button"
        tabIndex={point.id === stop ? 0 : -1}
        data-point={point.id}
        aria-label={say(point)}
        aria-pressed={at >= 0}
        className={classes.point}
        onClick={() => onOpen(point.id)}
        onKeyDown={(event) => press(event, point.id)}
      >
        <circle cx={cx} cy={cy} r={12} fill="transparent" stroke="none" />
        <Symbols
          cx={cx}
          cy={cy}
          type={shape}
          size={at >= 0 ? AREA_OPENED : AREA}
          fill={colour}
          fillOpacity={at >= 0 ? 1 : early ? 0.2 : 0.85}
          stroke={at >= 0 ? 'var(--mantine-color-text)' : colour}
          strokeOpacity={early && at < 0 ? 0.5 : 1}
          strokeWidth={at >= 0 ? 2 : 1.25}
        />
      </g>
    );
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of points, not of form fields
    <div ref={box} className={classes.chart} role="group" aria-label={t('search.chart')}>
      <ResponsiveContainer width="100%" height="100%">
        <ScatterChart
          margin={{ top: 22, right: 20, bottom: 14, left: 8 }}
          accessibilityLayer={false}
        >
          <CartesianGrid {...GRID} />
          <XAxis
            {...AXIS}
            dataKey="size"
            type="number"
            scale="log"
            domain={[...domain]}
            ticks={[...logTicks(domain)]}
            tickFormatter={(size: number) => brief.format(size)}
            label={{
              value: t(`chart.${measure}`),
              position: 'insideBottom',
              offset: -10,
              ...LABEL,
            }}
          />
          <YAxis
            {...AXIS}
            dataKey="macroF1"
            type="number"
            width={44}
            label={{ value: t('chart.macroF1'), position: 'top', offset: 8, ...LABEL }}
            domain={[...shares]}
            ticks={[...shareTicks(shares)]}
            tickFormatter={(share: number) => `${Math.round(share * 100)}\u00a0%`}
          />
          <Tooltip
            cursor={false}
            isAnimationActive={false}
            content={({ payload }) => {
              const spot = payload?.[0]?.payload as Spot | undefined;
              if (spot?.point === undefined) return null;
              const { choice } = spot.point.candidate;
              return (
                <div style={TOOLTIP_STYLE}>
                  <strong>
                    {names.preset(choice.preset)} {names.width(choice.width)}
                  </strong>
                  <div>
                    {exact.format(spot.size)}
                    {unit} · F1 {(spot.macroF1 * 100).toFixed(1)} %
                  </div>
                  <div>
                    {names.length(choice.lengthMs)} · {names.channels(choice.channelNames)}
                  </div>
                </div>
              );
            }}
          />
          <Scatter
            data={front.map((point) => ({
              size: pointSize(point, measure),
              macroF1: point.macroF1,
            }))}
            isAnimationActive={false}
            line={{
              stroke: 'var(--mantine-color-dimmed)',
              strokeWidth: 1.5,
              strokeDasharray: '5 3',
            }}
            shape={() => <g />}
            tooltipType="none"
          />
          <Scatter data={spots} isAnimationActive={false} shape={mark} />
        </ScatterChart>
      </ResponsiveContainer>
    </div>
  );
}

interface Spot {
  readonly point: SearchPoint;
  readonly size: number;
  readonly macroF1: number;
}

interface MarkProps {
  readonly cx?: number | undefined;
  readonly cy?: number | undefined;
  readonly payload?: Spot | undefined;
}
