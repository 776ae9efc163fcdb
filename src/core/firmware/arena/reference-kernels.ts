import { valueCount } from '#core/model/shapes';
import type { CFields } from './c-layout';
import type { KernelMemory, KernelTable } from './kernel-memory';

const VALUE = 1;
const PLAIN = 0;

const PADDING_VALUES = 'iiii';
const CONV_DATA: CFields = [PADDING_VALUES, 'iii', 'ii', 'pp', 'ii', 'i'];
const TWO_SCRATCH_INDICES: CFields = ['ii'];
const DENSE_DATA: CFields = ['iiiiiiiii', 'pp', 'b'];
const POOL: KernelMemory = {
  options: ['eiiiie', PADDING_VALUES],
  data: [PADDING_VALUES, 'iiii'],
  described: () => [VALUE, VALUE],
};
const PADDING: CFields = ['biiiii', 'biiiii', 'b'];
const SLICE: CFields = ['biiiii', 'biiiii', 'biiiii', 'hhhhh'];
const LOGISTIC_DATA: CFields = ['iiii'];

const FULLY_CONNECTED_PARAMS: CFields = ['iiiiiiiii', 'bbb'];
const ARITHMETIC_PARAMS: CFields = ['b', 'iiiiiiiiii', 'ii', 'ii', 'dd', 'iiiii'];
const GATE: CFields = [FULLY_CONNECTED_PARAMS, FULLY_CONNECTED_PARAMS];
const LSTM_DATA: CFields = [
  ['biiii'],
  ['ihi'],
  'e',
  [GATE, GATE, GATE, GATE],
  [ARITHMETIC_PARAMS, ARITHMETIC_PARAMS, ARITHMETIC_PARAMS],
  'iiii',
];
/** Four weights of the input, four of the hidden state, four biases. */
const LSTM_PARAMETERS = new Array<number>(12).fill(VALUE);
const LSTM_STATES = [VALUE, VALUE];
/** Five in TensorFlow's own files; `writeTflite` lets one serve as all. */
const LSTM_INTERMEDIATES = [VALUE];
const INT16_BYTES = 2;
const INT32_BYTES = 4;

const filterOf = ({ weights }: { weights: { scales: Float32Array } }) => [
  weights.scales.length,
  weights.scales.length,
];
/** A multiplier and a shift for every channel. */
const channelTables = ({ weights }: { weights: { bias: Int32Array } }) => [
  INT32_BYTES * weights.bias.length,
  INT32_BYTES * weights.bias.length,
];

/** What TensorFlow Lite Micro's own kernels (Apache-2.0) keep: one row a kind of layer. */
export const REFERENCE: KernelTable = {
  conv2d: {
    options: ['eiieiie'],
    data: CONV_DATA,
    compressionData: TWO_SCRATCH_INDICES,
    constants: filterOf,
    described: convolutionDescribes,
    tables: channelTables,
  },
  depthwiseConv2d: {
    options: ['eiiieii'],
    data: CONV_DATA,
    compressionData: TWO_SCRATCH_INDICES,
    constants: filterOf,
    described: convolutionDescribes,
    tables: channelTables,
  },
  dense: {
    options: ['eebbe'],
    newOptions: ['pi'],
    data: DENSE_DATA,
    compressionData: TWO_SCRATCH_INDICES,
    constants: filterOf,
    described: (layer) => [VALUE, ...filterOf(layer), VALUE],
    tables: (layer) => (layer.weights.scales.length > 1 ? channelTables(layer) : []),
  },
  maxPool2d: POOL,
  averagePool2d: POOL,
  mean: {
    options: ['b'],
    data: ['iiiiiiiiiii'],
    constants: () => [PLAIN],
    described: () => [VALUE, VALUE, PLAIN, VALUE, PLAIN, VALUE],
    // Sums, a position along four axes, the two axes that vanish.
    scratch: (_, index, graph) => [
      INT32_BYTES * valueCount(graph.values[index + 1]!.shape),
      INT32_BYTES * 4,
      INT32_BYTES * 2,
    ],
  },
  reshape: {
    options: ['iiiiiiii', 'i'],
    constants: () => [PLAIN],
    described: () => [VALUE, VALUE],
  },
  softmax: {
    options: ['i'],
    data: ['d', 'iiiiiii', 'ppppp'],
    described: () => [VALUE, VALUE],
  },
  add: {
    options: ['eb'],
    data: ['b', 'iiiiiiiiiiii', 'ii'],
    described: () => [VALUE, VALUE, VALUE],
  },
  pad: {
    data: [PADDING, 'i'],
    constants: () => [PLAIN],
    described: () => [VALUE, PLAIN, VALUE],
  },
  relu: { data: ['bii', 'iiii'], described: () => [VALUE, VALUE] },
  relu6: { data: ['ii'], described: () => [VALUE] },
  logistic: { data: LOGISTIC_DATA, described: () => [VALUE, VALUE] },
  tanh: { data: LOGISTIC_DATA, described: () => [VALUE, VALUE, VALUE] },
  requantise: { data: [['id'], 'iii'], described: () => [VALUE, VALUE] },
  lastFrame: {
    options: ['iiiii', 'b'],
    data: SLICE,
    constants: () => [PLAIN, PLAIN, PLAIN],
    described: () => [VALUE, PLAIN, PLAIN, PLAIN, VALUE],
  },
  lstm: {
    options: ['eii', 'bbb'],
    data: LSTM_DATA,
    constants: () => [...LSTM_PARAMETERS, ...LSTM_STATES, ...LSTM_INTERMEDIATES],
    described: () => [VALUE, ...LSTM_PARAMETERS, ...LSTM_STATES, VALUE],
    scratch: ({ units }) => new Array<number>(4).fill(INT16_BYTES * units),
    states: ({ units }) => [units, INT16_BYTES * units],
  },
};

function convolutionDescribes(layer: { weights: { scales: Float32Array } }): number[] {
  return [VALUE, VALUE, layer.weights.scales.length, VALUE, ...filterOf(layer), VALUE];
}
