import { valueCount } from '#core/model/shapes';
import type { Arithmetic, FileGraph, FileLayer, FileValue, LayerKind } from './file-graph';
import type { FlatTable } from './flat-table';
import { OPERATOR_OF } from './operator-names';
import { OPERATORS } from './operators';
import { rankOf } from './operators/reshape';
import { type FileOperator, operatorReader } from './read-operator';
import * as schema from './schema';
import {
  invalid,
  shortened,
  type TensorReader,
  typeName,
  unsupported,
  valueShape,
} from './tensor-reader';
import { isTurned, turnedLayer, turnedShape } from './turned-layer';
import type { FileEnds } from './write-plan';

/** A graph as it was found, not yet known to be sound. */
export interface FoundGraph {
  readonly graph: FileGraph;
  readonly ends: FileEnds;
}

const KIND_OF = new Map(
  Object.entries(OPERATOR_OF).map(([kind, name]) => [name as string, kind as LayerKind]),
);

/** Operators that give the numbers they read in another shape. */
const VIEWS: ReadonlySet<string> = new Set(['EXPAND_DIMS', 'SQUEEZE', 'RESHAPE']);

/** Layers that take rows along the height, or give a shape of their own: none to be turned. */
const HAS_AXES: ReadonlySet<LayerKind> = new Set(['lastFrame', 'reshape']);

const { INT8, INT32, INT64, FLOAT16, FLOAT32 } = schema.TensorType;

/**
 * The graph that a subgraph's operators make. Those that compute shapes, on integers, are passed
 * over: the shapes that they give are in the file. Throws `Failure`.
 */
export function readGraph(
  subgraph: FlatTable,
  operatorNames: readonly string[],
  tensors: TensorReader,
): FoundGraph {
  const { SubGraph } = schema;
  const [input, output] = [SubGraph.inputs, SubGraph.outputs].map((slot) => {
    const indices = subgraph.int32s(slot);
    if (indices.length !== 1) throw unsupported(`${indices.length} inputs or outputs`);
    return indices[0]!;
  });
  const operators = subgraph
    .tables(SubGraph.operators)
    .map((table) => fileOperator(table, operatorNames));
  const walk = startWalk(operators, tensors, input!);
  for (const operator of operators) walk.pass(operator);
  return walk.end(output!);
}

function fileOperator(table: FlatTable, names: readonly string[]): FileOperator {
  const { Operator } = schema;
  const name = names[table.uint32(Operator.opcode_index, 0)];
  if (name === undefined) throw invalid('an operator has no code');
  const inputs = table.int32s(Operator.inputs);
  return { name, table, inputs, outputs: table.int32s(Operator.outputs) };
}

interface Walk {
  pass(operator: FileOperator): void;
  end(output: number): FoundGraph;
}

function startWalk(operators: readonly FileOperator[], tensors: TensorReader, input: number): Walk {
  const quantise = operators.find(
    ({ name, inputs }) => name === 'QUANTIZE' && inputs.length === 1 && inputs[0] === input,
  );
  const quantised = quantise?.outputs[0];
  const hasFloatInput = tensors.type(input) === FLOAT32 && quantised !== undefined;
  const first = hasFloatInput ? quantised : input;
  const firstType = tensors.type(first);
  if (firstType !== INT8 && firstType !== FLOAT32) {
    throw unsupported(`an input of ${typeName(firstType)}`);
  }
  const arithmetic: Arithmetic = firstType === INT8 ? 'int8' : 'float32';
  let floatOutput: number | undefined;

  const valueAt = (tensor: number): FileValue => {
    const type = tensors.type(tensor);
    if (type !== (arithmetic === 'int8' ? INT8 : FLOAT32)) {
      throw unsupported(`values of ${typeName(type)} among values of ${arithmetic}`);
    }
    const shape = valueShape(tensors.shape(tensor));
    return arithmetic === 'int8'
      ? { shape, quantisation: tensors.quantisation(tensor) }
      : { shape };
  };
  const values: FileValue[] = [valueAt(first)];
  const layers: FileLayer[] = [];
  /** Tensor to the value whose numbers it shows. */
  const ids = new Map<number, number>([[first, 0]]);

  const add = (layer: FileLayer, value: FileValue): number => {
    layers.push(layer);
    values.push(value);
    return values.length - 1;
  };
  const idOf = (operator: FileOperator, at: number): number => {
    const tensor = operator.inputs[at] ?? -1;
    const id = ids.get(tensor);
    if (id !== undefined) return id;
    if (tensor < 0) throw invalid(`${operator.name} has no input ${at}`);
    if (tensors.type(tensor) === FLOAT16) throw unsupported('float16 weights');
    const name = shortened(tensors.name(tensor));
    throw unsupported(`${operator.name} with input ${at} "${name}", no value of the network`);
  };
  /** The value of this tensor in the tensor's own shape: a layer brings it there if need be. */
  const reshaped = (tensor: number, id: number): number => {
    const value = values[id]!;
    const shape = valueShape(tensors.shape(tensor));
    if (id === 0 && layers.length === 0) {
      values[0] = { ...value, shape };
      return 0;
    }
    const rank = rankOf(tensors.shape(tensor));
    const layer = { kind: 'reshape', name: tensors.name(tensor), inputs: [id], ...rank } as const;
    return add(layer, { ...value, shape });
  };

  const readLayer = (operator: FileOperator, kind: LayerKind, output: number) => {
    const codec = OPERATORS[kind];
    const from = Array.from({ length: codec.valueInputs ?? 1 }, (_, at) => idOf(operator, at));
    const shapes = from.map((_, at) => valueShape(tensors.shape(operator.inputs[at]!)));
    const turned =
      !HAS_AXES.has(kind) && from.every((id, at) => isTurned(shapes[at]!, values[id]!.shape));
    const isSame = (id: number, at: number) => same(shapes[at]!, values[id]!.shape);
    const inputs = from.map((id, at) =>
      turned || kind === 'reshape' || isSame(id, at) ? id : reshaped(operator.inputs[at]!, id),
    );
    const found = valueAt(output);
    const read = { ...values[inputs[0]!]!, shape: shapes[0]! };
    const reader = operatorReader(operator, tensors, read, found, codec.optionsType);
    const layer = {
      ...codec.read(reader),
      name: tensors.name(output),
      inputs,
    } as FileLayer;
    const value = turned ? { ...found, shape: turnedShape(found.shape) } : found;
    ids.set(output, add(turned ? turnedLayer(layer, reader) : layer, value));
  };

  const pass = (operator: FileOperator) => {
    const { name, outputs } = operator;
    const [output] = outputs;
    if (outputs.length > 0 && outputs.every((tensor) => isInteger(tensors.type(tensor)))) return;
    if (operator === quantise && hasFloatInput) return;
    if (output === undefined || outputs.length > 1) {
      throw unsupported(`${name} with ${outputs.length} outputs`);
    }
    if (ids.has(output)) throw invalid(`${name} gives tensor ${output}, which is there already`);
    if (name === 'DEQUANTIZE') {
      ids.set(output, idOf(operator, 0));
      floatOutput = output;
      return;
    }
    if (floatOutput !== undefined) throw unsupported(`${name} after DEQUANTIZE`);
    const moves = VIEWS.has(name) ? idOf(operator, 0) : undefined;
    if (moves !== undefined && !isReshapeLayer(name, values[moves]!, valueAt(output))) {
      expectView(`${name} "${shortened(tensors.name(output))}"`, values[moves]!, valueAt(output));
      ids.set(output, moves);
      return;
    }
    const kind = KIND_OF.get(name);
    if (kind === undefined) throw unsupported(`the operator ${name}`);
    readLayer(operator, kind, output);
  };

  const end = (output: number): FoundGraph => {
    if (ids.get(output) !== values.length - 1 || layers.length === 0) {
      throw unsupported('an output that is not what the last operator gives');
    }
    const hasFloatOutput = floatOutput === output;
    if (hasFloatInput !== hasFloatOutput || (floatOutput !== undefined && !hasFloatOutput)) {
      throw unsupported('int8 at one end and float32 at the other');
    }
    const ends = arithmetic === 'float32' || hasFloatInput ? 'float' : 'int8';
    return { graph: { values, layers }, ends };
  };
  return { pass, end };
}

/**
 * Whether a RESHAPE is a layer. A float graph has one to flatten alone: the others are but another
 * view of a value.
 */
function isReshapeLayer(name: string, from: FileValue, to: FileValue): boolean {
  const isFlat = ({ shape }: FileValue) => shape[0] === 1 && shape[1] === 1;
  return name === 'RESHAPE' && (to.quantisation !== undefined || (isFlat(to) && !isFlat(from)));
}

function isInteger(type: number): boolean {
  return type === INT32 || type === INT64;
}

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.every((size, axis) => size === b[axis]);
}

/** Throws `Failure` where an operator that should move numbers changes them or their count. */
function expectView(label: string, from: FileValue, to: FileValue): void {
  if (valueCount(from.shape) !== valueCount(to.shape)) {
    const [a, b] = [from, to].map(({ shape }) => `[${shape.join(', ')}]`);
    throw unsupported(`${label} of ${a} to ${b}, a shape that is known only as it runs`);
  }
  if (
    from.quantisation?.scale !== to.quantisation?.scale ||
    from.quantisation?.zeroPoint !== to.quantisation?.zeroPoint
  ) {
    throw unsupported(`${label} with another scale after it than before`);
  }
}
