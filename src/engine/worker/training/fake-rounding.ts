import type { Ranges } from '#core/compress/calibrate';
import { quantise } from '#core/compress/quantise';
import type { ModelGraph } from '#core/model/graph';
import type { Rounding } from './network';

/** How int8 will round a folded graph. */
export interface FakeQuantise {
  readonly perChannelDense: boolean;
  rangesOf(graph: ModelGraph): Ranges;
}

/** How int8 would round the values of a folded graph with its present weights. */
export function fakeRounding(
  graph: ModelGraph,
  { perChannelDense, rangesOf }: FakeQuantise,
): Rounding {
  const int8 = quantise(graph, rangesOf(graph), { perChannelDense });
  const byName = new Map(
    int8.layers.map(({ name }, index) => [name, int8.values[index + 1]!.quantisation]),
  );
  // Softmax answers in 256 steps, which no gradient would pass.
  const ofLayer = ({ kind, name }: ModelGraph['layers'][number]) =>
    kind === 'softmax' ? undefined : byName.get(name);
  return {
    values: [int8.values[0]!.quantisation, ...graph.layers.map(ofLayer)],
    perChannelDense,
  };
}
