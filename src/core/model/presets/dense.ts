import { type Preset, scaled } from '../preset';

/** Weights of the first layer, about; they are nearly all that this network has. */
const FIRST_LAYER_WEIGHTS = 9_600;

/** Two dense layers on the flattened window: the plainest network, and the one without pools. */
export const dense: Preset = {
  id: 'dense',
  design({ frames, channels }, width = 1) {
    const inputs = frames * channels;
    const units = Math.min(32, Math.max(4, Math.floor(FIRST_LAYER_WEIGHTS / inputs)));
    return {
      input: 'rows',
      layers: [
        { kind: 'flatten' },
        { kind: 'dense', units: scaled(units, width), activation: 'relu' },
        { kind: 'dropout', rate: 0.2 },
        { kind: 'dense', units: scaled(16, width), activation: 'relu' },
        { kind: 'dropout', rate: 0.1 },
      ],
    };
  },
};
