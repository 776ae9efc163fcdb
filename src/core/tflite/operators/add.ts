import type { LayerOf } from '../file-graph';
import { BuiltinOptions } from '../schema';
import type { OperatorCodec } from './operator-codec';
import { activationNumber, readActivation } from './option-fields';

const AddOptions = { fused_activation_function: 0 } as const;

export const add: OperatorCodec<LayerOf<'add'>> = {
  versions: {
    int8: { version: 2, since: '1.14.0' },
    float32: { version: 1, since: '1.5.0' },
  },
  optionsType: BuiltinOptions.AddOptions,
  valueInputs: 2,

  write: ({ activation }) => ({
    inputs: [],
    options: [[AddOptions.fused_activation_function, 'int8', activationNumber(activation)]],
  }),

  read: (operator) => ({
    kind: 'add',
    activation: readActivation(operator, AddOptions.fused_activation_function),
  }),
};
