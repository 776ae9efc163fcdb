import type { PresetId } from '#core/model/trained-model';

/** How a preset's points look: told by shape as well as by colour. */
export interface PresetMark {
  readonly colour: string;
  readonly shape: 'circle' | 'square' | 'triangle' | 'diamond' | 'cross' | 'star';
}

export const PRESET_MARKS: Readonly<Record<PresetId, PresetMark>> = {
  'magic-wand-cnn': { colour: 'var(--gesture-0)', shape: 'circle' },
  conv1d: { colour: 'var(--gesture-1)', shape: 'square' },
  'separable-cnn': { colour: 'var(--gesture-2)', shape: 'triangle' },
  residual: { colour: 'var(--gesture-3)', shape: 'diamond' },
  lstm: { colour: 'var(--gesture-4)', shape: 'star' },
  dense: { colour: 'var(--gesture-5)', shape: 'cross' },
};
