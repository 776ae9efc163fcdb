import { shareWeights, weightClusters } from '#core/compress/weight-clusters';
import { Failure } from '#core/failure';
import type { Layer, ModelGraph, Shape } from '#core/model/graph';
import { inferShapes, valueCount } from '#core/model/shapes';
import { logitGradient } from '../training/logit-gradient';
import type { Batch, Network, NetworkOptions, Rounding } from '../training/network';
import type { LayerSetting, Mode, WasmLayer } from './layer';
import { buildAdd } from './layers/add-layer';
import { buildBatchNorm } from './layers/batch-norm-layer';
import { buildCopy } from './layers/copy-layer';
import { buildDepthwise } from './layers/depthwise-layer';
import { buildDropout } from './layers/dropout-layer';
import { buildLstm } from './layers/lstm-layer';
import { buildPointwise } from './layers/pointwise-layer';
import { buildPool } from './layers/pool-layer';
import { buildProduct } from './layers/product-layer';
import { buildSoftmax } from './layers/softmax-layer';
import type { Parameter } from './parameter';
import { floatsOf, makeValue, readRows, type Value } from './value';
import { Workspace } from './workspace';

const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-7;

/** What the tests look at beside training. */
export interface WasmNetwork extends Network {
  /** Forward and backward alone; probabilities `[rows × classes]`. */
  differentiate(batch: Batch): Float32Array;
  readonly layers: readonly WasmLayer[];
}

/**
 * A graph in a WebAssembly memory of its own. Throws `model-unsupported` for a graph that does not
 * end in softmax.
 */
export function createWasmNetwork(graph: ModelGraph, options: NetworkOptions): WasmNetwork {
  const { batchSize, learningRate, frozenLayers } = options;
  if (graph.layers.at(-1)?.kind !== 'softmax') {
    throw new Failure('model-unsupported', 'Training needs a graph that ends in softmax.');
  }
  const workspace = new Workspace();
  const { kernels } = workspace;
  const shapes = inferShapes(graph);
  const values = [inputValue(workspace, shapes[0]!, batchSize)];
  const expanded = expandInput(workspace, values[0]!, batchSize);
  const layers = graph.layers.map((layer, index) => {
    const inputs = layer.inputs.map((id) =>
      id === 0 && needsVectors(layer) ? expanded.value() : values[id]!,
    );
    const output = outputValue(layer, index, inputs[0]!);
    values.push(output);
    const { keepZeros, random } = options;
    return build(layer, { workspace, inputs, output, images: batchSize, keepZeros, random });
  });
  const trained = layers.slice(frozenLayers);
  const parameters = trained.flatMap((layer) => layer.parameters);
  const gradients = values.filter(
    (value, id) => value.gradient !== undefined && !values.slice(0, id).includes(value),
  );
  const output = values.at(-1)!;
  const logits = values[graph.layers.at(-1)!.inputs[0]!]!;
  const classes = output.shape[2];
  const size = valueCount(shapes[0]!);
  let rounding: Rounding | undefined;
  let clusters: (() => void) | undefined;
  let steps = 0;

  function outputValue(layer: Layer, index: number, input: Value): Value {
    const shape = shapes[index + 1]!;
    const readers = graph.layers.filter(({ inputs }) => inputs.includes(index + 1)).length;
    if (isAlias(layer, input)) {
      const stride = valueCount(shape);
      return { ...input, shape, stride, readers: input.readers + readers - 1 };
    }
    return makeValue(workspace, shape, batchSize, readers, index >= frozenLayers);
  }

  const round = (id: number, rows: number) => {
    const quantisation = rounding?.values[id];
    if (!quantisation) return;
    const { at } = values[id]!;
    const count = Math.ceil(floatsOf(values[id]!, rows) / 4) * 4;
    kernels.fakeQuantise(at, at, count, quantisation.scale, quantisation.zeroPoint);
  };

  const forward = (windows: Float32Array, rows: number, mode: Mode): Float32Array => {
    workspace.view(values[0]!.at, rows * size).set(windows.subarray(0, rows * size));
    round(0, rows);
    expanded.fill(rows);
    for (const [index, layer] of layers.entries()) {
      layer.forward(rows, index < frozenLayers ? 'inference' : mode);
      round(index + 1, rows);
    }
    return readRows(workspace.view(output.at, rows * output.stride), classes, output.stride);
  };

  const differentiate = (batch: Batch): Float32Array => {
    const { rows, windows } = batch;
    const probabilities = forward(windows, rows, 'training');
    for (const value of gradients) kernels.clear(value.gradient!, floatsOf(value, rows) * 4);
    for (const parameter of parameters) parameter.clearGradient();
    const slopes = workspace.view(logits.gradient!, rows * logits.stride);
    const slope = logitGradient(probabilities, batch);
    for (let row = 0; row < rows; row++) {
      slopes.set(slope.subarray(row * classes, (row + 1) * classes), row * logits.stride);
    }
    for (let index = layers.length - 2; index >= frozenLayers; index--) {
      layers[index]!.backward(rows);
    }
    return probabilities;
  };

  const read = (): ModelGraph => ({ ...graph, layers: layers.map((layer) => layer.read()) });

  return {
    layers,
    differentiate,
    step(batch) {
      const probabilities = differentiate(batch);
      steps++;
      const correction = Math.sqrt(1 - BETA_2 ** steps);
      applyAdam(parameters, learningRate, steps, correction);
      clusters?.();
      return probabilities;
    },
    predict: (windows, rows) => forward(windows, rows, 'inference'),
    read: async () => read(),
    tuning: {
      write(from) {
        for (const [index, layer] of layers.entries()) layer.write(from.layers[index]!);
      },
      round(wanted) {
        rounding = wanted;
        for (const [index, layer] of layers.entries()) {
          const { kind } = graph.layers[index]!;
          const perTensor = kind === 'dense' && !wanted?.perChannelDense;
          layer.roundWeights?.(wanted ? (perTensor ? 'per-tensor' : 'per-channel') : 'none');
        }
      },
      keepClusters() {
        const shared = layers.flatMap((layer, index) => {
          const now = graph.layers[index]!;
          const found = 'weights' in now ? weightClusters(now) : undefined;
          return found && index >= frozenLayers ? [{ layer, clusters: found }] : [];
        });
        clusters = () => {
          for (const one of shared) {
            const now = one.layer.read();
            if (!('weights' in now)) continue;
            const recurrent = now.kind === 'lstm' ? now.recurrentWeights : undefined;
            shareWeights(now.weights, one.clusters, recurrent);
            one.layer.write(now);
          }
        };
      },
    },
    // The memory goes with the last reference to it.
    dispose() {},
  };
}

function applyAdam(
  parameters: readonly Parameter[],
  learningRate: number,
  step: number,
  correction: number,
): void {
  const stepSize = (learningRate * correction) / (1 - BETA_1 ** step);
  const epsilon = EPSILON * correction;
  for (const parameter of parameters) {
    parameter.apply({ beta1: BETA_1, beta2: BETA_2, stepSize, epsilon });
  }
}

/** Windows lie as they come, without gaps: convolutions read them so. */
function inputValue(workspace: Workspace, shape: Shape, images: number): Value {
  const at = workspace.floats(images * valueCount(shape));
  return { shape, stride: shape[2], at, gradient: undefined, readers: 1 };
}

/** The input once more with its channels filled up, for layers that walk whole vectors. */
function expandInput(workspace: Workspace, input: Value, images: number) {
  let own: Value | undefined;
  return {
    value(): Value {
      own ??= makeValue(workspace, input.shape, images, 1, false);
      return own;
    },
    fill(rows: number) {
      if (!own) return;
      const [height, width, channels] = input.shape;
      const strides = (stride: number) =>
        [height * width * stride * 4, width * stride * 4, stride * 4] as const;
      const { kernels } = workspace;
      kernels.copyImages(
        input.at,
        ...strides(channels),
        own.at,
        ...strides(own.stride),
        rows,
        height,
        width,
        channels,
      );
    },
  };
}

function needsVectors({ kind }: Layer): boolean {
  switch (kind) {
    case 'conv2d':
    case 'depthwiseConv2d':
    case 'dense':
    case 'lstm':
    case 'flatten':
    case 'pad':
    case 'lastFrame':
      return false;
    default:
      return true;
  }
}

/** A flattened value is the same memory where nothing lies between its positions. */
function isAlias(layer: Layer, { shape, stride }: Value): boolean {
  return layer.kind === 'flatten' && stride === shape[2] && valueCount(shape) % 4 === 0;
}

function build(layer: Layer, setting: LayerSetting): WasmLayer {
  switch (layer.kind) {
    case 'conv2d':
    case 'dense':
      return buildProduct(layer, setting);
    case 'depthwiseConv2d':
      return buildDepthwise(layer, setting);
    case 'batchNorm':
      return buildBatchNorm(layer, setting);
    case 'maxPool2d':
    case 'averagePool2d':
    case 'globalAveragePool':
      return buildPool(layer, setting);
    case 'dropout':
      return buildDropout(layer, setting);
    case 'softmax':
      return buildSoftmax(layer, setting);
    case 'add':
      return buildAdd(layer, setting);
    case 'relu':
    case 'relu6':
    case 'logistic':
    case 'tanh':
      return buildPointwise(layer, setting);
    case 'lstm':
      return buildLstm(layer, setting);
    case 'flatten':
    case 'pad':
    case 'lastFrame':
      return buildCopy(layer, setting);
  }
}
