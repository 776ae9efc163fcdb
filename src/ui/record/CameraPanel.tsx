import { Button, Loader, Text } from '@mantine/core';
import { IconVideo, IconVideoOff } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { FailureNote } from '../parts/FailureNote';
import { useStudio } from '../parts/studio-context';
import classes from './CameraPanel.module.css';

/** A camera beside the motion: off until it is asked for. */
export function CameraPanel() {
  const { t } = useTranslation('record');
  const { camera } = useStudio();
  const state = useStore(camera.store);
  const video = useRef<HTMLVideoElement>(null);
  const isOn = state.phase === 'on';

  useEffect(() => {
    if (!isOn) return undefined;
    camera.attach(video.current);
    return () => camera.attach(null);
  }, [camera, isOn]);

  if (!camera.available()) return <Text c="dimmed">{t('camera.missing')}</Text>;
  if (state.phase === 'on') {
    return (
      <div className={classes.on}>
        <video
          ref={video}
          className={classes.picture}
          aria-label={t('camera.live')}
          data-recording={state.recordingId !== undefined || undefined}
          muted
          autoPlay
          playsInline
        />
        <div className={classes.side}>
          <Text size="sm" c="dimmed" role="status">
            {t(state.recordingId === undefined ? 'camera.ready' : 'camera.recording')}
          </Text>
          <Button
            variant="default"
            size="compact-md"
            leftSection={<IconVideoOff size={16} aria-hidden />}
            onClick={camera.off}
          >
            {t('camera.off')}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div className={classes.side}>
      {state.phase === 'off' && state.failure && <FailureNote failure={state.failure} />}
      <Text size="sm" c="dimmed">
        {t('camera.text')}
      </Text>
      <Button
        variant="default"
        size="compact-md"
        disabled={state.phase === 'starting'}
        leftSection={
          state.phase === 'starting' ? (
            <Loader size={14} aria-hidden />
          ) : (
            <IconVideo size={16} aria-hidden />
          )
        }
        onClick={() => void camera.on()}
      >
        {t('camera.on')}
      </Button>
    </div>
  );
}
