import { Stack, Table, VisuallyHidden } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  CartesianGrid,
  Legend,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { EpochResult } from '#core/model/trained-model';

export interface LearningCurvesProps {
  readonly epochs: readonly EpochResult[];
  /** Epochs asked for: the width of the axis. */
  readonly epochLimit: number;
  /** The epoch whose weights were kept, once that is settled. */
  readonly bestEpoch?: number | undefined;
}

type Series = { readonly key: keyof EpochResult; readonly dash?: string; readonly colour: string };

const LOSS: readonly Series[] = [
  { key: 'loss', colour: 'var(--mantine-color-dimmed)', dash: '4 3' },
  { key: 'validationLoss', colour: 'var(--mantine-primary-color-filled)' },
];
const ACCURACY: readonly Series[] = [
  { key: 'accuracy', colour: 'var(--mantine-color-dimmed)', dash: '4 3' },
  { key: 'validationAccuracy', colour: 'var(--mantine-primary-color-filled)' },
];

const CURVES = [
  { series: LOSS, percent: false },
  { series: ACCURACY, percent: true },
] as const;
const HEIGHT = 170;

/** Loss and accuracy by epoch, training beside validation, with the figures as a table behind. */
export function LearningCurves({ epochs, epochLimit, bestEpoch }: LearningCurvesProps) {
  const { t } = useTranslation('train');
  const stage = useStages(CURVES.length);
  return (
    <Stack gap="xs">
      {CURVES.map(({ series, percent }, index) => (
        <div key={series[0]?.key} aria-hidden style={{ height: HEIGHT }}>
          {index < stage && <Curve {...{ epochs, epochLimit, bestEpoch, series, percent }} />}
        </div>
      ))}
      <VisuallyHidden>
        <Table>
          <caption>{t('curves.table')}</caption>
          <thead>
            <tr>
              <th>{t('curves.epoch')}</th>
              {[...LOSS, ...ACCURACY].map(({ key }) => (
                <th key={key}>{t(`curves.${key}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {epochs.map((one) => (
              <tr key={one.epoch}>
                <td>{one.epoch}</td>
                {[...LOSS, ...ACCURACY].map(({ key }) => (
                  <td key={key}>{one[key].toFixed(4)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </Table>
      </VisuallyHidden>
    </Stack>
  );
}

interface CurveProps extends LearningCurvesProps {
  readonly series: readonly Series[];
  readonly percent: boolean;
}

function Curve({ epochs, epochLimit, bestEpoch, series, percent }: CurveProps) {
  const { t } = useTranslation('train');
  const format = (value: unknown) =>
    percent ? `${(Number(value) * 100).toFixed(0)} %` : Number(value).toFixed(2);
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart data={[...epochs]} margin={{ top: 6, right: 8, bottom: 0, left: 0 }}>
        <CartesianGrid stroke="var(--mantine-color-default-border)" vertical={false} />
        <XAxis
          dataKey="epoch"
          type="number"
          domain={[1, epochLimit]}
          allowDecimals={false}
          tick={{ fontSize: 11, fill: 'var(--mantine-color-dimmed)' }}
          stroke="var(--mantine-color-default-border)"
        />
        <YAxis
          width={44}
          domain={percent ? [0, 1] : [0, 'auto']}
          tickFormatter={format}
          tick={{ fontSize: 11, fill: 'var(--mantine-color-dimmed)' }}
          stroke="var(--mantine-color-default-border)"
        />
        <Tooltip
          formatter={format}
          labelFormatter={(epoch) => `${t('curves.epoch')} ${epoch}`}
          contentStyle={{
            background: 'var(--mantine-color-body)',
            border: '1px solid var(--mantine-color-default-border)',
            borderRadius: 6,
            fontSize: 12,
          }}
        />
        <Legend iconType="plainline" wrapperStyle={{ fontSize: 12 }} />
        {bestEpoch !== undefined && (
          <ReferenceLine
            x={bestEpoch}
            stroke="var(--mantine-color-dimmed)"
            strokeDasharray="1 3"
            label={{
              value: t('curves.best'),
              position: percent ? 'insideBottomRight' : 'insideTopRight',
              fontSize: 11,
              fill: 'var(--mantine-color-dimmed)',
            }}
          />
        )}
        {series.map(({ key, colour, dash }) => (
          <Line
            key={key}
            dataKey={key}
            name={t(`curves.${key}`)}
            stroke={colour}
            strokeWidth={1.75}
            {...(dash === undefined ? {} : { strokeDasharray: dash })}
            dot={false}
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
}

/** Counts from 0 to `count`, a pause between: what takes long to mount is mounted one by one. */
function useStages(count: number): number {
  const [stage, setStage] = useState(0);
  useEffect(() => {
    if (stage === count) return undefined;
    const timer = setTimeout(() => setStage(stage + 1), 30);
    return () => clearTimeout(timer);
  }, [stage, count]);
  return stage;
}
