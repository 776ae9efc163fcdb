import type { Gesture } from '#core/dataset/gesture';
import classes from './GestureDot.module.css';
import { gestureColour, NOTHING_COLOUR } from './gesture-colour';

export interface GestureDotProps {
  /** Absent: the class "nothing". */
  readonly gesture?: Pick<Gesture, 'colour' | 'kind'> | undefined;
  /** Diameter, px. */
  readonly size?: number;
}

/** A gesture's colour; round for an event, a bar for a state. Its name stands beside it. */
export function GestureDot({ gesture, size = 10 }: GestureDotProps) {
  return (
    <span
      aria-hidden
      className={classes.dot}
      data-kind={gesture?.kind}
      style={{
        '--dot-size': `${size}px`,
        '--dot-colour': gesture === undefined ? NOTHING_COLOUR : gestureColour(gesture.colour),
      }}
    />
  );
}
