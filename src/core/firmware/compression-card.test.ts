import { expect, test } from 'vitest';
import type { CompressionRecipe } from '../compress/compression-recipe';
import { usualSteps } from '../compress/usual-steps';
import { compressionRows } from './compression-card';

const PLAIN: CompressionRecipe = {
  steps: [],
  calibration: { method: 'min-max' },
  perChannelDense: false,
};

test('a card names every step that ran, in order, with its settings, and none that did not', () => {
  const steps = usualSteps({
    distil: { student: { preset: 'dense', width: 0.25 }, temperature: 4, mix: 0.7, epochs: 9 },
    'prune-channels': { enabled: false },
    'prune-weights': { sparsity: 0.4, epochs: 1 },
    cluster: { clusters: 12 },
    'quantise-aware': { epochs: 3 },
  });
  const text = compressionRows({ ...PLAIN, steps }).map(
    ([setting, value]) => `${setting}: ${value}`,
  );
  expect(text.slice(0, -2)).toEqual([
    'distilled into a smaller network: dense, 0.25 times as wide; temperature 4, 70.0 % from the teacher, 9 epochs',
    'single weights set to zero: 40.0 %, over 1 epoch',
    'values that a layer may have: 12, then 2 epochs of fine-tuning',
    'trained with the rounding of int8: 3 epochs',
  ]);
});

test('a card without steps says how ranges were taken and how weights are scaled', () => {
  const calibration = { method: 'percentile', percentile: 99.9 } as const;
  const rows = compressionRows({ ...PLAIN, calibration, perChannelDense: true });
  expect(rows.map(([, value]) => value)).toEqual([
    'the middle 99.9 % of the numbers of training windows',
    'full int8; convolutions per channel, dense layers per output',
  ]);
});
