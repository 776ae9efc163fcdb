import { NumberInput } from '@mantine/core';

export interface CountFieldProps {
  readonly label: string;
  readonly unit?: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  /** Digits after the point; none unless told. */
  readonly decimals?: number;
  readonly increment?: number;
  readonly disabled: boolean;
  onChange(value: number): void;
}

/** A number with its unit, kept within its limits; what is half typed changes nothing. */
export function CountField(props: CountFieldProps) {
  const {
    label,
    unit,
    value,
    least,
    most,
    decimals = 0,
    increment = 1,
    disabled,
    onChange,
  } = props;
  return (
    <NumberInput
      label={label}
      size="xs"
      value={value}
      min={least}
      max={most}
      step={increment}
      decimalScale={decimals}
      allowDecimal={decimals > 0}
      allowNegative={false}
      clampBehavior="blur"
      disabled={disabled}
      {...(unit === undefined ? {} : { suffix: ` ${unit}` })}
      onChange={(next) => {
        if (typeof next === 'number' && next >= least && next <= most && next !== value) {
          onChange(next);
        }
      }}
    />
  );
}
