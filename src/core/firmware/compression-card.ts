import type {
  Calibration,
  CompressionRecipe,
  CompressionStep,
} from '../compress/compression-recipe';
import { plainNumber } from './c-text';

/** Setting and value of every step that ran, in order, then how the model was quantised. */
export function compressionRows(recipe: CompressionRecipe): [setting: string, value: string][] {
  const { steps, calibration, perChannelDense } = recipe;
  return [
    ...steps.filter(({ enabled }) => enabled).map(stepRow),
    ['ranges of activations', calibrationText(calibration)],
    [
      'quantisation',
      `full int8; convolutions per channel, dense layers per ${perChannelDense ? 'output' : 'tensor'}`,
    ],
  ];
}

function stepRow(step: CompressionStep): [string, string] {
  const epochs = `${step.epochs} ${step.epochs === 1 ? 'epoch' : 'epochs'}`;
  switch (step.kind) {
    case 'distil': {
      const { student, temperature, mix } = step;
      const network = `${student.preset}, ${plainNumber(student.width)} times as wide`;
      return [
        'distilled into a smaller network',
        `${network}; temperature ${plainNumber(temperature)}, ${percent(mix)} from the teacher, ${epochs}`,
      ];
    }
    case 'prune-channels':
      return ['whole channels removed', `${percent(step.share)}, then ${epochs} of fine-tuning`];
    case 'prune-weights':
      return ['single weights set to zero', `${percent(step.sparsity)}, over ${epochs}`];
    case 'cluster':
      return ['values that a layer may have', `${step.clusters}, then ${epochs} of fine-tuning`];
    case 'quantise-aware':
      return ['trained with the rounding of int8', epochs];
  }
}

function calibrationText(calibration: Calibration): string {
  switch (calibration.method) {
    case 'min-max':
      return 'lowest to highest number of training windows';
    case 'percentile':
      return `the middle ${plainNumber(calibration.percentile)} % of the numbers of training windows`;
    case 'mean-squared-error':
      return 'least mean squared error on training windows';
  }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
