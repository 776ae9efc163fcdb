import type { LayerOf } from '../file-graph';
import type { OperatorCodec } from './operator-codec';

export const pad: OperatorCodec<LayerOf<'pad'>> = {
  versions: {
    int8: { version: 2, since: '1.14.0' },
    float32: { version: 1, since: '1.5.0' },
  },

  write({ name, before, after }, writer) {
    const paddings = [0, 0, before[0], after[0], before[1], after[1], 0, 0];
    return { inputs: [writer.addInt32s(`${name}/paddings`, paddings, [4, 2])] };
  },

  read(operator) {
    const rank = operator.fromTensorShape.length;
    const found = [...operator.int32s(1)];
    const paddings = rank === 3 ? [...found.slice(0, 4), 0, 0, ...found.slice(4)] : found;
    const [, , top, bottom, left, right] = paddings;
    const others = [...paddings.slice(0, 2), ...paddings.slice(6)];
    if ((rank !== 3 && rank !== 4) || paddings.length !== 8 || others.some((size) => size !== 0)) {
      throw operator.refuse(`paddings [${found.slice(0, 10).join(', ')}]`);
    }
    return { kind: 'pad', before: [top!, left!], after: [bottom!, right!] };
  },
};
