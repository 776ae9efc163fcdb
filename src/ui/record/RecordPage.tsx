import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { leadOf } from '#studio/device-station';
import { isRecording } from '#studio/record-station';
import { EmptyState } from '../parts/EmptyState';
import { FailureNote } from '../parts/FailureNote';
import { LiveTrace } from '../parts/LiveTrace';
import { PageFrame } from '../parts/PageFrame';
import { Section } from '../parts/Section';
import { useStudio } from '../parts/studio-context';
import { useOpenProject } from '../parts/use-open-project';
import { useUndoNotice } from '../parts/use-undo-notice';
import { CameraPanel } from './CameraPanel';
import { GuidedSetup } from './GuidedSetup';
import { GuidedStage } from './GuidedStage';
import { QualityPanel } from './QualityPanel';
import { RecordControls } from './RecordControls';
import { RecordingDevices } from './RecordingDevices';
import { RecordingList } from './RecordingList';
import classes from './RecordPage.module.css';
import { SpaceForRecording } from './SpaceForRecording';
import { useRecordKeys } from './use-record-keys';

/** Record the live signal, freely or by prompts, and see what has been recorded. */
export function RecordPage() {
  const { t } = useTranslation('record');
  const { record, device } = useStudio();
  const { recordings } = useOpenProject();
  const state = useStore(record.store);
  const connected = useStore(device.store, (now) => leadOf(now) !== undefined);
  const [, navigate] = useLocation();
  const offerUndo = useUndoNotice();
  const busy = state.phase === 'countdown' || isRecording(state);
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
  const kept =
    state.phase === 'failed' ? recordings.filter(({ id }) => state.kept.includes(id)) : [];
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
            kept={
              kept.length > 0
                ? t('kept', { name: kept.map(({ name }) => name).join(', ') })
                : undefined
            }
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
                <RecordingDevices />
              </Section>
              <Section title={t('sections.quality')}>
                <QualityPanel />
              </Section>
            </div>
            <Section title={t('sections.camera')}>
              <CameraPanel />
            </Section>
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
            <Stack gap="lg">
              <RecordingList />
              <SpaceForRecording />
            </Stack>
          </Section>
        )}
      </Stack>
    </PageFrame>
  );
}
