import { valueCount } from '#core/model/shapes';
import type { LayerOf } from '../file-graph';
import { BuiltinOptions } from '../schema';
import { addWeights } from './linear-tensors';
import type { OperatorCodec } from './operator-codec';
import { activationNumber, readActivation } from './option-fields';

const FullyConnectedOptions = {
  fused_activation_function: 0,
  weights_format: 1,
  keep_num_dims: 2,
} as const;

/** `FullyConnectedOptionsWeightsFormat.DEFAULT`. */
const DEFAULT_FORMAT = 0;

export const dense: OperatorCodec<LayerOf<'dense'>> = {
  versions: {
    int8: { version: 4, since: '1.14.0' },
    float32: { version: 1, since: '1.5.0' },
  },
  optionsType: BuiltinOptions.FullyConnectedOptions,

  write: (layer, writer) => ({
    inputs: addWeights(writer, layer.name, layer.weights, 0),
    options: [
      [FullyConnectedOptions.fused_activation_function, 'int8', activationNumber(layer.activation)],
    ],
  }),

  read(operator) {
    if (operator.settings.int8(FullyConnectedOptions.weights_format, 0) !== DEFAULT_FORMAT) {
      throw operator.refuse('shuffled weights');
    }
    const activation = readActivation(operator, FullyConnectedOptions.fused_activation_function);
    const weights = operator.weights(0);
    const isOnFrames = operator.settings.int8(FullyConnectedOptions.keep_num_dims, 0) !== 0;
    if (!isOnFrames || valueCount(operator.from.shape) === weights.shape[1]) {
      return { kind: 'dense', activation, weights };
    }
    // The same for every frame: a convolution of one point.
    const [units, inputs] = weights.shape;
    const pointwise = { ...weights, shape: [units ?? 0, 1, 1, inputs ?? 0] };
    return { kind: 'conv2d', strides: [1, 1], padding: 'valid', activation, weights: pointwise };
  },
};
