import type { Shape } from '#core/model/graph';
import type { Int8Layer, Int8ReshapeLayer, TensorRank } from './int8-graph';

interface RankedLayer {
  readonly name: string;
  readonly kind: Int8Layer['kind'];
  readonly inputs: readonly number[];
  readonly rank?: TensorRank;
}

interface RankedGraph<V extends { readonly shape: Shape }, L extends RankedLayer> {
  readonly values: readonly V[];
  readonly layers: readonly L[];
}

/** Layers that ask for `[1, height, width, channels]`. */
const SPATIAL: ReadonlySet<Int8Layer['kind']> = new Set([
  'conv2d',
  'depthwiseConv2d',
  'maxPool2d',
  'averagePool2d',
  'mean',
  'pad',
]);

/**
 * Rank of the tensor that a file has for each value: 4 for what spatial layers read and give, 3 for
 * an LSTM's, 2 from the first flat layer on, as TensorFlow has it; pointwise layers keep the rank
 * they read. A graph that needs no more RESHAPEs is one that `insertReshapes` gave.
 */
export function tensorRanks({
  values,
  layers,
}: RankedGraph<{ readonly shape: Shape }, RankedLayer>): readonly TensorRank[] {
  const readers = values.map((_, id) => layers.filter(({ inputs }) => inputs.includes(id)));
  const isRead = (id: number, test: (layer: RankedLayer) => boolean) => readers[id]!.some(test);
  const bySpatial = (id: number) => isRead(id, ({ kind }) => SPATIAL.has(kind));
  const byLstm = (id: number) => isRead(id, ({ kind }) => kind === 'lstm');
  const isVector = (id: number) => values[id]!.shape[0] === 1 && values[id]!.shape[1] === 1;

  const ranks: TensorRank[] = [byLstm(0) && !bySpatial(0) ? 3 : 4];
  for (const [index, layer] of layers.entries()) {
    ranks.push(rankOf(layer, index + 1, ranks[layer.inputs[0]!]!));
  }
  return ranks;

  function rankOf(layer: RankedLayer, id: number, read: TensorRank): TensorRank {
    if (layer.rank !== undefined) return layer.rank;
    switch (layer.kind) {
      case 'conv2d':
      case 'depthwiseConv2d':
      case 'maxPool2d':
      case 'averagePool2d':
      case 'pad':
        return 4;
      case 'lstm':
        return 3;
      case 'dense':
        return 2;
      case 'mean':
        return bySpatial(id) ? 4 : 2;
      case 'lastFrame':
        // Of a flat value: one that a reshape stands before.
        if (read !== 3) return 4;
        return byLstm(id) ? 3 : 2;
      case 'reshape':
        if (bySpatial(id)) return 4;
        if (byLstm(id)) return 3;
        return isVector(id) ? 2 : 4;
      default:
        return read;
    }
  }
}

/** The rank that a layer asks of the value it reads at this place; undefined: any. */
function askedRank(
  { kind, inputs }: RankedLayer,
  place: number,
  ranks: readonly TensorRank[],
): TensorRank | undefined {
  if (SPATIAL.has(kind)) return 4;
  if (kind === 'lstm') return 3;
  if (kind === 'lastFrame') return ranks[inputs[0]!] === 2 ? 4 : undefined;
  if (kind === 'add' && place === 1) return ranks[inputs[0]!];
  return undefined;
}

/**
 * The same function with a reshape before every layer that asks for another rank than the tensor it
 * reads has in a file: where an LSTM reads what a convolution gives, a convolution what a dense layer
 * gives, and so on. Shapes of values stay as they are, names are the reader's with `/reshape`;
 * readers of one value that ask for the same rank share one.
 */
export function insertReshapes<V extends { readonly shape: Shape }, L extends RankedLayer>(
  graph: RankedGraph<V, L>,
): RankedGraph<V, L | Int8ReshapeLayer> {
  const ranks = tensorRanks(graph);
  const values: V[] = [graph.values[0]!];
  const layers: (L | Int8ReshapeLayer)[] = [];
  /** Value id in the old graph to value id in the new. */
  const moved = [0];
  const reshaped = new Map<string, number>();

  const inRank = (id: number, rank: TensorRank, reader: string) => {
    const key = `${id}:${rank}`;
    const known = reshaped.get(key);
    if (known !== undefined) return known;
    layers.push({ kind: 'reshape', name: `${reader}/reshape`, inputs: [moved[id]!], rank });
    values.push(graph.values[id]!);
    reshaped.set(key, layers.length);
    return layers.length;
  };

  for (const [index, layer] of graph.layers.entries()) {
    const inputs = layer.inputs.map((id, place) => {
      const asked = askedRank(layer, place, ranks);
      return asked === undefined || asked === ranks[id]
        ? moved[id]!
        : inRank(id, asked, layer.name);
    });
    // A rank that followed from readers stays, though a reshape now stands between.
    const rank = layer.kind === 'reshape' ? { rank: ranks[index + 1]! } : {};
    layers.push({ ...layer, ...rank, inputs });
    values.push(graph.values[index + 1]!);
    moved.push(layers.length);
  }
  return { values, layers };
}
