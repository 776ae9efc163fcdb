import type { ReactNode } from 'react';
import classes from './ShareBar.module.css';

export interface ShareBarProps {
  /** Of the largest in its column, 0 to 1. */
  readonly share: number;
  readonly children: ReactNode;
}

/** A number after a bar as long as its share. */
export function ShareBar({ share, children }: ShareBarProps) {
  return (
    <div className={classes.share}>
      <span className={classes.bar} style={{ '--share': share }} aria-hidden />
      {children}
    </div>
  );
}
