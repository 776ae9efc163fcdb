import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  CartesianGrid,
  ReferenceLine,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { StageReport } from '#core/compress/compressed-model';
import { AXIS, GRID, LABEL, TOOLTIP_STYLE } from './chart-style';
import { placeBadges, type Spot } from './place-badges';
import { logDomain, logTicks, shareDomain, shareTicks } from './trade-off-scale';

/** What the stages are drawn against. */
export type StageMeasure = 'file' | 'gzip' | 'macs';

export interface StageChartProps {
  readonly stages: readonly StageReport[];
  readonly measure: StageMeasure;
  /** The float model: its size in this measure, where that is known, and its macro F1. */
  readonly float: { readonly size: number | undefined; readonly macroF1: number | null };
}

interface Point {
  readonly size: number;
  readonly macroF1: number;
  readonly name: string;
  /** What is written in its circle or beside its diamond. */
  readonly mark: string;
  readonly kind: 'float' | 'stage' | 'last';
  /** How far its circle stands from it where others are in the way, px. */
  readonly aside?: Spot;
}

/** Room that the axes and the margins take, px. */
const AROUND = { width: 76, height: 68 };
/** Between the middles of two circles, px. */
const APART = 21;

/** Held-out macro F1 against size: the way that the recipe took through its stages. */
export function StageChart({ stages, measure, float }: StageChartProps) {
  const { t, i18n } = useTranslation('compress');
  const path = stages.flatMap((stage, at): Point[] => {
    if (stage.macroF1 === null) return [];
    const name = at === 0 ? t('stages.start') : t(`step.${stage.step}.name`);
    const kind = at === stages.length - 1 ? 'last' : 'stage';
    return [{ size: sizeOf(stage, measure), macroF1: stage.macroF1, name, mark: `${at}`, kind }];
  });
  const floatPoint: Point[] =
    float.size === undefined || float.macroF1 === null
      ? []
      : [
          {
            size: float.size,
            macroF1: float.macroF1,
            name: t('stages.float'),
            mark: t('chart.floatMark', { percent: (float.macroF1 * 100).toFixed(1) }),
            kind: 'float',
          },
        ];
  const all = [...floatPoint, ...path];
  const sizes = logDomain(all.map(({ size }) => size));
  const shares = shareDomain(all.map(({ macroF1 }) => macroF1));
  const [box, setBox] = useState({ width: 640, height: 248 });
  const asides = placeBadges(
    path.map(({ size, macroF1 }) => ({
      x: (box.width - AROUND.width) * logShare(size, sizes),
      y: ((box.height - AROUND.height) * (shares[1] - macroF1)) / (shares[1] - shares[0]),
    })),
    APART,
  );
  const brief = new Intl.NumberFormat(i18n.language, { maximumSignificantDigits: 3 });
  const exact = new Intl.NumberFormat(i18n.language);
  const unit = measure === 'macs' ? '' : ' B';
  return (
    <ResponsiveContainer
      width="100%"
      height="100%"
      onResize={(width, height) => setBox({ width, height })}
    >
      <ScatterChart margin={{ top: 22, right: 20, bottom: 14, left: 8 }} accessibilityLayer={false}>
        <CartesianGrid {...GRID} />
        <XAxis
          {...AXIS}
          dataKey="size"
          type="number"
          scale="log"
          domain={[...sizes]}
          ticks={[...logTicks(sizes)]}
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
        {float.macroF1 !== null && (
          <ReferenceLine
            y={float.macroF1}
            stroke="var(--mantine-color-dimmed)"
            strokeDasharray="4 3"
          />
        )}
        <Tooltip
          cursor={false}
          isAnimationActive={false}
          content={({ payload }) => {
            const point = payload?.[0]?.payload as Point | undefined;
            if (point === undefined) return null;
            return (
              <div style={TOOLTIP_STYLE}>
                <strong>{point.name}</strong>
                <div>
                  {exact.format(point.size)}
                  {unit} · F1 {(point.macroF1 * 100).toFixed(1)} %
                </div>
              </div>
            );
          }}
        />
        <Scatter data={floatPoint} isAnimationActive={false} shape={FloatMark} />
        <Scatter
          data={path.map((point, at) => ({ ...point, aside: asides[at] }))}
          isAnimationActive={false}
          line={{ stroke: 'var(--mantine-primary-color-filled)', strokeWidth: 1.75 }}
          shape={StageMark}
        />
      </ScatterChart>
    </ResponsiveContainer>
  );
}

/** A stage's size in a measure. */
function sizeOf({ cost, gzipBytes }: StageReport, measure: StageMeasure): number {
  if (measure === 'gzip') return gzipBytes;
  return measure === 'macs' ? cost.macs : cost.sizeBytes;
}

interface MarkProps {
  readonly cx?: number | undefined;
  readonly cy?: number | undefined;
  readonly payload?: Point | undefined;
}

/** A diamond, hollow: what everything is measured against. */
function FloatMark({ cx = 0, cy = 0, payload }: MarkProps) {
  return (
    <g>
      <path
        d={`M${cx} ${cy - 7}l7 7l-7 7l-7 -7z`}
        fill="var(--mantine-color-body)"
        stroke="var(--mantine-color-dimmed)"
        strokeWidth={1.75}
      />
      <text x={cx + 8} y={cy - 11} textAnchor="end" {...LABEL}>
        {payload?.mark}
      </text>
    </g>
  );
}

/** The step's number in a circle, filled where the recipe ends. */
function StageMark({ cx = 0, cy = 0, payload }: MarkProps) {
  const last = payload?.kind === 'last';
  const { x, y } = payload?.aside ?? { x: 0, y: 0 };
  return (
    <g stroke="var(--mantine-primary-color-filled)" strokeWidth={1.75}>
      {(x !== 0 || y !== 0) && (
        <>
          <line x1={cx} y1={cy} x2={cx + x} y2={cy + y} strokeWidth={1} strokeDasharray="2 2" />
          <circle cx={cx} cy={cy} r={2.5} fill="var(--mantine-primary-color-filled)" />
        </>
      )}
      <circle
        cx={cx + x}
        cy={cy + y}
        r={9}
        fill={last ? 'var(--mantine-primary-color-filled)' : 'var(--mantine-color-body)'}
      />
      <text
        x={cx + x}
        y={cy + y}
        dy="0.35em"
        textAnchor="middle"
        fontSize={11}
        fontWeight={600}
        stroke="none"
        fill={last ? 'var(--mantine-primary-color-contrast)' : 'var(--mantine-color-text)'}
      >
        {payload?.mark}
      </text>
    </g>
  );
}

/** Where a size stands on a logarithmic axis, 0 … 1. */
function logShare(size: number, [low, high]: readonly [number, number]): number {
  return Math.log(size / low) / Math.log(high / low);
}
