import type { Pair, Shape } from '#core/model/graph';
import type { FileLayer } from './file-graph';
import type { OperatorReader } from './operators/operator-codec';

/**
 * Frames lie along the height here; a converted Conv1D has them along the width of a picture that is
 * one row high. Both are the same memory, so that such a layer is read with its axes exchanged.
 */

/** Whether a tensor of shape `found` is a value of shape `known` with height and width exchanged. */
export function isTurned(found: Shape, known: Shape): boolean {
  return found[0] === 1 && found[1] > 1 && found[1] === known[0] && known[1] === 1;
}

export function turnedShape([height, width, channels]: Shape): Shape {
  return [width, height, channels];
}

/** The layer for a value whose height and width are exchanged. Throws `Failure` on tall kernels. */
export function turnedLayer(layer: FileLayer, operator: OperatorReader): FileLayer {
  switch (layer.kind) {
    case 'conv2d':
    case 'depthwiseConv2d': {
      const [first, height, width, last] = layer.weights.shape;
      if (height !== 1) throw operator.refuse(`a kernel ${height} high on one row`);
      const shape = [first!, width!, height, last!];
      const weights = { ...layer.weights, shape };
      return { ...layer, strides: turned(layer.strides), weights } as FileLayer;
    }
    case 'maxPool2d':
    case 'averagePool2d':
      return { ...layer, size: turned(layer.size), strides: turned(layer.strides) };
    case 'pad':
      return { ...layer, before: turned(layer.before), after: turned(layer.after) };
    default:
      return layer;
  }
}

function turned([height, width]: Pair): Pair {
  return [width, height];
}
