import type { Shape } from '#core/model/graph';
import { axisOf } from '#core/model/shapes';
import type { Int8Graph, Int8Layer, Int8PoolLayer, Int8Value } from '../../compress/int8-graph';
import { quantiseMultiplier } from '../../compress/quantised-multiplier';
import type { Sizes } from '../c99/c-source';
import { layerFactors, shiftsRight } from '../c99/factors';
import type { WeightBits } from '../c99/kernels/code-book';
import { isPacked, windowGeometry } from '../c99/layers/window-loop';
import { planWeightBits } from '../c99/weight-bits';

/** A layer's call of a kernel of the exported C. */
export interface KernelCall {
  readonly name: string;
  readonly sizes: Sizes;
}

/** What the C of a kernel owes to all calls of it together: sizes that are the same become constants. */
export interface KernelTraits {
  /** `Alone`: the one call, which stands in the run itself; `Shared`: a function of its own. */
  readonly caller: 'Alone' | 'Shared';
  /** Names of sizes that differ between calls. */
  readonly varying: ReadonlySet<string>;
  readonly calls: readonly Sizes[];
}

/** What the layers of one model share. */
export interface ModelTraits {
  /** One a layer; null where it calls none. */
  readonly calls: readonly (KernelCall | null)[];
  kernel(name: string): KernelTraits;
  /** How sums are scaled: factors in tables or one a layer, to the right only or either way. */
  readonly store: string;
  /** How each layer's weights are kept. */
  readonly bits: readonly WeightBits[];
}

/** The kernel that a layer calls, and with which sizes. */
function callOf(
  layer: Int8Layer,
  index: number,
  { values }: Int8Graph,
  bits: WeightBits,
): KernelCall | null {
  const from = values[layer.inputs[0]!]!;
  const to = values[index + 1]!;
  const book = bits === 8 ? '' : bits;
  switch (layer.kind) {
    case 'dense':
    case 'conv2d':
    case 'depthwiseConv2d': {
      const { zero, lowest, highest } = layerFactors(layer, from, to);
      const range = { zero, lowest, highest };
      const filters = layer.weights.bias.length;
      if (layer.kind === 'dense') {
        return {
          name: `outputs${book}`,
          sizes: { filters, rows: 1, size: from.shape[2], ...range },
        };
      }
      const [, rows, columns] = layer.weights.shape as [number, number, number, number];
      const channels = from.shape[2];
      if (layer.kind === 'depthwiseConv2d' && channels > 1) {
        const sizes = { channels, multiple: filters / channels, rows, columns, ...range };
        return { name: `depthwise${book}`, sizes };
      }
      const geometry = windowGeometry(layer, [rows, columns], from.shape);
      const pieces = geometry.pieceSize === geometry.rowStep || isPacked(geometry) ? 1 : rows;
      const size = (rows / pieces) * geometry.pieceSize;
      return { name: `outputs${book}`, sizes: { filters, rows: pieces, size, ...range } };
    }
    case 'maxPool2d':
    case 'averagePool2d':
      return { name: layer.kind, sizes: poolSizes(layer, from.shape) };
    case 'reshape':
    case 'lastFrame':
    case 'pad':
      return null;
    case 'relu':
    case 'relu6':
    case 'logistic':
    case 'tanh':
    case 'requantise':
      return { name: 'pointwise', sizes: {} };
    case 'add':
      return { name: layer.kind, sizes: addSizes(values[layer.inputs[1]!]!, from, to) };
    default:
      return { name: layer.kind, sizes: {} };
  }
}

/** Of the sizes that `add` takes those that choose its way. */
function addSizes(second: Int8Value, from: Int8Value, to: Int8Value): Sizes {
  const scales = [from.quantisation.scale, second.quantisation.scale] as const;
  const common = 2 * Math.max(...scales);
  return {
    shift1: quantiseMultiplier(scales[0] / common).shift,
    shift2: quantiseMultiplier(scales[1] / common).shift,
    shift: quantiseMultiplier(common / (2 ** 20 * to.quantisation.scale)).shift,
  };
}

function poolSizes(layer: Int8PoolLayer, [height, width, channels]: Shape): Sizes {
  const down = axisOf(height, layer.size[0], layer.strides[0], layer.padding);
  const across = axisOf(width, layer.size[1], layer.strides[1], layer.padding);
  return {
    height,
    width,
    channels,
    rows: down.size,
    columns: across.size,
    rowStride: down.stride,
    columnStride: across.stride,
    topFirst: -down.before,
    leftFirst: -across.before,
    high: down.outputSize,
    wide: across.outputSize,
  };
}

/** What the compiler is told of a model beside its loops. */
export function modelTraits(graph: Int8Graph): ModelTraits {
  const bits = planWeightBits(graph, 'auto');
  const calls = graph.layers.map((layer, index) => callOf(layer, index, graph, bits[index]!));
  const factors = graph.layers.flatMap((layer, index) =>
    layer.kind === 'conv2d' || layer.kind === 'depthwiseConv2d' || layer.kind === 'dense'
      ? [layerFactors(layer, graph.values[layer.inputs[0]!]!, graph.values[index + 1]!)]
      : [],
  );
  const tables = factors.some(({ uniform }) => !uniform);
  return {
    calls,
    bits,
    kernel: (name) => {
      const ofKernel = calls.flatMap((call) => (call?.name === name ? [call.sizes] : []));
      return {
        caller: ofKernel.length > 1 ? 'Shared' : 'Alone',
        varying: new Set(
          Object.keys(ofKernel[0]!).filter((size) =>
            ofKernel.some((sizes) => sizes[size] !== ofKernel[0]![size]),
          ),
        ),
        calls: ofKernel,
      };
    },
    store: `${tables ? 'tables' : 'one'}${factors.every(shiftsRight) ? 'Right' : 'Either'}`,
  };
}
