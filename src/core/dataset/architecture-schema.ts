import * as v from 'valibot';
import { type LayerSpec, MOST_LAYERS } from '#core/model/architecture';

/** Blocks within blocks, at most; the editor makes one level. */
const MOST_LEVELS = 3;

const positive = v.pipe(v.number(), v.integer(), v.minValue(1));
const pair = v.strictTuple([positive, positive]);
const padding = v.picklist(['same', 'valid']);
const activation = v.picklist(['none', 'relu', 'relu6']);
const convolution = {
  kernel: pair,
  strides: pair,
  padding,
  activation,
  batchNorm: v.boolean(),
};

const plainLayers = [
  v.strictObject({ kind: v.literal('conv2d'), filters: positive, ...convolution }),
  v.strictObject({ kind: v.literal('depthwiseConv2d'), ...convolution }),
  v.strictObject({ kind: v.picklist(['maxPool2d', 'averagePool2d']), size: pair, padding }),
  v.strictObject({ kind: v.picklist(['globalAveragePool', 'flatten', 'lastFrame']) }),
  v.strictObject({ kind: v.literal('lstm'), units: positive }),
  v.strictObject({ kind: v.literal('dense'), units: positive, activation }),
  v.strictObject({
    kind: v.literal('dropout'),
    rate: v.pipe(v.number(), v.minValue(0), v.ltValue(1)),
  }),
] as const;

type LayersSchema = v.GenericSchema<unknown, readonly LayerSpec[]>;

/** Layers with blocks of at most `levels` levels: a file cannot nest them without end. */
function layersSchema(levels: number): LayersSchema {
  const layer =
    levels === 0
      ? v.variant('kind', plainLayers)
      : v.variant('kind', [
          ...plainLayers,
          v.strictObject({
            kind: v.literal('residual'),
            activation,
            layers: layersSchema(levels - 1),
          }),
        ]);
  return v.pipe(v.array(layer), v.maxLength(MOST_LAYERS));
}

/** An `Architecture`; whether its layers fit is seen when it is built. */
export const architectureSchema = v.strictObject({
  input: v.picklist(['rows', 'image']),
  layers: layersSchema(MOST_LEVELS),
});
