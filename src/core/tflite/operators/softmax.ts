import type { LayerOf } from '../file-graph';
import { BuiltinOptions } from '../schema';
import type { OperatorCodec } from './operator-codec';

const SoftmaxOptions = { beta: 0 } as const;

export const softmax: OperatorCodec<LayerOf<'softmax'>> = {
  versions: {
    int8: { version: 2, since: '1.14.0' },
    float32: { version: 1, since: '1.5.0' },
  },
  optionsType: BuiltinOptions.SoftmaxOptions,

  /** The schema's default for beta is 0, which no softmax means. */
  write: () => ({ inputs: [], options: [[SoftmaxOptions.beta, 'float32', 1]] }),

  read(operator) {
    const beta = operator.settings.float32(SoftmaxOptions.beta, 0);
    if (beta !== 1) throw operator.refuse(`beta ${beta}`);
    return { kind: 'softmax' };
  },
};
