import type { LayerOf } from '../file-graph';
import { BuiltinOptions } from '../schema';
import type { OperatorCodec } from './operator-codec';
import { paddingNumber, readActivation, readPadding, readStrides } from './option-fields';

type PoolLayer = LayerOf<'maxPool2d'>;

const Pool2DOptions = {
  padding: 0,
  stride_w: 1,
  stride_h: 2,
  filter_width: 3,
  filter_height: 4,
  fused_activation_function: 5,
} as const;

export const maxPool2d = pool('maxPool2d');
export const averagePool2d = pool('averagePool2d');

function pool(kind: PoolLayer['kind']): OperatorCodec<PoolLayer> {
  return {
    versions: {
      int8: { version: 2, since: '1.14.0' },
      float32: { version: 1, since: '1.5.0' },
    },
    optionsType: BuiltinOptions.Pool2DOptions,

    write: ({ size, strides, padding }) => ({
      inputs: [],
      options: [
        [Pool2DOptions.padding, 'int8', paddingNumber(padding)],
        [Pool2DOptions.stride_w, 'int32', strides[1]],
        [Pool2DOptions.stride_h, 'int32', strides[0]],
        [Pool2DOptions.filter_width, 'int32', size[1]],
        [Pool2DOptions.filter_height, 'int32', size[0]],
      ],
    }),

    read(operator) {
      const { settings } = operator;
      if (readActivation(operator, Pool2DOptions.fused_activation_function) !== 'none') {
        throw operator.refuse('a fused activation');
      }
      return {
        kind,
        size: [
          settings.int32(Pool2DOptions.filter_height, 0),
          settings.int32(Pool2DOptions.filter_width, 0),
        ],
        strides: readStrides(operator, Pool2DOptions),
        padding: readPadding(operator, Pool2DOptions.padding),
      };
    },
  };
}
