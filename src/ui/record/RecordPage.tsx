import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { EmptyState } from '../parts/EmptyState';
import { FailureNote } from '../parts/FailureNote';
import { LiveTrace } from '../parts/LiveTrace';
import { PageFrame } from '../parts/PageFrame';
import { Section } from '../parts/Section';
import { useStudio } from '../parts/studio-context';
import { useOpenProject } from '../parts/use-open-project';
import { useUndoNotice } from '../parts/use-undo-notice';
import { GuidedSetup } from './GuidedSetup';
import { GuidedStage } from './GuidedStage';
import { QualityPanel } from './QualityPanel';
import { RecordControls } from './RecordControls';
import { RecordingList } from './RecordingList';
import classes from './RecordPage.module.css';
import { useRecordKeys } from './use-record-keys';

/** Record the live signal, freely or by prompts, and see what has been recorded. */
export function RecordPage() {
  const { t } = useTranslation('record');
  const { record, device } = useStudio();
  const { recordings } = useOpenProject();
  const state = useStore(record.store);
  const connected = useStore(device.store, ({ phase }) => phase === 'connected');
  const [, navigate] = useLocation();
  const offerUndo = useUndoNotice();
  const busy = state.phase === 'countdown' || state.phase === 'recording';
  const guided = busy ? state.guided : undefined;

  const cancel = async () => {
    const undo = await record.cancel();
    if (undo) offerUndo(t('discarded'), undo);
  };
  useRecordKeys({
    toggle() {
      if (busy) void record.stop();
      else if (connected) void record.start();
    },
    cancel() {
      if (busy) void cancel();
    },
    pause: () => record.guide.togglePause(),
    repeat: () => record.guide.repeat(),
    skip: () => record.guide.skip(),
  });

  const whole = recordings.some((one) => one.state !== 'recording');
  const kept = state.phase === 'failed' && recordings.find(({ id }) => id === state.kept);
  const connect = (
    <Button variant={whole ? 'light' : 'filled'} onClick={() => navigate('/device')}>
      {t('empty.connect')}
    </Button>
  );

  return (
    <PageFrame
      title={t('title')}
      lead={t('lead')}
      next={
        connected || whole
          ? {
              label: t('next'),
              to: '/label',
              disabled: busy ? t('nextAfter') : whole ? undefined : t('nextNothing'),
            }
          : undefined
      }
    >
      <Stack gap="lg">
        {state.phase === 'failed' && (
          <FailureNote
            failure={state.failure}
            kept={kept ? t('kept', { name: kept.name }) : undefined}
            action={
              <Button size="compact-sm" variant="light" color="red" onClick={record.dismiss}>
                {t('dismiss')}
              </Button>
            }
          />
        )}
        {connected ? (
          <>
            {guided && busy && (
              <GuidedStage guided={guided} counting={state.phase === 'countdown'} />
            )}
            <div className={classes.live}>
              <Section title={t('sections.live')}>
                <LiveTrace seconds={10} height={230} />
                <RecordControls onCancel={() => void cancel()} />
              </Section>
              <Section title={t('sections.quality')}>
                <QualityPanel />
              </Section>
            </div>
            {!busy && (
              <Section title={t('sections.guided')}>
                <GuidedSetup />
              </Section>
            )}
          </>
        ) : whole ? (
          <Group justify="space-between" className={classes.gone}>
            <Text c="dimmed">{t('gone.text')}</Text>
            {connect}
          </Group>
        ) : (
          <EmptyState title={t('empty.title')} text={t('empty.text')} action={connect} />
        )}
        {(connected || recordings.length > 0) && (
          <Section title={t('sections.recordings')}>
            <RecordingList />
          </Section>
        )}
      </Stack>
    </PageFrame>
  );
}
