import { Group } from '@mantine/core';
import type { PresetId } from '#core/model/trained-model';
import classes from './PresetKey.module.css';
import { PRESET_MARKS, type PresetMark } from './preset-marks';
import type { ChoiceNames } from './use-choice-names';

/** Outlines in a box from −5 to 5. */
const OUTLINES: Readonly<Record<PresetMark['shape'], string>> = {
  circle: 'M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z',
  square: 'M-4 -4h8v8h-8z',
  triangle: 'M0 -5l4.6 8.5h-9.2z',
  diamond: 'M0 -5.2l3.4 5.2l-3.4 5.2l-3.4 -5.2z',
  cross: 'M-1.7 -5h3.4v3.3h3.3v3.4h-3.3v3.3h-3.4v-3.3h-3.3v-3.4h3.3z',
  star: 'M0 -5.4l1.3 3.6h3.9l-3.1 2.4l1.1 3.8l-3.2 -2.2l-3.2 2.2l1.1 -3.8l-3.1 -2.4h3.9z',
};

/** Which shape and colour is which network. */
export function PresetKey(props: { readonly presets: readonly PresetId[]; names: ChoiceNames }) {
  return (
    <Group gap="xs" component="ul" className={classes.key}>
      {props.presets.map((id) => (
        <li key={id}>
          <PresetIcon id={id} /> {props.names.preset(id)}
        </li>
      ))}
    </Group>
  );
}

/** A preset's mark as in the chart. */
export function PresetIcon({ id }: { id: PresetId }) {
  const { shape, colour } = PRESET_MARKS[id];
  return (
    <svg width="12" height="12" viewBox="-6 -6 12 12" aria-hidden="true">
      <path d={OUTLINES[shape]} fill={colour} />
    </svg>
  );
}
