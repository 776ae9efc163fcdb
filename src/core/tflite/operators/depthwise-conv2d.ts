import type { LayerOf } from '../file-graph';
import { BuiltinOptions } from '../schema';
import { addWeights } from './linear-tensors';
import type { OperatorCodec } from './operator-codec';
import {
  activationNumber,
  expectNoDilation,
  paddingNumber,
  readActivation,
  readPadding,
  readStrides,
} from './option-fields';

const DepthwiseConv2DOptions = {
  padding: 0,
  stride_w: 1,
  stride_h: 2,
  depth_multiplier: 3,
  fused_activation_function: 4,
  dilation_w_factor: 5,
  dilation_h_factor: 6,
} as const;

/** Weights have the output channel last. */
const CHANNEL_DIMENSION = 3;

export const depthwiseConv2d: OperatorCodec<LayerOf<'depthwiseConv2d'>> = {
  versions: {
    int8: { version: 3, since: '1.14.0' },
    float32: { version: 1, since: '1.5.0' },
  },
  optionsType: BuiltinOptions.DepthwiseConv2DOptions,

  write: (layer, writer) => ({
    inputs: addWeights(writer, layer.name, layer.weights, CHANNEL_DIMENSION),
    options: [
      [DepthwiseConv2DOptions.padding, 'int8', paddingNumber(layer.padding)],
      [DepthwiseConv2DOptions.stride_w, 'int32', layer.strides[1]],
      [DepthwiseConv2DOptions.stride_h, 'int32', layer.strides[0]],
      [DepthwiseConv2DOptions.depth_multiplier, 'int32', layer.depthMultiplier],
      [
        DepthwiseConv2DOptions.fused_activation_function,
        'int8',
        activationNumber(layer.activation),
      ],
    ],
  }),

  read(operator) {
    expectNoDilation(operator, DepthwiseConv2DOptions);
    const weights = operator.weights(CHANNEL_DIMENSION);
    return {
      kind: 'depthwiseConv2d',
      // Some converters leave the multiplier 0; the weights say it as well.
      depthMultiplier:
        operator.settings.int32(DepthwiseConv2DOptions.depth_multiplier, 0) ||
        (weights.shape[CHANNEL_DIMENSION] ?? 0) / operator.from.shape[2],
      strides: readStrides(operator, DepthwiseConv2DOptions),
      padding: readPadding(operator, DepthwiseConv2DOptions.padding),
      activation: readActivation(operator, DepthwiseConv2DOptions.fused_activation_function),
      weights,
    };
  },
};
