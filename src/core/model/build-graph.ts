import { Failure } from '#core/failure';
import type { Random } from '#core/random';
import type { Architecture, LayerSpec, ModelSize } from './architecture';
import { checkArchitecture, inputShape, type Misfit } from './architecture-outline';
import type { ModelGraph } from './graph';
import { createGraphBuilder, type GraphBuilder } from './graph-builder';
import type { DesignSpec } from './preset';
import { presetOf } from './presets';
import type { ModelRecipe } from './trained-model';

/** What a graph is built for. */
export interface BuildSpec extends ModelSize {
  /** Gives the first weights. */
  readonly random: Random;
}

/** The layers that a recipe trains: those edited by hand, else the preset's at its width. */
export function architectureOf(
  recipe: Pick<ModelRecipe, 'preset' | 'width' | 'architecture'>,
  spec: DesignSpec,
): Architecture {
  return recipe.architecture ?? presetOf(recipe.preset).design(spec, recipe.width);
}

/**
 * The untrained graph: the layers in order, then flattened where it is not `[1, 1, n]`, a dense
 * layer of `classCount` units and softmax. Throws `Failure` (`model-unsupported`), naming the
 * layer's position, where a layer does not fit.
 */
export function buildGraph(architecture: Architecture, spec: BuildSpec): ModelGraph {
  const misfit = checkArchitecture(architecture, spec);
  if (misfit) throw new Failure('model-unsupported', describe(misfit));
  const builder = createGraphBuilder(inputShape(architecture, spec), spec.random);
  stack(builder, architecture.layers);
  const [height, width] = builder.shape;
  if (height !== 1 || width !== 1) builder.flatten();
  return builder.dense(spec.classCount, 'none').softmax().graph();
}

function stack(builder: GraphBuilder, layers: readonly LayerSpec[]): GraphBuilder {
  for (const layer of layers) addLayer(builder, layer);
  return builder;
}

function addLayer(builder: GraphBuilder, layer: LayerSpec): GraphBuilder {
  switch (layer.kind) {
    case 'conv2d':
    case 'depthwiseConv2d': {
      const { batchNorm, activation } = layer;
      const options = { ...layer, activation: batchNorm ? 'none' : activation } as const;
      if (layer.kind === 'conv2d') builder.conv2d(layer.filters, options);
      else builder.depthwiseConv2d(options);
      return batchNorm ? builder.batchNorm(activation) : builder;
    }
    case 'maxPool2d':
    case 'averagePool2d':
      return builder[layer.kind](layer.size, layer.padding);
    case 'globalAveragePool':
    case 'flatten':
    case 'lastFrame':
      return builder[layer.kind]();
    case 'lstm':
      return builder.lstm(layer.units);
    case 'dense':
      return builder.dense(layer.units, layer.activation);
    case 'dropout':
      return builder.dropout(layer.rate);
    case 'residual':
      return builder.residual(layer.activation, (inner) => stack(inner, layer.layers));
  }
}

function describe({ at, reason, input, output }: Misfit): string {
  const where =
    at.length > 0 ? `Layer ${at.map((index) => index + 1).join('.')}` : 'The last layer';
  const gives = output ? ` and gives [${output.join(', ')}]` : '';
  return `${where} does not fit (${reason}): it reads [${input.join(', ')}]${gives}.`;
}
