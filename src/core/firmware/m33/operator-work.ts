import { valueCount } from '#core/model/shapes';
import type { Int8Graph, Int8Layer } from '../../compress/int8-graph';
import { BLOCK } from '../c99/kernels/blocks';
import { softmaxTable } from '../c99/layers/softmax';
import { planMemory } from '../c99/memory-plan';
import { type ModelTraits, modelTraits } from './kernel-calls';
import { addWeighted } from './weighted-work';
import { addPool } from './window-work';
import { WorkTally } from './work-tally';

/** How often one operator of the exported C does each thing that costs instructions. */
export type OperatorWork = ReadonlyMap<string, number>;

/** How the exported C is compiled: `-O2`, or that with `-DNODLAB_USE_DSP`. */
export type M33Build = 'o2' | 'dsp';

/** The work of each layer, by the loops of `generateC99`; none where a layer computes nothing. */
export function operatorWork(graph: Int8Graph): OperatorWork[] {
  const traits = modelTraits(graph);
  const { places } = planMemory(graph, false);
  return graph.layers.map((layer, index) => {
    const work = new WorkTally();
    const inPlace = places[layer.inputs[0]!] === places[index + 1];
    addWork(work, layer, graph, index, traits, inPlace);
    return work.counts;
  });
}

function addWork(
  work: WorkTally,
  layer: Int8Layer,
  graph: Int8Graph,
  index: number,
  traits: ModelTraits,
  inPlace: boolean,
): void {
  const from = graph.values[layer.inputs[0]!]!.shape;
  const to = graph.values[index + 1]!.shape;
  switch (layer.kind) {
    case 'dense':
    case 'conv2d':
    case 'depthwiseConv2d':
      work.add('layer', 1);
      addWeighted(work, layer, from, traits, traits.calls[index]!);
      return;
    case 'maxPool2d':
    case 'averagePool2d':
      addPool(work, layer, from, traits.kernel(layer.kind));
      return;
    case 'mean':
      work.add('mean.call', 1);
      work.add('mean.channel', from[2]);
      work.add('mean.point', valueCount(from));
      return;
    case 'softmax':
      work.add('softmax.call', 1);
      work.add('softmax.point', from[0] * from[1]);
      work.add('softmax.value', valueCount(from));
      if (softmaxTable(graph.values[layer.inputs[0]!]!.quantisation.scale).isComputed) {
        work.add('softmax.exponential', valueCount(from));
      }
      return;
    case 'add': {
      const { caller, varying } = traits.kernel('add');
      const { shift1, shift2 } = traits.calls[index]!.sizes;
      const count = valueCount(to);
      work.add('add.call', 1);
      work.add(`add${caller}.value`, count);
      work.add(`add${caller}.divided`, count * [shift1!, shift2!].filter((one) => one < 0).length);
      work.add(`add${caller}.varying`, count * varying.size);
      return;
    }
    case 'pad':
      work.add('pad.call', 1);
      work.add('pad.row', from[0]);
      work.add('pad.byte', valueCount(from));
      work.add('pad.set', valueCount(to));
      return;
    case 'relu':
    case 'relu6':
    case 'logistic':
    case 'tanh':
    case 'requantise': {
      const { caller } = traits.kernel('pointwise');
      work.add('pointwise.call', 1);
      work.add(
        `pointwise${caller}${inPlace && caller === 'Alone' ? 'InPlace' : ''}.value`,
        valueCount(to),
      );
      return;
    }
    case 'lstm': {
      const { units } = layer;
      const steps = from[0] * units;
      work.add('lstm.call', 1);
      work.add('lstm.frame', from[0]);
      work.add('lstm.unit', steps);
      const bits = traits.bits[index]!;
      for (const size of [from[2], units]) {
        if (bits < 8) {
          work.add('lstmCoded.tap', steps * size);
          work.add('lstmCoded.half', steps);
          continue;
        }
        work.add('lstm.group', steps * Math.floor(size / BLOCK));
        work.add('lstm.odd', steps * (size % BLOCK));
      }
      return;
    }
    case 'reshape':
    case 'lastFrame':
      return;
  }
}
