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

const Conv2DOptions = {
  padding: 0,
  stride_w: 1,
  stride_h: 2,
  fused_activation_function: 3,
  dilation_w_factor: 4,
  dilation_h_factor: 5,
} as const;

export const conv2d: OperatorCodec<LayerOf<'conv2d'>> = {
  versions: {
    int8: { version: 3, since: '1.14.0' },
    float32: { version: 1, since: '1.5.0' },
  },
  optionsType: BuiltinOptions.Conv2DOptions,

  write: (layer, writer) => ({
    inputs: addWeights(writer, layer.name, layer.weights, 0),
    options: [
      [Conv2DOptions.padding, 'int8', paddingNumber(layer.padding)],
      [Conv2DOptions.stride_w, 'int32', layer.strides[1]],
      [Conv2DOptions.stride_h, 'int32', layer.strides[0]],
      [Conv2DOptions.fused_activation_function, 'int8', activationNumber(layer.activation)],
    ],
  }),

  read(operator) {
    expectNoDilation(operator, Conv2DOptions);
    return {
      kind: 'conv2d',
      strides: readStrides(operator, Conv2DOptions),
      padding: readPadding(operator, Conv2DOptions.padding),
      activation: readActivation(operator, Conv2DOptions.fused_activation_function),
      weights: operator.weights(0),
    };
  },
};
