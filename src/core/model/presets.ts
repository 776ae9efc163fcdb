import type { Preset } from './preset';
import { conv1d } from './presets/conv1d';
import { dense } from './presets/dense';
import { lstm } from './presets/lstm';
import { magicWandCnn } from './presets/magic-wand-cnn';
import { residual } from './presets/residual';
import { separableCnn } from './presets/separable-cnn';
import type { PresetId } from './trained-model';

/** Every network that can be trained, the one to start with first. */
export const PRESETS: readonly Preset[] = [
  magicWandCnn,
  conv1d,
  separableCnn,
  residual,
  lstm,
  dense,
];

/** The preset of this name. */
export function presetOf(id: PresetId): Preset {
  const preset = PRESETS.find((candidate) => candidate.id === id);
  if (!preset) throw new RangeError(`No preset is called ${id}.`);
  return preset;
}
