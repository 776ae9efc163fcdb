import { valueCount } from '#core/model/shapes';
import { checkQuantisation } from './check-quantisation';
import { outputShape } from './check-shapes';
import type { FileGraph, FileLayer } from './file-graph';
import { invalid, shortened, unsupported } from './tensor-reader';

/** A value, and all of them together; a microcontroller has far less. */
const LARGEST_VALUE = 2 ** 22;
const LARGEST_TOTAL = 2 ** 24;
/** Multiply-accumulates of one run: seconds in this page. */
const LARGEST_WORK = 2 ** 32;

/**
 * Whether a graph that came from a file can be run: shapes that follow from each other, arrays as
 * long as they say, quantisation that the kernels take. Throws `Failure`.
 */
export function checkGraph(graph: FileGraph): void {
  let total = 0;
  for (const { shape } of graph.values) {
    const what = `a value of shape [${shape.join(', ')}]`;
    // One by one: a product of three may pass 2^53.
    if (!shape.every((size) => size >= 1 && size <= LARGEST_VALUE)) throw unsupported(what);
    if (valueCount(shape) > LARGEST_VALUE) throw unsupported(what);
    total += valueCount(shape);
  }
  if (total > LARGEST_TOTAL) throw unsupported(`${total} values`);
  let work = 0;
  for (const [index, layer] of graph.layers.entries()) {
    const from = layer.inputs.map((id) => graph.values[id]!);
    const to = graph.values[index + 1]!;
    const shape = outputShape(layer, from, to);
    if (!shape.every((size, axis) => size === to.shape[axis])) {
      throw invalid(
        `"${shortened(layer.name)}" gives [${shape.join(', ')}], the file says [${to.shape.join(', ')}]`,
      );
    }
    checkQuantisation(layer, from, to);
    work += valueCount(to.shape) * workOfOne(layer);
  }
  if (work > LARGEST_WORK) throw unsupported(`${work} multiply-accumulates`);
}

/** Multiply-accumulates for one output value. */
function workOfOne(layer: FileLayer): number {
  switch (layer.kind) {
    case 'conv2d':
    case 'dense':
    case 'depthwiseConv2d':
      return layer.weights.data.length / layer.weights.bias.length;
    case 'maxPool2d':
    case 'averagePool2d':
      return layer.size[0] * layer.size[1];
    case 'lstm': {
      const [{ weights, recurrentWeights }] = layer.gates;
      return (4 * (weights.data.length + recurrentWeights.data.length)) / layer.units;
    }
    default:
      return 1;
  }
}
