import { ActionIcon, Button, Group, Progress, Text } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { EXERCISE_MOVEMENTS, isDone, streak } from '#core/apps/exercise-counter';
import { useStudio } from '../parts/studio-context';
import { useUndoNotice } from '../parts/use-undo-notice';
import { AppFrame } from './AppFrame';
import classes from './AppFrame.module.css';
import own from './ExerciseApp.module.css';

/** Neck exercises, counted against a goal for each movement. */
export function ExerciseApp() {
  const { t } = useTranslation('apps');
  const { apps } = useStudio();
  const { exercise, day } = useStore(apps.store);
  const offerUndo = useUndoNotice();
  const { goals, counts, doneDays } = exercise;
  const done = isDone(exercise);
  return (
    <AppFrame app="exercise">
      <div className={classes.wall}>
        <p className={done ? `${classes.huge} ${classes.good}` : classes.huge} role="status">
          {t(done ? 'exercise.done' : 'exercise.going')}
        </p>
        <Text className={classes.said}>
          {t('exercise.streak', { count: streak(doneDays, day) })}
        </Text>
        <ul className={own.movements}>
          {EXERCISE_MOVEMENTS.map((movement) => (
            <li key={movement} className={own.movement}>
              <span className={own.name}>{t(`roles.${movement}`)}</span>
              <span className={own.count} data-testid={`count-${movement}`}>
                {counts[movement]}
                <span className={own.goal}>/{goals[movement]}</span>
              </span>
              <Progress
                w="100%"
                value={
                  goals[movement] === 0
                    ? 0
                    : Math.min(100, (counts[movement] / goals[movement]) * 100)
                }
                aria-label={t(`roles.${movement}`)}
              />
              <Group gap={4}>
                {([-1, 1] as const).map((step) => {
                  const label = t(step < 0 ? 'exercise.less' : 'exercise.more', {
                    movement: t(`roles.${movement}`),
                  });
                  return (
                    <ActionIcon
                      key={step}
                      variant="default"
                      aria-label={label}
                      onClick={() => apps.setGoal(movement, goals[movement] + step)}
                    >
                      {step < 0 ? <IconMinus size={16} /> : <IconPlus size={16} />}
                    </ActionIcon>
                  );
                })}
              </Group>
            </li>
          ))}
        </ul>
        <Button
          variant="default"
          onClick={() => offerUndo(t('exercise.restarted'), apps.restartExercise())}
        >
          {t('exercise.restart')}
        </Button>
      </div>
    </AppFrame>
  );
}
