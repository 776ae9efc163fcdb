import { Button, Group, Text } from '@mantine/core';
import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipForwardFilled,
  IconRepeat,
} from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { GuidedPrompt } from '#core/dataset/guided-plan';
import type { GuidedProgress } from '#studio/guide';
import { gestureColour, NOTHING_COLOUR } from '../parts/gesture-colour';
import { useStudio } from '../parts/studio-context';
import { useOpenProject } from '../parts/use-open-project';
import classes from './GuidedStage.module.css';
import { useStepRing } from './use-step-ring';

const RADIUS = 54;
const ROUND = 2 * Math.PI * RADIUS;

/** What to do now, to be read from across the room; a ring that closes until it is time. */
export function GuidedStage({
  guided,
  counting,
}: {
  readonly guided: GuidedProgress;
  /** Still counting down to the first prompt. */
  readonly counting: boolean;
}) {
  const { t } = useTranslation('record');
  const { record } = useStudio();
  const { project } = useOpenProject();
  const ring = useStepRing(guided, !counting);
  const stage = useRef<HTMLElement>(null);
  // The button that started it stands below, and is gone now.
  useEffect(() => {
    stage.current?.focus({ preventScroll: true });
    stage.current?.scrollIntoView({ block: 'center' });
  }, []);
  const { prompt, next, step, paused } = guided;
  const gestureOf = ({ task }: GuidedPrompt) =>
    'gestureId' in task ? project.gestures.find(({ id }) => id === task.gestureId) : undefined;
  const gesture = gestureOf(prompt);
  const colour = gesture ? gestureColour(gesture.colour) : NOTHING_COLOUR;

  return (
    <section
      ref={stage}
      tabIndex={-1}
      className={classes.stage}
      data-step={counting || paused ? 'announce' : step}
      style={{ '--prompt-colour': colour }}
      aria-label={t('sections.guided')}
    >
      <svg viewBox="0 0 120 120" className={classes.ring} aria-hidden>
        <circle cx="60" cy="60" r={RADIUS} className={classes.track} />
        <circle
          ref={ring}
          cx="60"
          cy="60"
          r={RADIUS}
          className={classes.left}
          strokeDasharray={ROUND}
          pathLength={ROUND}
        />
        {!counting && !paused && step === 'go' && (
          <circle cx="60" cy="60" r="34" className={classes.now} />
        )}
      </svg>
      <div className={classes.words}>
        <p className={classes.prompt} role="status" aria-live="assertive" data-testid="prompt">
          {headline()}
        </p>
        <Text c="dimmed" className={classes.then}>
          {next ? t('stage.then', { what: whatOf(next) }) : t('stage.last')}
        </Text>
        <Group gap="md" mt="xs">
          <Text size="sm" fw={550}>
            {t('stage.progress', { index: guided.index + 1, count: guided.count })}
          </Text>
          <Text size="sm" data-testid="labels">
            {t('stage.labels', { count: guided.labelCount })}
          </Text>
        </Group>
      </div>
      {!counting && (
        <div className={classes.verbs}>
          <Group gap="xs">
            <Button
              variant="default"
              aria-keyshortcuts="P"
              leftSection={
                paused ? (
                  <IconPlayerPlayFilled size={14} aria-hidden />
                ) : (
                  <IconPlayerPauseFilled size={14} aria-hidden />
                )
              }
              onClick={record.guide.togglePause}
            >
              {t(paused ? 'stage.resume' : 'stage.pause')}
            </Button>
            <Button
              variant="default"
              aria-keyshortcuts="A"
              leftSection={<IconRepeat size={14} aria-hidden />}
              onClick={record.guide.repeat}
            >
              {t('stage.repeat')}
            </Button>
            <Button
              variant="default"
              aria-keyshortcuts="S"
              leftSection={<IconPlayerSkipForwardFilled size={14} aria-hidden />}
              onClick={record.guide.skip}
            >
              {t('stage.skip')}
            </Button>
          </Group>
          <Text size="xs" c="dimmed" mt={6}>
            {t('stage.keys')}
          </Text>
        </div>
      )}
    </section>
  );

  function headline(): string {
    if (counting) return t('stage.getReady');
    if (paused) return t('stage.paused');
    if (step === 'announce') return t('stage.announce', { what: whatOf(prompt) });
    if (step === 'return') return t('stage.return');
    return t(`stage.${prompt.task.kind}`, { what: whatOf(prompt) });
  }

  function whatOf(of: GuidedPrompt): string {
    if (of.task.kind === 'still') return t('stage.stillWhat');
    if (of.task.kind === 'look-around') return t('stage.lookAroundWhat');
    return gestureOf(of)?.name ?? t('stage.gone');
  }
}
