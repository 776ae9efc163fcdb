import type { CompressionRecipe } from '#core/compress/compression-recipe';
import { USUAL_CALIBRATION, usualSteps } from '#core/compress/usual-steps';
import type { Gesture } from '#core/dataset/gesture';
import type { Project } from '#core/dataset/project';
import type { WindowingOptions } from '#core/dataset/window-set';
import type { ModelRecipe } from '#core/model/trained-model';

/** Two seconds hold the slowest nods; a fifth of a second is how late an answer may come. */
const DEFAULT_WINDOWING: WindowingOptions = {
  rateHz: 50,
  lengthMs: 2000,
  hopMs: 200,
  channelNames: ['accX', 'accY', 'accZ', 'gyroX', 'gyroY', 'gyroZ'],
};

const DEFAULT_RECIPE: ModelRecipe = {
  preset: 'conv1d',
  backend: 'auto',
  epochs: 30,
  batchSize: 32,
  learningRate: 0.003,
  seed: 1,
  patience: 6,
  balanceClasses: true,
  augment: true,
  heldOutSubjects: [],
};

const DEFAULT_COMPRESSION: CompressionRecipe = {
  steps: usualSteps({ 'prune-channels': {} }),
  calibration: USUAL_CALIBRATION,
  perChannelDense: false,
};

/** An empty project. */
export function newProject(
  id: string,
  name: string,
  nowMs: number,
  gestures: readonly Gesture[] = [],
): Project {
  return {
    id,
    name,
    createdAt: nowMs,
    changedAt: nowMs,
    gestures,
    windowing: DEFAULT_WINDOWING,
    recipe: DEFAULT_RECIPE,
    compression: DEFAULT_COMPRESSION,
  };
}
