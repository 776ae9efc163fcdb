import { SegmentedControl, Skeleton, Text } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CompressedModel } from '#core/compress/compressed-model';
import type { TrainedModel } from '#core/model/trained-model';
import { Section } from '../parts/Section';
import type { StageMeasure } from './StageChart';
import { StageTable } from './StageTable';
import classes from './TradeOff.module.css';
import { useFloatFileSizes } from './use-file-sizes';

// The chart library is as large as the rest of the page.
const Chart = lazy(async () => ({ default: (await import('./StageChart')).StageChart }));

const MEASURES: readonly StageMeasure[] = ['file', 'gzip', 'macs'];

export interface TradeOffProps {
  readonly compressed: CompressedModel;
  /** The model that it was made from; absent when that is gone. */
  readonly trained: TrainedModel | undefined;
  /** Above the drawing, where something is to be said first. */
  readonly note?: ReactNode;
}

/** What each step bought and what it cost: drawn, and as a table. */
export function TradeOff({ compressed, trained, note }: TradeOffProps) {
  const { t } = useTranslation('compress');
  const [measure, setMeasure] = useState<StageMeasure>('file');
  const { stages = [], floatCost } = compressed;
  const floatFile = useFloatFileSizes(trained);
  const floatGzip = floatFile?.gzipBytes;
  const judged = stages.some(({ macroF1 }) => macroF1 !== null);
  const macroF1 = trained?.judgement?.macroF1 ?? null;
  const sizeBytes = floatFile?.sizeBytes ?? floatCost.sizeBytes;
  const floatSizes = { file: sizeBytes, gzip: floatGzip, macs: floatCost.macs };
  return (
    <Section
      title={t('sections.tradeOff')}
      actions={
        judged && (
          <SegmentedControl
            size="xs"
            value={measure}
            aria-label={t('chart.against')}
            data={MEASURES.map((value) => ({ value, label: t(`chart.${value}Short`) }))}
            onChange={(value) => setMeasure(value as StageMeasure)}
          />
        )
      }
    >
      {note}
      {judged ? (
        <div className={classes.chart} aria-hidden>
          <Suspense fallback={<Skeleton height="100%" />}>
            <Chart
              stages={stages}
              measure={measure}
              float={{ size: floatSizes[measure], macroF1 }}
            />
          </Suspense>
        </div>
      ) : (
        <Text size="sm" my="sm">
          {t(stages.length > 0 ? 'chart.unjudged' : 'stages.none')}
        </Text>
      )}
      {stages.length > 0 && (
        <StageTable
          stages={stages}
          float={{ sizeBytes, gzipBytes: floatGzip, macs: floatCost.macs, macroF1 }}
        />
      )}
    </Section>
  );
}
