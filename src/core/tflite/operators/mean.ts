import type { LayerOf } from '../file-graph';
import { BuiltinOptions } from '../schema';
import type { OperatorCodec } from './operator-codec';

const ReducerOptions = { keep_dims: 0 } as const;

export const mean: OperatorCodec<LayerOf<'mean'>> = {
  versions: {
    int8: { version: 2, since: '1.14.0' },
    float32: { version: 1, since: '1.6.0' },
  },
  optionsType: BuiltinOptions.ReducerOptions,

  write({ name }, writer) {
    const rank = writer.from.tensorShape.length;
    const axes = rank === 3 ? [1] : [1, 2];
    return {
      inputs: [writer.addInt32s(`${name}/axes`, axes)],
      options: [[ReducerOptions.keep_dims, 'int8', writer.to.tensorShape.length === rank ? 1 : 0]],
    };
  },

  read(operator) {
    const shape = operator.fromTensorShape;
    const rank = shape.length;
    const axes = [...operator.int32s(1)].map((axis) => (axis < 0 ? axis + rank : axis));
    const isKept = (axis: number) => axis < rank - 1 && !axes.includes(axis);
    if (
      !axes.every((axis) => axis >= 0 && axis < rank - 1) ||
      shape.some((size, axis) => size > 1 && isKept(axis))
    ) {
      throw operator.refuse(`axes [${axes.slice(0, 8).join(', ')}] of [${shape.join(', ')}]`);
    }
    return { kind: 'mean' };
  },
};
