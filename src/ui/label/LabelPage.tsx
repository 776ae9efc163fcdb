import { Button, Skeleton, Stack } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { EmptyState } from '../parts/EmptyState';
import { FailureNote } from '../parts/FailureNote';
import { PageFrame } from '../parts/PageFrame';
import { Section } from '../parts/Section';
import { useStudio } from '../parts/studio-context';
import { useOpenProject } from '../parts/use-open-project';
import { GesturePanel } from './GesturePanel';
import { LabelDesk } from './LabelDesk';
import { RecordingPicker } from './RecordingPicker';

/** Mark where each gesture starts and ends. */
export function LabelPage() {
  const { t } = useTranslation('label');
  const { label, project: station } = useStudio();
  const { project, recordings: all, sessions } = useOpenProject();
  const state = useStore(label.store);
  const [, navigate] = useLocation();
  const recordings = all.filter((one) => one.state !== 'recording' && one.frameCount > 1);
  const currentId = state.phase === 'none' ? undefined : state.recordingId;
  const first = recordings.find(({ spans }) => spans.length === 0) ?? recordings[0];
  const firstId = first?.id;

  useEffect(() => {
    if (state.phase === 'none' && firstId !== undefined) label.open(firstId);
  }, [label, state.phase, firstId]);

  if (recordings.length === 0) {
    return (
      <PageFrame title={t('title')} lead={t('lead')}>
        <EmptyState
          title={t('empty.title')}
          text={t('empty.what')}
          action={<Button onClick={() => navigate('/record')}>{t('empty.action')}</Button>}
        />
      </PageFrame>
    );
  }

  const isLabelled = recordings.some(({ spans }) => spans.length > 0);
  const recording = recordings.find(({ id }) => id === currentId);
  const goToRecording = (step: 1 | -1) => {
    const target = recordings[recordings.findIndex(({ id }) => id === currentId) + step];
    if (target) label.open(target.id);
  };

  return (
    <PageFrame
      title={t('title')}
      lead={t('lead')}
      actions={
        <RecordingPicker
          recordings={recordings}
          sessions={sessions}
          gestures={project.gestures}
          currentId={currentId}
          onPick={(id) => label.open(id)}
          onStep={goToRecording}
        />
      }
      next={{
        label: t('next'),
        to: '/train',
        disabled: isLabelled ? undefined : t('nextBlocked'),
      }}
    >
      <Stack gap="lg">
        {state.phase === 'failed' && (
          <FailureNote
            failure={state.failure}
            action={
              <Button
                size="compact-sm"
                variant="light"
                color="red"
                onClick={() => label.open(state.recordingId)}
              >
                {t('again')}
              </Button>
            }
          />
        )}
        {state.phase === 'open' && recording !== undefined ? (
          <LabelDesk
            key={recording.id}
            label={label}
            project={station}
            labels={state}
            recording={recording}
            gestures={project.gestures}
            goToRecording={goToRecording}
          />
        ) : (
          state.phase !== 'failed' && (
            <Skeleton height={420} role="status" aria-label={t('loading')} />
          )
        )}
        <Section title={t('gestures.title')}>
          <GesturePanel
            label={label}
            project={station}
            labels={state.phase === 'open' ? state : undefined}
            gestures={project.gestures}
            recordings={recordings}
          />
        </Section>
      </Stack>
    </PageFrame>
  );
}
