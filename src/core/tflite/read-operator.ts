import type { Arithmetic, FileValue } from './file-graph';
import type { FlatTable } from './flat-table';
import type { OperatorReader } from './operators/operator-codec';
import * as schema from './schema';
import { invalid, shortened, type TensorReader, typeName, unsupported } from './tensor-reader';

/** An operator of the file with the names and tensors that it refers to. */
export interface FileOperator {
  /** As the schema names it. */
  readonly name: string;
  readonly table: FlatTable;
  /** Tensors; −1 where one is left out. */
  readonly inputs: Int32Array;
  readonly outputs: Int32Array;
}

/** Answers a codec's questions about one operator; `from` and `to` are what it reads and gives. */
export function operatorReader(
  { name, table, inputs, outputs }: FileOperator,
  tensors: TensorReader,
  from: FileValue,
  to: FileValue,
  optionsType: number | undefined,
): OperatorReader {
  const { Operator } = schema;
  const arithmetic: Arithmetic = from.quantisation ? 'int8' : 'float32';
  const output = outputs[0]!;
  const indexOf = (at: number) => inputs[at] ?? -1;
  const label = () => `${name} "${shortened(tensors.name(output))}"`;
  const refuse = (what: string) => unsupported(`${label()} with ${what}`);
  const bad = (what: string) => invalid(`${label()} has ${what}`);
  const present = (at: number) => {
    const index = indexOf(at);
    if (index < 0) throw bad(`no input ${at}`);
    return index;
  };

  let settings = table.table(Operator.builtin_options);
  if (optionsType === undefined) settings ??= table;
  const type = table.uint8(Operator.builtin_options_type, schema.BuiltinOptions.NONE);
  if (!settings || (optionsType !== undefined && type !== optionsType)) {
    throw bad(`options of type ${type}`);
  }
  return {
    arithmetic,
    settings,
    inputCount: inputs.length,
    from,
    fromTensorShape: tensors.shape(present(0)),
    to,
    toTensorShape: tensors.shape(output),
    has: (at) => indexOf(at) >= 0,
    int32s: (at) => tensors.int32s(present(at)),
    weights: (dimension) => tensors.weights(present(1), indexOf(2), from, dimension),
    matrix: (at) => tensors.matrix(present(at), arithmetic),
    bias: (at, weights) =>
      tensors.bias(
        present(at),
        from.quantisation?.scale ?? 0,
        'scale' in weights ? Float32Array.of(weights.scale) : new Float32Array(),
      ),
    variable(at, wanted) {
      const index = present(at);
      if (!tensors.isVariable(index)) throw bad(`a state at input ${at} that is not variable`);
      const found = tensors.type(index);
      if (found !== wanted) throw refuse(`a state of ${typeName(found)}`);
      return arithmetic === 'int8' ? tensors.quantisation(index) : undefined;
    },
    refuse,
    invalid: bad,
  };
}
