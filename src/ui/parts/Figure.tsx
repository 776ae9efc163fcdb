import classes from './Figure.module.css';

export interface FigureProps {
  readonly label: string;
  /** Already formatted; a dash where it is not known. */
  readonly value: string | number;
  readonly unit?: string | undefined;
  /** What the number means or stands on, under it. */
  readonly hint?: string | undefined;
  readonly testId?: string;
}

/** One number with its name and unit. */
export function Figure({ label, value, unit, hint, testId }: FigureProps) {
  return (
    <dl className={classes.figure}>
      <dt>{label}</dt>
      <dd className={classes.value} {...(testId === undefined ? {} : { 'data-testid': testId })}>
        {value}
        {unit !== undefined && <span className={classes.unit}> {unit}</span>}
      </dd>
      {hint !== undefined && <dd className={classes.hint}>{hint}</dd>}
    </dl>
  );
}
