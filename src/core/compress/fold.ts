import { Failure } from '#core/failure';
import type {
  AddLayer,
  BatchNormLayer,
  Conv2dLayer,
  DenseLayer,
  DepthwiseConv2dLayer,
  Layer,
  ModelGraph,
} from '#core/model/graph';

type LinearLayer = Conv2dLayer | DepthwiseConv2dLayer | DenseLayer;
type ActivatedLayer = LinearLayer | AddLayer;

/**
 * The same function with every batch normalisation folded into the convolution or dense layer that
 * it reads, every relu and relu6 fused into the layer that it alone reads where that can have one,
 * and every dropout gone. Throws `Failure` (`model-unsupported`) where a normalisation
 * follows something else, an activation, or a value that another layer reads as well.
 */
export function foldBatchNorm(graph: ModelGraph): ModelGraph {
  const readers = new Array<number>(graph.layers.length + 1).fill(0);
  for (const layer of graph.layers) for (const id of layer.inputs) readers[id]! += 1;

  const layers: Layer[] = [];
  /** Value id in the old graph to value id in the new. */
  const moved: number[] = [0];
  for (const [index, layer] of graph.layers.entries()) {
    const inputs = layer.inputs.map((id) => moved[id]!);
    if (layer.kind === 'dropout') {
      moved[index + 1] = inputs[0]!;
    } else if (layer.kind === 'batchNorm') {
      const at = inputs[0]!;
      const before = layers[at - 1];
      if (!isLinear(before) || before.activation !== 'none' || readers[layer.inputs[0]!] !== 1) {
        throw new Failure(
          'model-unsupported',
          `Layer ${layer.name} (batchNorm) has no linear layer of its own to be folded into.`,
        );
      }
      layers[at - 1] = foldInto(before, layer);
      moved[index + 1] = at;
    } else if (isFusable(layer, layers[inputs[0]! - 1]) && readers[layer.inputs[0]!] === 1) {
      const at = inputs[0]!;
      layers[at - 1] = { ...(layers[at - 1] as ActivatedLayer), activation: layer.kind };
      moved[index + 1] = at;
    } else {
      layers.push({ ...layer, inputs });
      moved[index + 1] = layers.length;
    }
  }
  return { input: graph.input, layers };
}

function isLinear(layer: Layer | undefined): layer is LinearLayer {
  return layer?.kind === 'conv2d' || layer?.kind === 'depthwiseConv2d' || layer?.kind === 'dense';
}

function isFusable(
  layer: Layer,
  before: Layer | undefined,
): layer is Layer & { readonly kind: 'relu' | 'relu6' } {
  return (
    (layer.kind === 'relu' || layer.kind === 'relu6') &&
    (isLinear(before) || before?.kind === 'add') &&
    before.activation === 'none'
  );
}

/** Chosen scales were of the weights before. */
function foldInto({ weightScales: _, ...layer }: LinearLayer, norm: BatchNormLayer): LinearLayer {
  const outputs = layer.bias.length;
  const factor = Float64Array.from(
    norm.gamma,
    (gamma, c) => gamma / Math.sqrt(norm.variance[c]! + norm.epsilon),
  );
  // Depthwise weights have the output channel last, the others first.
  const perOutput = layer.weights.length / outputs;
  const depthwise = layer.kind === 'depthwiseConv2d';
  const weights = layer.weights.map((weight, i) => {
    const output = depthwise ? i % outputs : Math.floor(i / perOutput);
    return weight * factor[output]!;
  });
  const bias = layer.bias.map((b, c) => norm.beta[c]! + (b - norm.mean[c]!) * factor[c]!);
  return { ...layer, weights, bias, activation: norm.activation };
}
