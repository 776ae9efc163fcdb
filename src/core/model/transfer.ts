import { Failure } from '#core/failure';
import type { Random } from '#core/random';
import type { DenseLayer, Layer, ModelGraph } from './graph';
import { createGraphBuilder } from './graph-builder';
import { inferShapes } from './shapes';

/** What the new task asks of a network that was trained for another. */
export interface TransferSpec {
  /** Frames in a window, which networks that end in a mean over time may have more or fewer of. */
  readonly frames: number;
  readonly channels: number;
  readonly classCount: number;
  /** Position in the old network's answers of each new class that it knows already. */
  readonly knownClasses: ReadonlyMap<number, number>;
  /** Gives the first weights of the new last layer. */
  readonly random: Random;
}

/**
 * A trained network with a new last dense layer in place of the one that answered, where classes that
 * it knows keep their weights, and how many layers there are before it. Throws `start-unsuited` where it has no such layer, or where what
 * that layer reads would have another size in the new window.
 */
export function transferGraph(
  source: ModelGraph,
  { frames, channels, classCount, knownClasses, random }: TransferSpec,
): { readonly graph: ModelGraph; readonly featureLayers: number } {
  const at = source.layers.findLastIndex(({ kind }) => kind === 'dense');
  const head = source.layers[at] as DenseLayer | undefined;
  const before = source.layers.slice(0, Math.max(at, 0));
  if (!head || source.layers.slice(at + 1).some(({ kind }) => kind !== 'softmax')) {
    throw new Failure('start-unsuited', 'It has no dense layer at its end to be replaced.');
  }
  const isImage = source.input[2] === 1;
  const input = isImage ? ([frames, channels, 1] as const) : ([frames, 1, channels] as const);
  const body = { input, layers: before };
  const features = inferShapes(body)[head.inputs[0]!]!;
  const wanted = head.weights.length / head.units;
  if (features[2] !== wanted || features[0] * features[1] !== 1) {
    throw new Failure(
      'start-unsuited',
      `Windows of ${frames} × ${channels} give ${features.join(' × ')} features, not ${wanted}.`,
    );
  }
  const fresh = createGraphBuilder(features, random).dense(classCount, 'none').softmax().graph();
  const layers: Layer[] = fresh.layers.map((layer, index) => ({
    ...(layer.kind === 'dense' ? withKnownRows(layer, head, knownClasses) : layer),
    name: source.layers[at + index]?.name ?? layer.name,
    inputs: [index === 0 ? head.inputs[0]! : at + index],
  }));
  return { graph: { input, layers: [...before, ...layers] }, featureLayers: at };
}

function withKnownRows(
  layer: DenseLayer,
  head: DenseLayer,
  knownClasses: ReadonlyMap<number, number>,
): DenseLayer {
  const size = head.weights.length / head.units;
  const [weights, bias] = [layer.weights.slice(), layer.bias.slice()];
  for (const [to, from] of knownClasses) {
    weights.set(head.weights.subarray(from * size, (from + 1) * size), to * size);
    bias[to] = head.bias[from]!;
  }
  return { ...layer, weights, bias };
}
