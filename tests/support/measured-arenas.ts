import type {
  Int8Gate,
  Int8Graph,
  Int8Layer,
  Int8Weights,
} from '../../src/core/compress/int8-graph';
import type { Pair, Shape } from '../../src/core/model/graph';

const QUANTISATION = { scale: 1, zeroPoint: 0 };
type Step = readonly [Int8Layer, Shape];

/** A chain of layers, each with the shape of what it gives. */
function chain(input: Shape, ...steps: readonly Step[]): Int8Graph {
  return {
    values: [input, ...steps.map(([, shape]) => shape)].map((shape) => ({
      shape,
      quantisation: QUANTISATION,
    })),
    layers: steps.map(([layer], index) => ({
      ...layer,
      name: `${layer.kind}_${index}`,
      inputs: [index],
    })),
  };
}

function weights(shape: readonly number[], outputs: number, perChannel: boolean): Int8Weights {
  return {
    shape,
    data: new Int8Array(shape.reduce((product, size) => product * size, 1)),
    scales: new Float32Array(perChannel ? outputs : 1).fill(1),
    bias: new Int32Array(outputs),
  };
}

const base = { name: '', inputs: [] };
const flat = (units: number): Shape => [1, 1, units];
const dense = (inputs: number, units: number): Step => [
  {
    ...base,
    kind: 'dense',
    activation: 'none',
    weights: weights([units, inputs], units, false),
  },
  flat(units),
];
const softmax = (units: number): Step => [{ ...base, kind: 'softmax' }, flat(units)];
const reshape = (shape: Shape): Step => [{ ...base, kind: 'reshape' }, shape];
const conv = (inputs: number, shape: Shape): Step => [
  {
    ...base,
    kind: 'conv2d',
    strides: [1, 1],
    padding: 'same',
    activation: 'relu6',
    weights: weights([shape[2], 1, 1, inputs], shape[2], true),
  },
  shape,
];
const depthwise = (depthMultiplier: number, kernel: Pair, shape: Shape): Step => [
  {
    ...base,
    kind: 'depthwiseConv2d',
    depthMultiplier,
    strides: [1, 1],
    padding: 'same',
    activation: 'relu6',
    weights: weights([1, ...kernel, shape[2]], shape[2], true),
  },
  shape,
];

/** MobileNet 0.25 for pictures of 96 by 96 in grey, two classes. */
function personDetect(): Int8Graph {
  const steps: Step[] = [depthwise(8, [3, 3], [48, 48, 8])];
  let [size, channels] = [48, 8];
  const blocks = [16, 32, 32, 64, 64, 128, 128, 128, 128, 128, 128, 256, 256];
  const halving = new Set([1, 3, 5, 11]);
  for (const [index, filters] of blocks.entries()) {
    if (halving.has(index)) size /= 2;
    steps.push(depthwise(1, [3, 3], [size, size, channels]), conv(channels, [size, size, filters]));
    channels = filters;
  }
  const pool: Int8Layer = {
    ...base,
    kind: 'averagePool2d',
    size: [3, 3],
    strides: [2, 2],
    padding: 'valid',
  };
  return chain(
    [96, 96, 1],
    ...steps,
    [pool, flat(256)],
    conv(256, flat(2)),
    reshape(flat(2)),
    softmax(2),
  );
}

function lstm(features: number, units: number): Step {
  const matrix = (columns: number) => ({ data: new Int8Array(units * columns), scale: 1 });
  const gate: Int8Gate = {
    weights: matrix(features),
    recurrentWeights: matrix(units),
    bias: new Int32Array(units),
  };
  const gates = [gate, gate, gate, gate] as const;
  return [{ ...base, kind: 'lstm', units, gates, cellScale: 2 ** -11 }, [28, 1, units]];
}

interface MeasuredArena {
  readonly name: string;
  readonly graph: Int8Graph;
  /** Tensors of TensorFlow's file that ours does without. */
  readonly moreTensors: number;
  readonly referenceBytes: number;
  readonly cmsisNnBytes: number;
}

/**
 * Models of TensorFlow Lite Micro's examples by their shapes, and what `arena_used_bytes()` said of
 * their files on a Cortex-M33 (QEMU, arm-none-eabi-gcc 12.2, release 90b983c of 2026-08-20).
 */
export const MEASURED_ARENAS: readonly MeasuredArena[] = [
  {
    name: 'hello_world',
    graph: chain(flat(1), dense(1, 16), dense(16, 16), dense(16, 1)),
    moreTensors: 0,
    referenceBytes: 676,
    cmsisNnBytes: 772,
  },
  {
    name: 'micro_speech',
    graph: chain(
      flat(1960),
      reshape([49, 40, 1]),
      depthwise(8, [10, 8], [25, 20, 8]),
      dense(4000, 4),
      softmax(4),
    ),
    moreTensors: 0,
    referenceBytes: 6788,
    cmsisNnBytes: 6836,
  },
  {
    name: 'person_detect',
    graph: personDetect(),
    moreTensors: 0,
    referenceBytes: 82_292,
    cmsisNnBytes: 82_308,
  },
  {
    name: 'trained_lstm',
    graph: chain([28, 1, 28], lstm(28, 20), reshape(flat(560)), dense(560, 10), softmax(10)),
    // Four intermediate tensors.
    moreTensors: 4,
    referenceBytes: 3220,
    cmsisNnBytes: 4052,
  },
];
