import type { LayerOf } from '../file-graph';
import { BuiltinOptions } from '../schema';
import type { OperatorCodec, OperatorReader } from './operator-codec';

const StridedSliceOptions = {
  begin_mask: 0,
  end_mask: 1,
  ellipsis_mask: 2,
  new_axis_mask: 3,
  shrink_axis_mask: 4,
} as const;

/** The axis of the frames, after the batch. */
const FRAMES = 1;

/** `[:, -1]` of the frames, whose axis goes where the output has one axis less. */
export const lastFrame: OperatorCodec<LayerOf<'lastFrame'>> = {
  versions: {
    int8: { version: 2, since: '1.14.0' },
    float32: { version: 1, since: '1.6.0' },
  },
  optionsType: BuiltinOptions.StridedSliceOptions,

  write({ name }, writer) {
    const { tensorShape } = writer.from;
    const rank = tensorShape.length;
    const shrinks = writer.to.tensorShape.length < rank;
    const begin = tensorShape.map((_, axis) => (axis === FRAMES ? tensorShape[FRAMES]! - 1 : 0));
    const strides = tensorShape.map(() => 1);
    return {
      inputs: [
        writer.addInt32s(`${name}/begin`, begin),
        writer.addInt32s(`${name}/end`, tensorShape),
        writer.addInt32s(`${name}/strides`, strides),
      ],
      options: [[StridedSliceOptions.shrink_axis_mask, 'int32', shrinks ? 1 << FRAMES : 0]],
    };
  },

  read(operator) {
    const shape = operator.fromTensorShape;
    const taken = takenRanges(operator);
    const isLastFrame =
      (shape.length === 3 || shape.length === 4) &&
      shape.every((size, axis) => {
        const [begin, end] = taken[axis]!;
        return begin === (axis === FRAMES ? size - 1 : 0) && end === size;
      });
    if (!isLastFrame) {
      throw operator.refuse(`a slice of [${shape.join(', ')}] that is not its last frame, and`);
    }
    return { kind: 'lastFrame' };
  },
};

/** First and past-the-last index along each axis, by the rules of `tf.strided_slice`. */
function takenRanges(operator: OperatorReader): (readonly [begin: number, end: number])[] {
  const { settings, fromTensorShape: shape } = operator;
  const begin = operator.int32s(1);
  const end = operator.int32s(2);
  const strides = operator.int32s(3);
  const masks = (slot: number) => settings.int32(slot, 0);
  if (
    masks(StridedSliceOptions.ellipsis_mask) !== 0 ||
    masks(StridedSliceOptions.new_axis_mask) !== 0 ||
    strides.some((stride) => stride !== 1) ||
    [begin, end, strides].some(({ length }) => length > shape.length)
  ) {
    throw operator.refuse('masks or steps beyond a plain slice');
  }
  const clamp = (index: number, size: number) =>
    Math.min(size, Math.max(0, index < 0 ? index + size : index));
  const isSet = (slot: number, axis: number) => ((masks(slot) >> axis) & 1) === 1;
  return shape.map((size, axis) => {
    if (axis >= begin.length) return [0, size];
    const first = isSet(StridedSliceOptions.begin_mask, axis) ? 0 : clamp(begin[axis]!, size);
    if (isSet(StridedSliceOptions.shrink_axis_mask, axis)) {
      const one = clamp(begin[axis]!, size);
      return [one, one + 1];
    }
    return [
      first,
      isSet(StridedSliceOptions.end_mask, axis) ? size : clamp(end[axis] ?? size, size),
    ];
  });
}
