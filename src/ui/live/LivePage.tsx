import { Button, Group, NumberInput, SimpleGrid, Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import type { LiveRun } from '#studio/live-station';
import { EmptyState } from '../parts/EmptyState';
import { FailureNote } from '../parts/FailureNote';
import { Figure } from '../parts/Figure';
import { gestureColour } from '../parts/gesture-colour';
import { LiveTrace } from '../parts/LiveTrace';
import { PageFrame } from '../parts/PageFrame';
import { Section } from '../parts/Section';
import { useStudio } from '../parts/studio-context';
import { useUndoNotice } from '../parts/use-undo-notice';
import { AnswerNow } from './AnswerNow';
import { EventLog } from './EventLog';
import { ScoreBars } from './ScoreBars';
import { useModelGestures } from './use-model-gestures';

/** Events marked on the trace: those that can still be seen on it. */
const MARKED = 12;
const TRACE_SECONDS = 12;

/** The int8 network on the live signal, as the board will run it. */
export function LivePage() {
  const { t, i18n } = useTranslation('live');
  const { live } = useStudio();
  const gestures = useModelGestures();
  const [, navigate] = useLocation();
  const offerUndo = useUndoNotice();
  const { run, log, stream, settings, latencyMs, eventsPerMinute } = useStore(live.store);
  const marks = useMemo(
    () =>
      log
        .filter((event) => event.stream === stream)
        .slice(0, MARKED)
        .flatMap(({ gestureId, startMs, atMs }) => {
          const gesture = gestures.get(gestureId);
          return gesture
            ? [{ startMs, endMs: atMs, colour: gestureColour(gesture.colour), label: gesture.name }]
            : [];
        }),
    [log, stream, gestures],
  );
  if (run.phase === 'waiting') return <Waiting reason={run.reason} />;
  const isRunning = run.phase === 'running';
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 0 });
  return (
    <PageFrame
      title={t('title')}
      lead={t('lead')}
      actions={
        run.phase === 'failed' ? undefined : (
          <Button
            variant="default"
            onClick={() => (run.phase === 'stopped' ? live.start() : live.stop())}
          >
            {t(run.phase === 'stopped' ? 'start' : 'stop')}
          </Button>
        )
      }
      next={{ label: t('next'), to: '/apps' }}
    >
      <Stack gap="xl">
        {run.phase === 'failed' ? (
          <FailureNote
            failure={run.failure}
            action={
              <>
                <Button size="compact-sm" variant="light" onClick={() => navigate('/device')}>
                  {t('connectOther')}
                </Button>
                <Button size="compact-sm" variant="light" onClick={() => navigate('/train')}>
                  {t('trainAnew')}
                </Button>
              </>
            }
          />
        ) : (
          <AnswerNow run={run} latest={log[0]} />
        )}
        <Section title={t('trace')}>
          <LiveTrace seconds={TRACE_SECONDS} height={180} marks={marks} />
          <SimpleGrid cols={{ base: 2, sm: 3 }} mt="md">
            <Figure
              label={t('latency')}
              value={isRunning && latencyMs !== undefined ? number.format(latencyMs) : '–'}
              unit="ms"
              hint={t('latencyWhat')}
              testId="latency"
            />
            <Figure
              label={t('rate')}
              value={isRunning ? eventsPerMinute : '–'}
              hint={t('rateWhat')}
            />
          </SimpleGrid>
        </Section>
        <Section
          title={t('scores')}
          actions={
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => offerUndo(t('settingsReset'), live.resetSettings())}
            >
              {t('resetSettings')}
            </Button>
          }
        >
          <ScoreBars scores={run.phase === 'running' ? run.answer.scores : []} />
          <Group mt="lg" align="flex-end">
            <NumberInput
              label={t('holdOff')}
              description={t('holdOffWhat')}
              suffix=" ms"
              min={0}
              max={10_000}
              step={100}
              value={settings.holdOffMs}
              onChange={(value) => {
                if (typeof value === 'number') live.setHoldOff(value);
              }}
            />
          </Group>
        </Section>
        <EventLog />
      </Stack>
    </PageFrame>
  );
}

function Waiting({ reason }: { reason: Extract<LiveRun, { phase: 'waiting' }>['reason'] }) {
  const { t } = useTranslation('live');
  const { device } = useStudio();
  const [, navigate] = useLocation();
  const act: Readonly<Record<typeof reason, () => void>> = {
    'no-model': () => navigate('/train'),
    'no-int8': () => navigate('/compress'),
    'stale-int8': () => navigate('/compress'),
    'no-device': () => void device.connect('simulator'),
  };
  return (
    <PageFrame title={t('title')} lead={t('lead')}>
      <EmptyState
        title={t(`waiting.${reason}.title`)}
        text={t(`waiting.${reason}.text`)}
        action={
          <Group justify="center">
            <Button onClick={act[reason]}>{t(`waiting.${reason}.action`)}</Button>
            {reason === 'no-device' && (
              <Button variant="default" onClick={() => navigate('/device')}>
                {t('connect')}
              </Button>
            )}
          </Group>
        }
      />
      <Text size="sm" c="dimmed" ta="center" mt="md">
        {t('waiting.note')}
      </Text>
    </PageFrame>
  );
}
