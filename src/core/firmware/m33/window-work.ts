import type { Pair, Shape } from '#core/model/graph';
import { insideSizes } from '#core/model/kernel-coverage';
import { type Axis, axisOf } from '#core/model/shapes';
import type { Int8PoolLayer } from '../../compress/int8-graph';
import { isBordered, type WindowGeometry } from '../c99/layers/window-loop';
import type { KernelTraits } from './kernel-calls';
import type { WorkTally } from './work-tally';

/** Bytes that the library copies at once. */
const WORD = 4;

/** The walk itself, and copies of patches; `packed`: every patch is copied. */
export function addPlaces(work: WorkTally, geometry: WindowGeometry, packed: boolean): void {
  const { down, across, pieceSize } = geometry;
  const places = down.outputSize * across.outputSize;
  if (!isBordered(geometry) && !packed) {
    if (places > 1) work.add('place.inside', places);
    return;
  }
  work.add('place.tested', places);
  for (const [i, rows] of insideSizes(down).entries()) {
    for (const [j, columns] of insideSizes(across).entries()) {
      if (rows < down.size || columns < across.size) addPatch(work, geometry, [i, j]);
      else if (packed) {
        work.add('packed.row', rows);
        work.add('packed.byte', rows * pieceSize);
      }
    }
  }
}

/** One copied patch: cleared, then row by row; a row that does not begin at a word takes longer. */
function addPatch(
  work: WorkTally,
  { down, across, channels, pieceSize, rowStep }: WindowGeometry,
  [i, j]: Pair,
): void {
  const top = i * down.stride - down.before;
  const left = j * across.stride - across.before;
  const first = Math.max(0, -left);
  const bytes = (Math.min(across.inputSize - left, across.size) - first) * channels;
  work.add('patch.call', 1);
  work.add('patch.setWord', Math.floor((down.size * pieceSize) / WORD));
  work.add('patch.setByte', (down.size * pieceSize) % WORD);
  for (let row = 0; row < down.size; row++) {
    if (top + row < 0 || top + row >= down.inputSize) {
      work.add('patch.outside', 1);
      continue;
    }
    const to = row * pieceSize + first * channels;
    const from = (top + row) * rowStep + (left + first) * channels;
    work.add('patch.row', 1);
    work.add('patch.word', Math.floor(bytes / WORD));
    work.add('patch.byte', bytes % WORD);
    if (to % WORD > 0) work.add('patch.unaligned', 1);
    if ((from - to) % WORD !== 0) work.add('patch.skewed', 1);
  }
}

/** A pool over an input of this shape. */
export function addPool(
  work: WorkTally,
  layer: Int8PoolLayer,
  from: Shape,
  { caller, calls, varying }: KernelTraits,
): void {
  const [down, across] = [0, 1].map((axis) =>
    axisOf(from[axis]!, layer.size[axis]!, layer.strides[axis]!, layer.padding),
  ) as [Axis, Axis];
  const form = calls.every(({ width }) => width === 1) ? 'Line' : 'Plane';
  const clips = (axis: Axis, name: string) => (axis.before + axis.after > 0 ? name : '');
  // Bounds that the compiler knows are loops that it unrolls.
  const bounds = clips(down, 'Rows') + clips(across, 'Columns');
  const name = layer.kind + form + (caller === 'Alone' ? `Alone${bounds}` : caller);
  const places = down.outputSize * across.outputSize;
  const channels = from[2];
  const rows = sum(insideSizes(down));
  work.add(`${name}.call`, 1);
  work.add(`${name}.row`, down.outputSize);
  work.add(`${name}.varying`, places * varying.size);
  work.add(`${name}.place`, places);
  work.add(`${name}.value`, places * channels);
  work.add(`${name}.windowRow`, rows * across.outputSize * channels);
  work.add(`${name}.point`, rows * sum(insideSizes(across)) * channels);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
