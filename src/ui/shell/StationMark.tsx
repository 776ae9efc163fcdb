import { IconCheck, IconRefreshAlert } from '@tabler/icons-react';
import type { StationState } from '#studio/path-state';
import classes from './StationMark.module.css';

/** Circumference of the ring, in its own units. */
const ROUND = 2 * Math.PI * 6;

/** A station's state as a small sign; its words stand in the link's name. */
export function StationMark({ state }: { readonly state: StationState }) {
  switch (state.state) {
    case 'done':
      return <IconCheck className={classes.done} size={15} stroke={2.4} aria-hidden />;
    case 'stale':
      return <IconRefreshAlert className={classes.stale} size={15} stroke={2} aria-hidden />;
    case 'running':
      return (
        <svg className={classes.running} viewBox="0 0 16 16" aria-hidden="true">
          <circle cx="8" cy="8" r="6" />
          <circle
            cx="8"
            cy="8"
            r="6"
            pathLength={ROUND}
            strokeDasharray={`${(state.share ?? 0.25) * ROUND} ${ROUND}`}
          />
        </svg>
      );
    case 'ready':
      return <span className={classes.ready} aria-hidden />;
    default:
      return null;
  }
}
