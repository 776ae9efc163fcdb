import { Text, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { LiveRun, LoggedEvent } from '#studio/live-station';
import { GestureDot } from '../parts/GestureDot';
import { useStudio } from '../parts/studio-context';
import classes from './AnswerNow.module.css';
import { useModelGestures } from './use-model-gestures';

/** An event stays in large letters for this long, ms: nods are over before one has read them. */
const SHOWN_MS = 1500;

export interface AnswerNowProps {
  readonly run: LiveRun;
  readonly latest: LoggedEvent | undefined;
}

/** The gesture of this moment, large; "nothing" is an answer. The state that holds stands below. */
export function AnswerNow({ run, latest }: AnswerNowProps) {
  const { t } = useTranslation('live');
  const { live, platform } = useStudio();
  const gestures = useModelGestures();
  // Answers come ten times a second and draw this anew, so that the clock need not.
  useStore(live.store, (state) => state.run);
  const gestureOf = (id: string | undefined) => (id === undefined ? undefined : gestures.get(id));
  const recent = latest && platform.epochMs() - latest.at < SHOWN_MS ? latest : undefined;
  const answer = run.phase === 'running' ? run.answer : undefined;
  const event = gestureOf(recent?.gestureId);
  const state = gestureOf(answer?.stateId);
  const words =
    run.phase === 'running'
      ? (event?.name ?? t('nothing'))
      : t(run.phase === 'stopped' ? 'stopped' : 'filling');
  return (
    <div className={classes.now} data-event={event === undefined ? undefined : true}>
      <p className={classes.word} data-testid="answer">
        {event && <GestureDot gesture={event} size={22} />}
        {words}
      </p>
      {/* Events are read out; ten answers a second are not. */}
      <VisuallyHidden role="status">{event?.name}</VisuallyHidden>
      <Text c="dimmed">
        {answer && !answer.whole
          ? t('gap')
          : state
            ? t('state', { name: state.name })
            : answer && t('noState')}
      </Text>
    </div>
  );
}
