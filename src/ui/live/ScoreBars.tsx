import { Slider } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { thresholdOf } from '#studio/live-model';
import { GestureDot } from '../parts/GestureDot';
import { gestureColour, NOTHING_COLOUR } from '../parts/gesture-colour';
import { useStudio } from '../parts/studio-context';
import classes from './ScoreBars.module.css';
import { useModelGestures } from './use-model-gestures';

/** A bar for each class with its threshold as a handle on it. `scores`: 0 … 1, none while waiting. */
export function ScoreBars({ scores }: { readonly scores: readonly number[] }) {
  const { t } = useTranslation('live');
  const { live } = useStudio();
  const gestures = useModelGestures();
  const { classes: classIds, settings } = useStore(live.store);
  return (
    <ul className={classes.bars}>
      {classIds.map((id, index) => {
        const gesture = gestures.get(id);
        const score = scores[index] ?? 0;
        const name = gesture?.name ?? t('nothing');
        return (
          <li key={id} className={classes.bar}>
            <span className={classes.name}>
              <GestureDot gesture={gesture} /> {name}
            </span>
            <div className={classes.track}>
              <div
                className={classes.fill}
                style={{
                  '--score': score,
                  '--colour': gesture ? gestureColour(gesture.colour) : NOTHING_COLOUR,
                }}
              />
              {gesture && (
                <Slider
                  className={classes.handle}
                  classNames={{ track: classes.hidden ?? '', bar: classes.hidden ?? '' }}
                  min={0.05}
                  max={1}
                  step={0.01}
                  value={thresholdOf(settings, id, [gesture])}
                  label={(value) => `${Math.round(value * 100)} %`}
                  thumbLabel={t('threshold', { name })}
                  onChange={(value) => live.setThreshold(id, value)}
                />
              )}
            </div>
            <span className={classes.value}>{Math.round(score * 100)} %</span>
          </li>
        );
      })}
    </ul>
  );
}
