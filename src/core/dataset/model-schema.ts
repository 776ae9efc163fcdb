import * as v from 'valibot';

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
};

const layerSchema = v.variant('kind', [
  v.strictObject({
    ...layer,
    kind: v.literal('dense'),
    units: positive,
    activation,
    weights: float32,
    bias: float32,
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

export const recipeSchema = v.strictObject({
  preset: v.picklist(['dense', 'magic-wand-cnn', 'conv1d', 'separable-cnn', 'residual', 'lstm']),
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

export const compressionSchema = v.strictObject({
  structuredShare: ratio,
  sparsity: ratio,
  fineTuneEpochs: index,
  perChannelDense: v.exactOptional(v.boolean()),
});

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

/** Without the graph: that is read from the `.tflite` itself. */
export const compressedSchema = v.strictObject({
  recipe: compressionSchema,
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
