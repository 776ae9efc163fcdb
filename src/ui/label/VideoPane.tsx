import { ActionIcon, Button, Group, Text } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Recording } from '#core/dataset/session';
import type { LabelStation } from '#studio/label-station';
import { Hint } from '../parts/Hint';
import { useStudio } from '../parts/studio-context';
import type { TimelineView } from './timeline-view';
import classes from './VideoPane.module.css';

export interface VideoPaneProps {
  readonly view: TimelineView;
  readonly label: LabelStation;
  readonly recording: Recording;
  readonly cursorMs: number;
}

interface Picture {
  readonly url: string;
  /** Where it begins on the recording's timeline, ms. */
  readonly startMs: number;
}

/** The camera's picture in step with the timeline: it follows the cursor, and plays from there. */
export function VideoPane({ view, label, recording, cursorMs }: VideoPaneProps) {
  const { t } = useTranslation('label');
  const { camera } = useStudio();
  const has = useStore(camera.pictures, ({ ids }) => ids.has(recording.id));
  const picture = usePicture(recording, has);
  const video = useRef<HTMLVideoElement>(null);
  const [playing, setPlaying] = useState(false);

  useEffect(() => {
    void camera.readIds();
  }, [camera]);

  useEffect(() => {
    const element = video.current;
    if (!element || !picture || playing) return;
    element.currentTime = Math.max(0, (cursorMs - picture.startMs) / 1000);
  }, [picture, cursorMs, playing]);

  useEffect(() => {
    const element = video.current;
    if (!element || !picture || !playing) return undefined;
    let request = 0;
    const follow = () => {
      const ms = picture.startMs + element.currentTime * 1000;
      view.setPlayhead(ms);
      if (ms > view.toMs) view.show(ms, ms + view.toMs - view.fromMs);
      request = requestAnimationFrame(follow);
    };
    request = requestAnimationFrame(follow);
    return () => {
      cancelAnimationFrame(request);
      view.setPlayhead(undefined);
      label.setCursor(
        Math.min(view.durationMs, Math.max(0, picture.startMs + element.currentTime * 1000)),
      );
    };
  }, [picture, playing, view, label]);

  const toggle = useCallback(() => {
    const element = video.current;
    if (!element) return;
    if (element.paused) void element.play().catch(() => undefined);
    else element.pause();
  }, []);
  useSpaceBar(picture !== undefined, toggle);

  if (!has || !picture) return null;
  return (
    <figure className={classes.pane} aria-label={t('video.label')}>
      <video
        ref={video}
        src={picture.url}
        className={classes.video}
        muted
        playsInline
        preload="auto"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setPlaying(false)}
      />
      <figcaption className={classes.caption}>
        <Group gap="xs">
          <Button
            variant="default"
            size="compact-sm"
            leftSection={
              playing ? (
                <IconPlayerPause size={16} aria-hidden />
              ) : (
                <IconPlayerPlay size={16} aria-hidden />
              )
            }
            onClick={toggle}
          >
            {t(playing ? 'video.pause' : 'video.play')}
          </Button>
          <Hint label={t('video.removeHelp')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('video.remove')}
              onClick={() => void camera.remove(recording.id)}
            >
              <IconTrash size={17} stroke={1.6} />
            </ActionIcon>
          </Hint>
        </Group>
        <Text size="sm" c="dimmed">
          {t('video.note')}
        </Text>
      </figcaption>
    </figure>
  );
}

/** The recording's picture as a URL; let go of when the recording changes. */
function usePicture(recording: Recording, has: boolean): Picture | undefined {
  const { camera } = useStudio();
  const [picture, setPicture] = useState<Picture>();
  const { id, clock, startedAt } = recording;
  const firstFrameAt = clock?.firstFrameAt ?? startedAt;
  useEffect(() => {
    if (!has) return undefined;
    let url: string | undefined;
    let gone = false;
    void camera
      .load(id)
      .then((loaded) => {
        if (!loaded || gone) return;
        url = URL.createObjectURL(loaded.file);
        setPicture({ url, startMs: loaded.startedAt - firstFrameAt });
      })
      // Labelling goes on without it.
      .catch(() => undefined);
    return () => {
      gone = true;
      setPicture(undefined);
      if (url !== undefined) URL.revokeObjectURL(url);
    };
  }, [camera, id, firstFrameAt, has]);
  return picture;
}

/** The space bar plays and pauses, unless it presses something. */
function useSpaceBar(active: boolean, toggle: () => void): void {
  useEffect(() => {
    if (!active) return undefined;
    const press = (event: KeyboardEvent) => {
      const { target } = event;
      const taken =
        target instanceof HTMLElement &&
        target.closest('button, a, input, textarea, select, summary, [role="dialog"]') !== null;
      if (event.key !== ' ' || event.defaultPrevented || taken) return;
      event.preventDefault();
      toggle();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [active, toggle]);
}
