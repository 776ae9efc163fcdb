import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Signal } from '#core/motion/frame';
import classes from './Import.module.css';

const WIDTH = 900;
const LANE = 64;
const POINTS = 450;
const DASHES = ['', '6 3', '1.5 2.5'];
const UNIT_NAMES = { g: 'g', dps: '°/s', uT: 'µT', raw: '' } as const;

interface Lane {
  readonly name: string;
  readonly reach: number;
  readonly lines: readonly { readonly axis: number; readonly points: string }[];
}

/** The whole file at a glance: a lane a quantity, so that a wrong unit or column can be seen. */
export function ImportTrace({ signal }: { readonly signal: Signal }) {
  const { t } = useTranslation('import');
  const lanes = useMemo(() => lanesOf(signal), [signal]);
  const height = lanes.length * LANE;
  return (
    <svg
      className={classes.trace}
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={t('trace', { lanes: lanes.map(({ name }) => name).join(', ') })}
    >
      {lanes.map(({ name, reach, lines }, at) => (
        <g key={name} transform={`translate(0 ${at * LANE})`}>
          <line x1={0} x2={WIDTH} y1={LANE / 2} y2={LANE / 2} className={classes.zero} />
          {lines.map(({ axis, points }) => (
            <polyline
              key={axis}
              points={points}
              className={classes.line}
              style={{ stroke: `var(--axis-${'xyz'[axis % 3]})` }}
              strokeDasharray={DASHES[axis % DASHES.length]}
            />
          ))}
          <text x={2} y={12} className={classes.reach}>
            {name} ±{Number(reach.toPrecision(2))}
          </text>
        </g>
      ))}
    </svg>
  );
}

function lanesOf({ channels, timestampMs, values }: Signal): Lane[] {
  const groups = new Map<string, number[]>();
  for (const [index, { name, unit }] of channels.entries()) {
    const stem = /^(acc|gyro|mag)[XYZ]$/.exec(name)?.[1] ?? name;
    const key = `${stem} ${UNIT_NAMES[unit]}`.trim();
    groups.set(key, [...(groups.get(key) ?? []), index]);
  }
  const frames = timestampMs.length;
  const count = Math.min(POINTS, frames);
  const firstMs = timestampMs[0]!;
  const spanMs = timestampMs[frames - 1]! - firstMs || 1;
  const frameOf = (point: number) => Math.floor((point * (frames - 1)) / Math.max(1, count - 1));
  return [...groups].map(([name, columns]) => {
    let reach = 1e-9;
    for (let point = 0; point < count; point++) {
      for (const column of columns) {
        reach = Math.max(reach, Math.abs(values[frameOf(point) * channels.length + column]!));
      }
    }
    const lines = columns.map((column, axis) => {
      const points = Array.from({ length: count }, (_, point) => {
        const frame = frameOf(point);
        const x = ((timestampMs[frame]! - firstMs) / spanMs) * WIDTH;
        const y = LANE / 2 - (values[frame * channels.length + column]! / reach) * (LANE / 2 - 3);
        return `${x.toFixed(1)},${y.toFixed(1)}`;
      });
      return { axis, points: points.join(' ') };
    });
    return { name, reach, lines };
  });
}
