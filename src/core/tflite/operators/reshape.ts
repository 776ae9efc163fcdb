import type { TensorRank } from '#core/compress/int8-graph';
import type { LayerOf } from '../file-graph';
import type { OperatorCodec } from './operator-codec';

/** The output's shape is read from its tensor: older files have it in options, some compute it. */
export const reshape: OperatorCodec<LayerOf<'reshape'>> = {
  versions: {
    int8: { version: 1, since: '1.5.0' },
    float32: { version: 1, since: '1.5.0' },
  },

  write: ({ name }, writer) => ({
    inputs: [writer.addInt32s(`${name}/shape`, writer.to.tensorShape)],
  }),

  read: ({ toTensorShape }) => ({ kind: 'reshape', ...rankOf(toTensorShape) }),
};

/** The rank that a reshape to this tensor keeps, where it is one that is written. */
export function rankOf({ length }: readonly number[]): { readonly rank?: TensorRank } {
  const rank = ([2, 3, 4] as const).find((known) => known === length);
  return rank ? { rank } : {};
}
