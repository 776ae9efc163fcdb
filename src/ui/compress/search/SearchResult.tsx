import { SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { useThrottledValue } from '@mantine/hooks';
import { lazy, memo, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TuningState } from '#core/tuner/tuning';
import type { TunerRun } from '#studio/tuner-station';
import { Section } from '../../parts/Section';
import { useStudio } from '../../parts/studio-context';
import { PointCards } from './PointCards';
import { PresetKey } from './PresetKey';
import { RejectedList } from './RejectedList';
import { SearchProgress } from './SearchProgress';
import { SearchTable } from './SearchTable';
import classes from './SearchView.module.css';
import { drawnPoints, type SearchMeasure, searchPoints } from './search-points';
import { useChoiceNames } from './use-choice-names';

// The chart library is as large as the rest of the page.
const Chart = memo(lazy(async () => ({ default: (await import('./SearchChart')).SearchChart })));

const MEASURES: readonly SearchMeasure[] = ['file', 'macs'];

/** A drawing of many points is slow, and trials come by the second. */
const DRAWN_EVERY_MS = 1000;

export interface SearchResultProps {
  readonly run: TunerRun;
  readonly tuning: TuningState;
  /** Ids of the points that are looked at. */
  readonly opened: readonly number[];
  onTake(id: number): void;
}

/** How far the search is and what it found: drawn, one by one, and as a table across the page. */
export function SearchResult({ run, tuning, opened, onTake }: SearchResultProps) {
  const { t } = useTranslation(['compress', 'train']);
  const { tuner } = useStudio();
  const names = useChoiceNames();
  const [measure, setMeasure] = useState<SearchMeasure>('file');
  const [comparing, setComparing] = useState(false);
  const card = useRef<HTMLDivElement>(null);
  const points = useThrottledValue(
    useMemo(() => searchPoints(tuning), [tuning]),
    DRAWN_EVERY_MS,
  );
  const { presets } = tuning.plan.space;
  const shown = opened.flatMap((id) => points.find((one) => one.id === id) ?? []);
  const drawn = useMemo(() => drawnPoints(points), [points]);
  const below = points.length - drawn.length;
  const judged = points.some(({ outcome }) => outcome.macroF1 !== null);
  const open = useCallback(
    (id: number) => {
      const [first] = tuner.store.getState().opened;
      if (comparing && first !== undefined && first !== id) {
        tuner.compare(id);
        setComparing(false);
      } else {
        tuner.open(id);
      }
    },
    [tuner, comparing],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: when another point is looked at
  useEffect(() => {
    card.current?.scrollIntoView({ block: 'nearest' });
  }, [opened]);
  return (
    <>
      {shown.length > 0 && (
        <div ref={card} className={classes.card}>
          <Section title={t('search.card')}>
            <PointCards
              tuning={tuning}
              points={shown}
              names={names}
              comparing={comparing}
              onCompare={setComparing}
              onTake={onTake}
              onClose={() => {
                setComparing(false);
                tuner.open(undefined);
              }}
            />
          </Section>
        </div>
      )}
      <div className={classes.result}>
        <Section
          title={t('search.result')}
          actions={
            points.length > 0 && (
              <SegmentedControl
                size="xs"
                value={measure}
                aria-label={t('chart.against')}
                data={MEASURES.map((value) => ({ value, label: t(`chart.${value}Short`) }))}
                onChange={(value) => setMeasure(value as SearchMeasure)}
              />
            )
          }
        >
          <Stack gap="md">
            {'pace' in run && (
              <SearchProgress
                tuning={tuning}
                pace={run.pace}
                phase={run.phase}
                running={run.phase === 'running' ? run.trials : []}
              />
            )}
            {points.length > 0 && (
              <div>
                <PresetKey presets={presets} names={names} />
                <Suspense fallback={<Skeleton height="20rem" />}>
                  <Chart
                    points={drawn}
                    measure={measure}
                    rungCount={tuning.plan.rungEpochs.length}
                    opened={opened}
                    names={names}
                    onOpen={open}
                  />
                </Suspense>
                <Text size="xs" c="dimmed">
                  {t('search.key')} {below > 0 && t('search.below', { count: below })}{' '}
                  {t(judged ? 'search.honest' : 'search.unjudged')}
                </Text>
              </div>
            )}
            <RejectedList rejected={tuning.rejected} names={names} />
          </Stack>
        </Section>
      </div>
      {points.length > 0 && (
        <div className={classes.across}>
          <Section title={t('search.table')}>
            <SearchTable
              points={points}
              plan={tuning.plan}
              opened={opened}
              names={names}
              onOpen={open}
            />
          </Section>
        </div>
      )}
    </>
  );
}
