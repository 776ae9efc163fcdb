import type { Calibration, CompressionRecipe } from '#core/compress/compression-recipe';
import { usualSteps } from '#core/compress/usual-steps';

/** One way to make the plain model smaller; `plain` twice is the model that it is made from. */
export interface Version {
  readonly name: string;
  /** Absent: float32, nothing done. */
  readonly recipe?: CompressionRecipe;
  /** Trained anew at this width, without the plain model: what distilling has to beat. */
  readonly width?: number;
}

const MIN_MAX: Calibration = { method: 'min-max' };

function made(
  steps: Parameters<typeof usualSteps>[0],
  calibration: Calibration = MIN_MAX,
): CompressionRecipe {
  return { steps: usualSteps(steps), calibration, perChannelDense: false };
}

const STUDENT_WIDTH = 0.5;
const student = { student: { preset: 'conv1d', width: STUDENT_WIDTH } } as const;

/** The rows of the table, first what the others are held against. */
export const VERSIONS: readonly Version[] = [
  { name: 'float' },
  { name: 'int8, min-max', recipe: made({}) },
  { name: 'int8, percentile 99.9', recipe: made({}, { method: 'percentile', percentile: 99.9 }) },
  { name: 'int8, squared error', recipe: made({}, { method: 'mean-squared-error' }) },
  { name: 'quantisation-aware', recipe: made({ 'quantise-aware': {} }) },
  { name: 'weights 50 % zero', recipe: made({ 'prune-weights': { sparsity: 0.5 } }) },
  { name: 'weights 80 % zero', recipe: made({ 'prune-weights': { sparsity: 0.8, epochs: 8 } }) },
  { name: 'channels −25 %', recipe: made({ 'prune-channels': { share: 0.25 } }) },
  { name: 'channels −50 %', recipe: made({ 'prune-channels': { share: 0.5, epochs: 8 } }) },
  { name: 'distilled to half width', recipe: made({ distil: { ...student, epochs: 30 } }) },
  { name: 'half width, untaught', recipe: made({}), width: STUDENT_WIDTH },
  { name: '16 shared values', recipe: made({ cluster: { clusters: 16 } }) },
  {
    name: 'channels −50 %, 16 values, aware',
    recipe: made({
      'prune-channels': { share: 0.5, epochs: 8 },
      cluster: { clusters: 16 },
      'quantise-aware': {},
    }),
  },
];
