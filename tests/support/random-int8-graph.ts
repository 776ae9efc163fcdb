import type {
  Int8Graph,
  Int8Layer,
  Int8PointwiseLayer,
  Int8Value,
  Quantisation,
} from '../../src/core/compress/int8-graph';
import { insertReshapes } from '../../src/core/compress/tensor-ranks';
import type { Activation, Padding, Pair, Shape } from '../../src/core/model/graph';
import { axisOf, valueCount } from '../../src/core/model/shapes';
import { createRandom, type Random } from '../../src/core/random';
import {
  centredQuantisation,
  centreOf,
  randomGate,
  randomQuantisation,
  randomWeights,
  SOFTMAX,
  TANH,
} from './random-int8-parts';

/**
 * A small int8 graph over every operator that is written, at random sizes, steps, paddings,
 * activations and scales: convolutions, pools, borders and pointwise layers with residual sums, then
 * perhaps an LSTM or two, then dense layers and an end.
 */
export function randomInt8Graph(seed: number): Int8Graph {
  const random = createRandom(seed);
  const stack = createStack(random, [
    1 + random.integer(14),
    random.integer(3) === 0 ? 1 : 1 + random.integer(6),
    1 + random.integer(5),
  ]);
  for (let count = random.integer(6); count > 0; count--) addSpatial(stack);
  if (random.integer(3) === 0) addRecurrent(stack);
  addHead(stack);
  return insertReshapes(stack.graph());
}

/** Layers one on the other, some reading further back. */
interface Stack {
  readonly random: Random;
  /** The last value. */
  readonly last: Int8Value;
  pick<T>(...choices: readonly T[]): T;
  /** Lowest to highest, both possible. */
  between(lowest: number, highest: number): number;
  add(layer: WithoutBase, shape: Shape, quantisation: Quantisation, inputs?: number[]): void;
  /** Values of this shape, the last left out. */
  earlier(shape: Shape): number[];
  graph(): Int8Graph;
}

type WithoutBase = Int8Layer extends infer L
  ? L extends Int8Layer
    ? Omit<L, 'name' | 'inputs'>
    : never
  : never;

function createStack(random: Random, input: Shape): Stack {
  const values: Int8Value[] = [{ shape: input, quantisation: randomQuantisation(random) }];
  const layers: Int8Layer[] = [];
  return {
    random,
    get last() {
      return values.at(-1)!;
    },
    pick: (...choices) => choices[random.integer(choices.length)]!,
    between: (lowest, highest) => lowest + random.integer(highest - lowest + 1),
    add(layer, shape, quantisation, inputs = [layers.length]) {
      layers.push({ ...layer, name: `${layer.kind}_${layers.length + 1}`, inputs } as Int8Layer);
      values.push({ shape, quantisation });
    },
    earlier: (shape) =>
      values.slice(0, -1).flatMap((value, id) => (`${value.shape}` === `${shape}` ? [id] : [])),
    graph: () => ({ values, layers }),
  };
}

const activationOf = ({ pick }: Stack) => pick<Activation>('none', 'relu', 'relu6');

function addSpatial(stack: Stack): void {
  const { random, last, pick, between, add } = stack;
  const { shape, quantisation } = last;
  const channels = shape[2];
  const kind = pick(
    ...(['conv2d', 'depthwiseConv2d', 'maxPool2d', 'averagePool2d', 'pad'] as const),
    ...(['pointwise', 'residual'] as const),
  );
  if (kind === 'pointwise') {
    addPointwise(stack);
    return;
  }
  if (kind === 'residual') {
    addResidual(stack);
    return;
  }
  if (kind === 'pad') {
    const before: Pair = [between(0, 2), between(0, 2)];
    const after: Pair = [between(0, 2), between(0, 2)];
    const [height, width] = [0, 1].map((axis) => before[axis]! + shape[axis]! + after[axis]!);
    add({ kind, before, after }, [height!, width!, channels], quantisation);
    return;
  }
  const padding = pick<Padding>('same', 'valid');
  const size: Pair = [between(1, Math.min(4, shape[0])), between(1, Math.min(3, shape[1]))];
  const strides: Pair = [between(1, 3), between(1, 2)];
  const rows = axisOf(shape[0], size[0], strides[0], padding).outputSize;
  const columns = axisOf(shape[1], size[1], strides[1], padding).outputSize;
  if (kind === 'maxPool2d' || kind === 'averagePool2d') {
    add({ kind, size, strides, padding }, [rows, columns, channels], quantisation);
    return;
  }
  const depthMultiplier = between(1, 2);
  const outputs = kind === 'conv2d' ? between(1, 6) : channels * depthMultiplier;
  const output = randomQuantisation(random);
  const weights = randomWeights(
    random,
    kind === 'conv2d' ? [outputs, ...size, channels] : [1, ...size, outputs],
    outputs,
    quantisation,
    output,
    false,
  );
  const settings = { strides, padding, activation: activationOf(stack), weights };
  const layer: WithoutBase =
    kind === 'conv2d' ? { kind, ...settings } : { kind, depthMultiplier, ...settings };
  add(layer, [rows, columns, outputs], output);
}

function addPointwise(stack: Stack): void {
  const { last, pick, add } = stack;
  const kind = pick<Int8PointwiseLayer['kind']>('relu', 'relu6', 'logistic', 'tanh', 'requantise');
  add({ kind }, last.shape, pointwiseQuantisation(kind, last.quantisation, stack.random));
}

function pointwiseQuantisation(
  kind: Int8PointwiseLayer['kind'],
  from: Quantisation,
  random: Random,
): Quantisation {
  switch (kind) {
    case 'relu6':
      return from;
    case 'logistic':
      return SOFTMAX;
    case 'tanh':
      return TANH;
    case 'relu': {
      const highest = Math.max(40, 127 - from.zeroPoint) * from.scale;
      const scale = Math.fround((highest / 255) * (0.7 + random.next()));
      return { scale, zeroPoint: random.integer(40) - 128 };
    }
    case 'requantise':
      return centredQuantisation(random, from.scale * 2 ** random.normal(), centreOf(from));
  }
}

/** The last value with an earlier one of its shape, or with itself through a new layer. */
function addResidual(stack: Stack): void {
  const { random, last, pick, add, graph, earlier } = stack;
  const { shape } = last;
  const left = graph().values.length - 1;
  const others = earlier(shape);
  if (others.length === 0) addPointwise(stack);
  const right = others.length === 0 ? left + 1 : pick(...others);
  const [first, second] = [left, right].map((id) => graph().values[id]!.quantisation);
  const scale = Math.hypot(first!.scale, second!.scale) * (0.7 + random.next());
  const centre = centreOf(first!) + centreOf(second!);
  const inputs = pick([left, right], [right, left]);
  const layer = { kind: 'add', activation: activationOf(stack) } as const;
  add(layer, shape, centredQuantisation(random, scale, centre), inputs);
}

function addRecurrent(stack: Stack): void {
  const { pick, between, add } = stack;
  const [frames, width, channels] = stack.last.shape;
  if (width !== 1) {
    add({ kind: 'reshape' }, [frames, 1, width * channels], stack.last.quantisation);
  }
  for (let count = between(1, 2); count > 0; count--) {
    addLstm(stack, between(1, 6));
    if (pick(true, false, false)) addPointwise(stack);
    if (pick(true, false, false)) addResidual(stack);
  }
  if (pick(true, true, false)) {
    add({ kind: 'lastFrame' }, [1, 1, stack.last.shape[2]], stack.last.quantisation);
  }
}

function addLstm({ random, last, add, pick }: Stack, units: number): void {
  const { shape, quantisation } = last;
  const hidden = centredQuantisation(random, (0.4 + random.next()) / 128, 0);
  const gate = () => randomGate(random, units, shape[2], quantisation, hidden);
  const cellScale = 2 ** pick(-15, -13, -12, -11, -11, -10, -9);
  const gates = [gate(), gate(), gate(), gate()] as const;
  add({ kind: 'lstm', units, gates, cellScale }, [shape[0], 1, units], hidden);
}

function addHead(stack: Stack): void {
  const { random, pick, between, add } = stack;
  const [height, width, channels] = stack.last.shape;
  if (height !== 1 || width !== 1 || pick(true, false)) {
    const { quantisation } = stack.last;
    const way = pick('mean', 'reshape', 'lastFrame');
    if (way === 'mean') {
      const scale = quantisation.scale * (0.4 + random.next());
      const output = centredQuantisation(random, scale, centreOf(quantisation));
      add({ kind: way }, [1, 1, channels], output);
    } else {
      if (way === 'lastFrame') add({ kind: way }, [1, width, channels], quantisation);
      add({ kind: 'reshape' }, [1, 1, valueCount(stack.last.shape)], quantisation);
    }
  }
  for (let count = between(1, 2); count > 0; count--) {
    addDense(stack, between(count > 1 ? 1 : 2, 9));
    if (pick(true, false, false, false)) addResidual(stack);
  }
  const end = pick('softmax', 'softmax', 'logistic', 'tanh', 'none');
  if (end === 'softmax') add({ kind: end }, stack.last.shape, SOFTMAX);
  else if (end !== 'none') {
    add({ kind: end }, stack.last.shape, end === 'tanh' ? TANH : SOFTMAX);
  }
}

function addDense(stack: Stack, units: number): void {
  const { random, last, pick, add } = stack;
  const output = randomQuantisation(random);
  const shape = [units, last.shape[2]];
  const perTensor = pick(true, true, false);
  const weights = randomWeights(random, shape, units, last.quantisation, output, perTensor);
  add({ kind: 'dense', activation: activationOf(stack), weights }, [1, 1, units], output);
}

/** One softmax over up to 100 values, or one mean over up to 2,000 points: their rare cases. */
export function reducingInt8Graph(kind: 'softmax' | 'mean', seed: number): Int8Graph {
  const random = createRandom(seed);
  const scale = Math.fround(10 ** (-3 + 2.5 * random.next()));
  const quantisation = { scale, zeroPoint: random.integer(256) - 128 };
  if (kind === 'softmax') {
    const shape: Shape = [1, 1, 2 + random.integer(99)];
    return oneLayer({ kind }, { shape, quantisation }, { shape, quantisation: SOFTMAX });
  }
  const shape: Shape = [1 + random.integer(500), 1 + random.integer(4), 1 + random.integer(4)];
  const output = {
    scale: Math.fround(scale * 10 ** (-1.5 * random.next())),
    zeroPoint: random.integer(256) - 128,
  };
  return oneLayer(
    { kind },
    { shape, quantisation },
    { shape: [1, 1, shape[2]], quantisation: output },
  );
}

/** One pointwise layer on 256 numbers, at scales from tiny to where it saturates at once. */
export function pointwiseInt8Graph(kind: Int8PointwiseLayer['kind'], seed: number): Int8Graph {
  const random = createRandom(seed);
  const shape: Shape = [1, 1, 256];
  const from = {
    scale: Math.fround(10 ** (-4 + 5.5 * random.next())),
    zeroPoint: random.integer(256) - 128,
  };
  const to = pointwiseQuantisation(kind, from, random);
  return oneLayer({ kind }, { shape, quantisation: from }, { shape, quantisation: to });
}

/** One LSTM over up to 60 frames, with cell states that stay small and such that reach their limit. */
export function lstmInt8Graph(seed: number): Int8Graph {
  const random = createRandom(seed);
  const stack = createStack(random, [1 + random.integer(60), 1, 1 + random.integer(6)]);
  addLstm(stack, 1 + random.integer(8));
  return stack.graph();
}

function oneLayer(layer: WithoutBase, from: Int8Value, to: Int8Value): Int8Graph {
  return {
    values: [from, to],
    layers: [{ ...layer, name: layer.kind, inputs: [0] } as Int8Layer],
  };
}

/** Random int8 input of a graph: anything, extremes among them. */
export function randomInt8Input(graph: Int8Graph, random: Random): Int8Array {
  const kind = random.integer(4);
  return Int8Array.from({ length: valueCount(graph.values[0]!.shape) }, () => {
    if (kind === 0) return random.integer(2) === 0 ? -128 : 127;
    return random.integer(256) - 128;
  });
}

/** Every int8 number once, for a `pointwiseInt8Graph`. */
export function everyInt8(): Int8Array {
  return Int8Array.from({ length: 256 }, (_, at) => at - 128);
}
