import type { FileGate, FileMatrix, LayerOf } from '../file-graph';
import { ActivationFunctionType, BuiltinOptions, TensorType } from '../schema';
import type { OperatorCodec, OperatorReader, OperatorWriter } from './operator-codec';

const UnidirectionalSequenceLSTMOptions = {
  fused_activation_function: 0,
  cell_clip: 1,
  proj_clip: 2,
  time_major: 3,
  asymmetric_quantize_inputs: 4,
  diagonal_recurrent_tensors: 5,
} as const;

const INPUT_COUNT = 24;

/** Where each input stands; gates in the order input, forget, cell, output. */
const Input = {
  weights: 1,
  recurrentWeights: 5,
  bias: 12,
  outputState: 18,
  cellState: 19,
} as const;
/** Peepholes, projection and layer normalisation, which Keras' LSTM has not. */
const LEFT_OUT = [9, 10, 11, 16, 17, 20, 21, 22, 23] as const;
const GATES = ['input', 'forget', 'cell', 'output'] as const;
const GATE_NUMBERS = [0, 1, 2, 3] as const;

/** Intermediate tensors of the integer kernel; only the last, the hidden state, is read. */
const INTERMEDIATE_COUNT = 5;

export const lstm: OperatorCodec<LayerOf<'lstm'>> = {
  versions: {
    int8: { version: 1, since: '1.13.1' },
    float32: { version: 1, since: '1.13.1' },
  },
  optionsType: BuiltinOptions.UnidirectionalSequenceLSTMOptions,

  write(layer, writer) {
    const { name, units, gates } = layer;
    const inputs = new Array<number>(INPUT_COUNT).fill(-1);
    for (const [at, gate] of gates.entries()) {
      const part = `${name}/${GATES[at]}`;
      inputs[Input.weights + at] = addMatrix(writer, `${part}/weights`, gate.weights, units);
      inputs[Input.recurrentWeights + at] = addMatrix(
        writer,
        `${part}/recurrent`,
        gate.recurrentWeights,
        units,
      );
      inputs[Input.bias + at] = addBias(writer, `${part}/bias`, gate);
    }
    const { quantisation } = writer.to;
    const shape = [1, units];
    inputs[Input.outputState] = writer.addTensor({
      shape,
      type: quantisation ? TensorType.INT8 : TensorType.FLOAT32,
      name: `${name}/hidden`,
      isVariable: true,
      ...(quantisation && { quantization: one(quantisation.scale, quantisation.zeroPoint) }),
    });
    inputs[Input.cellState] = writer.addTensor({
      shape,
      type: quantisation ? TensorType.INT16 : TensorType.FLOAT32,
      name: `${name}/cell`,
      isVariable: true,
      ...(layer.cellScale !== undefined && { quantization: one(layer.cellScale, 0) }),
    });
    return {
      inputs: inputs.slice(1),
      options: [
        [
          UnidirectionalSequenceLSTMOptions.fused_activation_function,
          'int8',
          ActivationFunctionType.TANH,
        ],
        [UnidirectionalSequenceLSTMOptions.cell_clip, 'float32', layer.cellClip ?? 0],
      ],
      ...(quantisation && { intermediates: addIntermediates(writer, name, quantisation) }),
    };
  },

  read(operator) {
    expectPlainLstm(operator);
    const readGate = (at: number): FileGate => {
      const weights = operator.matrix(Input.weights + at);
      return {
        weights,
        recurrentWeights: operator.matrix(Input.recurrentWeights + at),
        bias: operator.bias(Input.bias + at, weights),
      } as FileGate;
    };
    const [input, forget, cell, output] = GATE_NUMBERS.map(readGate);
    const cellClip = operator.settings.float32(UnidirectionalSequenceLSTMOptions.cell_clip, 0);
    if (!(cellClip >= 0)) throw operator.invalid(`a cell clip of ${cellClip}`);
    const settings = {
      kind: 'lstm',
      ...(cellClip > 0 && { cellClip }),
      units: operator.to.shape[2],
      gates: [input!, forget!, cell!, output!],
    } as const;
    const isInt8 = operator.arithmetic === 'int8';
    const hidden = operator.variable(
      Input.outputState,
      isInt8 ? TensorType.INT8 : TensorType.FLOAT32,
    );
    const cellState = operator.variable(
      Input.cellState,
      isInt8 ? TensorType.INT16 : TensorType.FLOAT32,
    );
    if (!isInt8) return settings;
    const wanted = operator.to.quantisation;
    if (hidden?.scale !== wanted?.scale || hidden?.zeroPoint !== wanted?.zeroPoint) {
      throw operator.refuse('a hidden state of another scale than the output');
    }
    if (!cellState || !Number.isInteger(Math.log2(cellState.scale)) || cellState.zeroPoint !== 0) {
      throw operator.invalid('a cell state whose scale is no power of two');
    }
    return { ...settings, cellScale: cellState.scale };
  },
};

function addMatrix(
  writer: OperatorWriter,
  name: string,
  matrix: FileMatrix,
  units: number,
): number {
  const shape = [units, matrix.data.length / units];
  const { data } = matrix;
  if (!('scale' in matrix)) return writer.addConstant(name, { shape, data });
  return writer.addConstant(name, { shape, data, scales: Float32Array.of(matrix.scale) });
}

function addBias(writer: OperatorWriter, name: string, { weights, bias }: FileGate): number {
  const shape = [bias.length];
  if (!('scale' in weights)) return writer.addConstant(name, { shape, data: bias });
  const scale = writer.from.quantisation!.scale * weights.scale;
  return writer.addConstant(name, { shape, data: bias, scales: Float32Array.of(scale) });
}

/** TensorFlow Lite wants five; one tensor serves as all of them. */
function addIntermediates(
  writer: OperatorWriter,
  name: string,
  { scale, zeroPoint }: { readonly scale: number; readonly zeroPoint: number },
): number[] {
  const tensor = writer.addTensor({
    shape: [0],
    type: TensorType.INT8,
    name: `${name}/intermediate`,
    quantization: one(scale, zeroPoint),
  });
  return new Array<number>(INTERMEDIATE_COUNT).fill(tensor);
}

function one(scale: number, zeroPoint: number) {
  return { scale: Float32Array.of(scale), zeroPoint, quantizedDimension: 0 };
}

function expectPlainLstm(operator: OperatorReader): void {
  const { settings, inputCount } = operator;
  const slots = UnidirectionalSequenceLSTMOptions;
  const activation = settings.int8(slots.fused_activation_function, 0);
  if (inputCount < Input.cellState + 1) throw operator.invalid(`${inputCount} inputs`);
  if (LEFT_OUT.some((at) => operator.has(at))) {
    throw operator.refuse('peepholes, a projection or layer normalisation');
  }
  if (activation !== ActivationFunctionType.TANH) {
    throw operator.refuse(`activation ${activation} instead of tanh`);
  }
  if (settings.int8(slots.time_major, 0) !== 0 || operator.fromTensorShape.length !== 3) {
    throw operator.refuse('frames that are not the second axis of three');
  }
  if (settings.int8(slots.diagonal_recurrent_tensors, 0) !== 0) {
    throw operator.refuse('diagonal recurrent weights');
  }
}
