import { Slider } from '@mantine/core';
import { useId, useState } from 'react';
import classes from './SliderField.module.css';

export interface SliderFieldProps {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly increment: number;
  /** With its unit. */
  format(value: number): string;
  readonly disabled: boolean;
  /** Once, when the handle is let go. */
  onChange(value: number): void;
}

/** A slider with its name before and its value, with unit, after it. */
export function SliderField(props: SliderFieldProps) {
  const { label, value, least, most, increment, format, disabled, onChange } = props;
  const id = useId();
  const [held, setHeld] = useState<number>();
  const shown = held ?? value;
  return (
    <div className={classes.field}>
      <div className={classes.head}>
        <span id={id}>{label}</span>
        <output className={classes.value}>{format(shown)}</output>
      </div>
      <Slider
        size="sm"
        min={least}
        max={most}
        step={increment}
        value={shown}
        disabled={disabled}
        label={null}
        thumbProps={{ 'aria-labelledby': id, 'aria-valuetext': format(shown) }}
        onChange={setHeld}
        onChangeEnd={(end) => {
          setHeld(undefined);
          if (end !== value) onChange(end);
        }}
      />
    </div>
  );
}
