import { Failure } from '#core/failure';
import type { Layer, ModelGraph } from '#core/model/graph';
import { inferShapes } from '#core/model/shapes';
import type { Ranges } from './calibrate';
import type { Int8Graph, Int8Layer, Int8Value, Quantisation } from './int8-graph';
import { roundHalfAway } from './quantise-values';
import {
  cellScaleOf,
  quantiseGates,
  quantiseWeights,
  SMALLEST_SCALE,
  shortScale,
} from './quantise-weights';
import { insertReshapes } from './tensor-ranks';

/** What these operators have in int8: TensorFlow Lite's kernels take no other. */
const FIXED = {
  softmax: { scale: 1 / 256, zeroPoint: -128 },
  logistic: { scale: 1 / 256, zeroPoint: -128 },
  tanh: { scale: 1 / 128, zeroPoint: 0 },
} as const;

/** How to quantise, where there is a choice. */
export interface QuantiseOptions {
  /**
   * One scale for each unit of a dense layer instead of one for all: a little more exact, but
   * TensorFlow Lite Micro of before September 2024 refuses such files, or computes wrong results.
   */
  readonly perChannelDense?: boolean;
}

/**
 * Full int8 quantisation of a folded graph (TensorFlow Lite's 8-bit specification): activations
 * asymmetric per tensor from calibrated ranges, weights symmetric within ±127, one scale for each
 * output channel of a convolution, one for a dense layer and for each matrix of an LSTM. What moves
 * or clamps data keeps the scale of what it reads. An LSTM's hidden state has its output's scale, its
 * cell state a power of two that holds the largest state seen. Reshapes are inserted where a file
 * needs them (`insertReshapes`), so that the graph may have more layers than the float one; a layer
 * keeps its name. Throws `Failure` (`model-unsupported`) on batch normalisation or dropout; run
 * `foldBatchNorm` first.
 */
export function quantise(
  graph: ModelGraph,
  ranges: Ranges,
  { perChannelDense = false }: QuantiseOptions = {},
): Int8Graph {
  const shapes = inferShapes(graph);
  if (ranges.lowest.length !== shapes.length) {
    throw new RangeError(`${ranges.lowest.length} ranges for ${shapes.length} values.`);
  }
  const rangeOf = (id: number) => activationScale(ranges.lowest[id]!, ranges.highest[id]!);
  const values: Int8Value[] = [{ shape: shapes[0]!, quantisation: rangeOf(0) }];
  const layers: Int8Layer[] = [];
  for (const [index, layer] of graph.layers.entries()) {
    const id = index + 1;
    const inputs = layer.inputs.map((input) => values[input]!.quantisation);
    const cellScale = cellScaleOf(ranges.largestCells[id]!);
    layers.push(quantiseLayer(layer, inputs[0]!, { perChannelDense, cellScale }));
    const quantisation = outputQuantisation(layer, inputs, () => rangeOf(id));
    values.push({ shape: shapes[id]!, quantisation });
  }
  return insertReshapes({ values, layers });
}

/**
 * Scale and zero point for a range, widened so that 0 is in it and exactly representable; the scale
 * is a short one (`shortScale`).
 */
export function activationScale(lowest: number, highest: number): Quantisation {
  if (!Number.isFinite(lowest) || !Number.isFinite(highest)) {
    throw new Failure('model-unsupported', `A value ranges from ${lowest} to ${highest}.`);
  }
  const low = Math.min(0, lowest);
  const high = Math.max(0, highest);
  const scale = shortScale(Math.max((high - low) / 255, SMALLEST_SCALE));
  // A number just below 0 rounds to −0, which a file would read back as 0.
  return { scale, zeroPoint: roundHalfAway(-128 - low / scale) + 0 };
}

function outputQuantisation(
  layer: Layer,
  inputs: readonly Quantisation[],
  calibrated: () => Quantisation,
): Quantisation {
  switch (layer.kind) {
    case 'maxPool2d':
    case 'averagePool2d':
    case 'flatten':
    case 'pad':
    case 'lastFrame':
    case 'relu6':
      return inputs[0]!;
    case 'softmax':
    case 'logistic':
    case 'tanh':
      return FIXED[layer.kind];
    case 'add':
    case 'relu': {
      // ADD's kernel refuses a factor of 2^20 or more from input to output.
      const floor = Math.max(...inputs.map(({ scale }) => scale)) / 2 ** 10;
      const { scale, zeroPoint } = calibrated();
      return { scale: Math.max(scale, floor), zeroPoint };
    }
    default:
      return calibrated();
  }
}

function quantiseLayer(
  layer: Layer,
  from: Quantisation,
  { perChannelDense, cellScale }: { perChannelDense: boolean; cellScale: number },
): Int8Layer {
  const { name, inputs } = layer;
  switch (layer.kind) {
    case 'conv2d': {
      const { kind, strides, padding, activation } = layer;
      const weights = quantiseWeights(layer, from, false);
      return { name, inputs, kind, strides, padding, activation, weights };
    }
    case 'depthwiseConv2d': {
      const { kind, depthMultiplier, strides, padding, activation } = layer;
      const weights = quantiseWeights(layer, from, false);
      return { name, inputs, kind, depthMultiplier, strides, padding, activation, weights };
    }
    case 'dense': {
      const { kind, activation } = layer;
      const weights = quantiseWeights(layer, from, !perChannelDense);
      return { name, inputs, kind, activation, weights };
    }
    case 'maxPool2d':
    case 'averagePool2d': {
      const { kind, size, strides, padding } = layer;
      return { name, inputs, kind, size, strides, padding };
    }
    case 'globalAveragePool':
      return { name, inputs, kind: 'mean' };
    case 'flatten':
      return { name, inputs, kind: 'reshape' };
    case 'add':
      return { name, inputs, kind: 'add', activation: layer.activation };
    case 'pad':
      return { name, inputs, kind: 'pad', before: layer.before, after: layer.after };
    case 'lstm': {
      const { kind, units, cellClip } = layer;
      const clip = cellClip === undefined ? {} : { cellClip };
      return { name, inputs, kind, units, gates: quantiseGates(layer, from), cellScale, ...clip };
    }
    case 'softmax':
    case 'relu':
    case 'relu6':
    case 'logistic':
    case 'tanh':
    case 'lastFrame':
      return { name, inputs, kind: layer.kind };
    case 'batchNorm':
    case 'dropout':
      throw new Failure('model-unsupported', `Layer ${name} (${layer.kind}) is not folded.`);
  }
}
