import * as v from 'valibot';
import type { CompressionRecipe } from '#core/compress/compression-recipe';
import { presentRecipe } from '#core/compress/old-compression-recipe';
import { architectureSchema } from './architecture-schema';

const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const positive = v.pipe(v.number(), v.integer(), v.minValue(1));
const ratio = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const finite = v.pipe(v.number(), v.finite());
const pair = v.strictTuple([positive, positive]);
const sides = v.strictTuple([index, index]);
const shape = v.strictTuple([positive, positive, positive]);
const float32 = v.instance(Float32Array);
const activation = v.picklist(['none', 'relu', 'relu6']);
const padding = v.picklist(['same', 'valid']);
const layer = { name: v.string(), inputs: v.array(index) };
const kernel = {
  kernel: pair,
  strides: pair,
  padding,
  activation,
  weights: float32,
  bias: float32,
  weightScales: v.exactOptional(float32),
};

const layerSchema = v.variant('kind', [
  v.strictObject({
    ...layer,
    kind: v.literal('dense'),
    units: positive,
    activation,
    weights: float32,
    bias: float32,
    weightScales: v.exactOptional(float32),
  }),
  v.strictObject({ ...layer, ...kernel, kind: v.literal('conv2d'), filters: positive }),
  v.strictObject({
    ...layer,
    ...kernel,
    kind: v.literal('depthwiseConv2d'),
    depthMultiplier: positive,
  }),
  v.strictObject({
    ...layer,
    kind: v.literal('batchNorm'),
    gamma: float32,
    beta: float32,
    mean: float32,
    variance: float32,
    epsilon: finite,
    activation,
  }),
  v.strictObject({
    ...layer,
    kind: v.picklist(['maxPool2d', 'averagePool2d']),
    size: pair,
    strides: pair,
    padding,
  }),
  v.strictObject({
    ...layer,
    kind: v.picklist([
      'globalAveragePool',
      'flatten',
      'softmax',
      'relu',
      'relu6',
      'logistic',
      'tanh',
      'lastFrame',
    ]),
  }),
  v.strictObject({ ...layer, kind: v.literal('add'), activation }),
  v.strictObject({ ...layer, kind: v.literal('pad'), before: sides, after: sides }),
  v.strictObject({
    ...layer,
    kind: v.literal('lstm'),
    units: positive,
    weights: float32,
    recurrentWeights: float32,
    bias: float32,
    weightScales: v.exactOptional(float32),
  }),
  v.strictObject({ ...layer, kind: v.literal('dropout'), rate: ratio }),
]);

export const gestureSchema = v.strictObject({
  id: v.string(),
  name: v.string(),
  kind: v.picklist(['event', 'state']),
  colour: index,
});

export const channelSchema = v.strictObject({
  name: v.string(),
  unit: v.picklist(['g', 'dps', 'uT', 'raw']),
  fullScale: v.exactOptional(finite),
});

export const windowingSchema = v.strictObject({
  rateHz: v.pipe(finite, v.gtValue(0)),
  lengthMs: v.pipe(finite, v.gtValue(0)),
  hopMs: v.pipe(finite, v.gtValue(0)),
  channelNames: v.array(v.string()),
});

const judgementSchema = v.strictObject({
  windowCount: index,
  confusion: v.instance(Uint32Array),
  classScores: v.array(
    v.strictObject({
      precision: v.nullable(ratio),
      recall: v.nullable(ratio),
      f1: v.nullable(ratio),
      support: index,
    }),
  ),
  accuracy: ratio,
  macroF1: ratio,
  rejectionRate: v.nullable(ratio),
  groupAccuracy: v.array(ratio),
});

const presetSchema = v.picklist([
  'dense',
  'magic-wand-cnn',
  'conv1d',
  'separable-cnn',
  'residual',
  'lstm',
]);

export const recipeSchema = v.strictObject({
  preset: presetSchema,
  width: v.exactOptional(v.pipe(finite, v.gtValue(0))),
  architecture: v.exactOptional(architectureSchema),
  start: v.exactOptional(
    v.strictObject({
      from: v.union([v.literal('general'), v.strictObject({ projectId: v.string() })]),
      name: v.string(),
      freeze: v.boolean(),
    }),
  ),
  backend: v.picklist(['auto', 'wasm', 'webgl', 'cpu', 'webgpu']),
  epochs: positive,
  batchSize: positive,
  learningRate: v.pipe(finite, v.gtValue(0)),
  seed: index,
  patience: index,
  balanceClasses: v.boolean(),
  augment: v.boolean(),
  heldOutSubjects: v.array(v.string()),
});

const stepBase = { enabled: v.boolean(), epochs: index };

const stepSchema = v.variant('kind', [
  v.strictObject({
    ...stepBase,
    kind: v.literal('distil'),
    student: v.strictObject({ preset: presetSchema, width: v.pipe(finite, v.gtValue(0)) }),
    temperature: v.pipe(finite, v.minValue(1)),
    mix: ratio,
  }),
  v.strictObject({ ...stepBase, kind: v.literal('prune-channels'), share: ratio }),
  v.strictObject({ ...stepBase, kind: v.literal('prune-weights'), sparsity: ratio }),
  v.strictObject({
    ...stepBase,
    kind: v.literal('cluster'),
    clusters: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(256)),
  }),
  v.strictObject({ ...stepBase, kind: v.literal('quantise-aware') }),
]);

const stepsSchema = v.strictObject({
  steps: v.array(stepSchema),
  calibration: v.variant('method', [
    v.strictObject({ method: v.picklist(['min-max', 'mean-squared-error']) }),
    v.strictObject({
      method: v.literal('percentile'),
      percentile: v.pipe(v.number(), v.minValue(90), v.maxValue(100)),
    }),
  ]),
  perChannelDense: v.boolean(),
});

const oldStepsSchema = v.strictObject({
  structuredShare: ratio,
  sparsity: ratio,
  fineTuneEpochs: index,
  perChannelDense: v.exactOptional(v.boolean()),
});

/** Recipes of files from before they were lists of steps are read as such. */
export const compressionSchema: v.GenericSchema<unknown, CompressionRecipe> = v.lazy((input) =>
  typeof input === 'object' && input !== null && 'fineTuneEpochs' in input
    ? v.pipe(
        oldStepsSchema,
        v.transform((old): CompressionRecipe => presentRecipe(old)),
      )
    : stepsSchema,
);

export const trainedSchema = v.strictObject({
  graph: v.strictObject({ input: shape, layers: v.pipe(v.array(layerSchema), v.minLength(1)) }),
  normaliser: v.strictObject({ mean: float32, deviation: float32 }),
  windowing: windowingSchema,
  channels: v.array(channelSchema),
  classes: v.array(v.string()),
  gestures: v.array(gestureSchema),
  recipe: recipeSchema,
  backend: v.picklist(['wasm', 'webgl', 'cpu', 'webgpu']),
  epochs: v.array(
    v.strictObject({
      epoch: index,
      loss: finite,
      accuracy: finite,
      validationLoss: finite,
      validationAccuracy: finite,
    }),
  ),
  judgement: v.exactOptional(judgementSchema),
  heldOutBy: v.picklist(['subject', 'recording', 'none']),
  heldOutGroups: v.array(v.string()),
  dataHash: v.string(),
  trainedAt: finite,
});

const costSchema = v.strictObject({
  parameterCount: index,
  sizeBytes: index,
  macs: index,
  arenaBytes: index,
});

const stageSchema = v.strictObject({
  step: v.picklist([
    'start',
    'distil',
    'prune-channels',
    'prune-weights',
    'cluster',
    'quantise-aware',
  ]),
  cost: costSchema,
  gzipBytes: index,
  zeroShare: ratio,
  macroF1: v.nullable(ratio),
  sha256: v.string(),
  notSmaller: v.exactOptional(v.boolean()),
});

/** Without the graph: that is read from the `.tflite` itself. */
export const compressedSchema = v.strictObject({
  recipe: compressionSchema,
  stages: v.exactOptional(v.array(stageSchema)),
  tflite: v.instance(Uint8Array),
  sha256: v.string(),
  floatTflite: v.exactOptional(v.instance(Uint8Array)),
  errors: v.exactOptional(
    v.array(
      v.strictObject({
        layer: v.string(),
        meanSquaredError: finite,
        signalToNoiseDb: v.nullable(finite),
      }),
    ),
  ),
  cost: costSchema,
  floatCost: costSchema,
  judgement: v.exactOptional(judgementSchema),
  agreement: v.nullable(finite),
  trainedAt: finite,
  compressedAt: finite,
});
