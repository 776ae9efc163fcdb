import type { Shape } from '#core/model/graph';
import type { Int8ConvLayer, Int8DenseLayer, Int8DepthwiseLayer } from '../../compress/int8-graph';
import { BLOCK } from '../c99/kernels/blocks';
import { isPacked, windowGeometry } from '../c99/layers/window-loop';
import type { KernelCall, ModelTraits } from './kernel-calls';
import { addPlaces } from './window-work';
import type { WorkTally } from './work-tally';

/** Layers of weights: the places, at each of them blocks of outputs, in each of these their taps. */
export function addWeighted(
  work: WorkTally,
  layer: Int8ConvLayer | Int8DepthwiseLayer | Int8DenseLayer,
  from: Shape,
  traits: ModelTraits,
  { name, sizes }: KernelCall,
): void {
  const { caller, varying, calls } = traits.kernel(name);
  // Codes of two bits take about what codes of four do.
  const item = name.replace(/[24]$/, 'Coded');
  let places = 1;
  if (layer.kind !== 'dense') {
    const [, rows, columns] = layer.weights.shape as [number, number, number, number];
    const geometry = windowGeometry(layer, [rows, columns], from);
    places = geometry.down.outputSize * geometry.across.outputSize;
    addPlaces(work, geometry, name.startsWith('outputs') && isPacked(geometry));
  }
  const outputs = layer.weights.bias.length;
  work.add(`${item}${caller}.call`, places);
  work.add(`${item}.argument`, places * varying.size);
  work.add(`store.${traits.store}`, places * outputs);
  if (varying.has('lowest') || varying.has('highest')) work.add('store.range', places * outputs);
  if (name.startsWith('depthwise')) {
    const form = caller + (calls.every(({ columns }) => columns === 1) ? 'Line' : 'Plane');
    const { channels, multiple, rows, columns } = sizes as Record<string, number>;
    work.add(`${item}.multiple`, places * multiple!);
    eachWidth(channels!, (width, count) => {
      const blocks = places * multiple! * count;
      work.add(`${item}${form}.block${width}`, blocks);
      if (form.endsWith('Plane')) work.add(`${item}${form}.row${width}`, blocks * rows!);
      work.add(`${item}${form}.point${width}`, blocks * rows! * columns!);
    });
    return;
  }
  const form = caller + (calls.every(({ rows }) => rows === 1) ? 'Line' : 'Plane');
  const { filters, rows, size } = sizes as Record<string, number>;
  eachWidth(filters!, (width, count) => {
    const blocks = places * count;
    work.add(`${item}${form}.block${width}`, blocks);
    if (form.endsWith('Plane')) work.add(`${item}${form}.row${width}`, blocks * rows!);
    if (name !== 'outputs') {
      work.add(`${item}${form}.tap${width}`, blocks * rows! * size!);
      return;
    }
    work.add(`${item}${form}.group${width}`, blocks * rows! * Math.floor(size! / BLOCK));
    work.add(`${item}${form}.odd${width}`, blocks * rows! * (size! % BLOCK));
  });
}

function eachWidth(outputs: number, add: (width: number, count: number) => void): void {
  const whole = Math.floor(outputs / BLOCK);
  if (whole > 0) add(BLOCK, whole);
  if (outputs % BLOCK > 0) add(outputs % BLOCK, 1);
}
