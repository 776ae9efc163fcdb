import { SimpleGrid, Skeleton, Stack } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { dayTotals, POSTURES, postureNow } from '#core/apps/posture-monitor';
import { Figure } from '../parts/Figure';
import { Section } from '../parts/Section';
import { useStudio } from '../parts/studio-context';
import { AppFrame } from './AppFrame';
import classes from './AppFrame.module.css';
import { useMinutes } from './use-minutes';

const PostureChart = lazy(() => import('./PostureChart'));

/** How long the head was down, level, up and on the move today. */
export function PostureApp() {
  const { t } = useTranslation('apps');
  const { posture, day } = useStore(useStudio().apps.store);
  const minutes = useMinutes();
  const totals = dayTotals(posture.days, day);
  const now = postureNow(posture);
  const today = posture.days.find((one) => one.day === day);
  return (
    <AppFrame app="posture" hasClock>
      <Stack gap="xl">
        <div className={classes.wall}>
          <p className={classes.huge} data-testid="posture-now" aria-live="polite">
            {t(`posture.now.${now ?? 'unknown'}`)}
          </p>
        </div>
        <Section title={t('posture.today')}>
          <SimpleGrid cols={{ base: 2, sm: 4 }} mb="lg">
            {POSTURES.map((kind) => (
              <Figure
                key={kind}
                label={t(`posture.kind.${kind}`)}
                value={minutes(totals[kind])}
                unit={t('minutes')}
                testId={`posture-${kind}`}
              />
            ))}
          </SimpleGrid>
          <Suspense fallback={<Skeleton height={220} />}>
            <PostureChart hours={today?.hours ?? {}} />
          </Suspense>
        </Section>
      </Stack>
    </AppFrame>
  );
}
