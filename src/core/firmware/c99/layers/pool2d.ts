import { axisOf } from '#core/model/shapes';
import type { Int8PoolLayer } from '../../../compress/int8-graph';
import type { Kernel } from '../c-source';
import type { LayerCode, LayerPlace, ModelCode } from './layer-code';

const POINTERS = ['const int8_t *x', 'int8_t *y'];
const SIZES = [
  'height',
  'width',
  'channels',
  'rows',
  'columns',
  'row_stride',
  'column_stride',
  'top_first',
  'left_first',
  'high',
  'wide',
];

/** Walks over the windows, each clipped to the input: `from` and `to` are its corners. */
function pool(name: string, says: string, start: string, each: string, store: string): Kernel {
  return {
    name,
    says,
    pointers: POINTERS,
    sizes: SIZES,
    uses: () => [],
    body: () => `  for (int32_t i = 0, top = top_first; i < high; i++, top += row_stride) {
    const int32_t above = top < 0 ? 0 : top;
    const int32_t below = top + rows < height ? top + rows : height;
    for (int32_t j = 0, left = left_first; j < wide; j++, left += column_stride) {
      const int32_t first = left < 0 ? 0 : left;
      const int32_t last = left + columns < width ? left + columns : width;
      for (int32_t c = 0; c < channels; c++) {
        int32_t ${start};
        for (int32_t r = above; r < below; r++) {
          for (int32_t k = first; k < last; k++) {
            const int32_t number = x[(r * width + k) * channels + c];
            ${each}
          }
        }
        ${store}
      }
    }
  }`,
  };
}

const MAX_POOL = pool(
  'max_pool',
  'The highest number of each channel in each window.',
  'highest = -128',
  'if (number > highest) highest = number;',
  '*y++ = (int8_t)highest;',
);

const AVERAGE_POOL = pool(
  'average_pool',
  'The mean of each channel in each window, of the points inside, halves away from zero.',
  'sum = 0',
  'sum += number;',
  `const int32_t count = (below - above) * (last - first);
        *y++ = (int8_t)((sum > 0 ? sum + count / 2 : sum - count / 2) / count);`,
);

/** MAX_POOL_2D and AVERAGE_POOL_2D. */
export function pool2d(layer: Int8PoolLayer, model: ModelCode, place: LayerPlace): LayerCode {
  const [height, width, channels] = place.from.shape;
  const down = axisOf(height, layer.size[0], layer.strides[0], layer.padding);
  const across = axisOf(width, layer.size[1], layer.strides[1], layer.padding);
  const call = model.source.call(layer.kind === 'maxPool2d' ? MAX_POOL : AVERAGE_POOL, {
    height,
    width,
    channels,
    rows: down.size,
    columns: across.size,
    row_stride: down.stride,
    column_stride: across.stride,
    top_first: -down.before,
    left_first: -across.before,
    high: down.outputSize,
    wide: across.outputSize,
  });
  return () => [call('x', 'y')];
}
