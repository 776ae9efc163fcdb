import { searchSpaceAround } from '../../src/core/tuner/search-space';
import type { ModelCard, TuningPlan } from '../../src/core/tuner/tuning';

/** A project's settings for the windows of `simulatedRecordings`. */
export const EXAMPLE_CARD: ModelCard = {
  windowing: {
    rateHz: 25,
    lengthMs: 1600,
    hopMs: 400,
    channelNames: ['accX', 'accY', 'accZ', 'gyroX', 'gyroY', 'gyroZ'],
  },
  recipe: {
    preset: 'conv1d',
    backend: 'auto',
    epochs: 30,
    batchSize: 16,
    learningRate: 3e-3,
    seed: 5,
    patience: 0,
    balanceClasses: true,
    augment: true,
    heldOutSubjects: [],
  },
  compression: { steps: [], calibration: { method: 'min-max' }, perChannelDense: false },
};

/** A search around it: nine candidates in three rungs, without limits, unless `changes` say otherwise. */
export function examplePlan(changes: Partial<TuningPlan> = {}): TuningPlan {
  return {
    seed: 1,
    candidateCount: 9,
    rungEpochs: [1, 3, 9],
    reduction: 3,
    limits: {},
    space: searchSpaceAround(EXAMPLE_CARD),
    windowing: EXAMPLE_CARD.windowing,
    recipe: EXAMPLE_CARD.recipe,
    classCount: 3,
    ...changes,
  };
}
