import { valueCount } from '#core/model/shapes';
import type { Int8PointwiseLayer } from '../../../compress/int8-graph';
import { pointwiseTable } from '../../../compress/int8-kernels/pointwise';
import type { Kernel } from '../c-source';
import type { LayerCode, LayerPlace, ModelCode } from './layer-code';

const LOOK_UP: Kernel = {
  name: 'look_up',
  says: 'A function of every number by itself; table: its results for -128 to 127.',
  pointers: ['const int8_t *x', 'int8_t *y', 'const int8_t *table'],
  sizes: ['count'],
  uses: () => [],
  body: () => '  for (int32_t i = 0; i < count; i++) y[i] = table[x[i] + 128];',
};

/** RELU, RELU6, LOGISTIC, TANH, QUANTIZE: a table of what `run-int8` gives. */
export function pointwise(
  layer: Int8PointwiseLayer,
  model: ModelCode,
  { id, from, to }: LayerPlace,
): LayerCode {
  const values = pointwiseTable(layer.kind, from.quantisation, to.quantisation);
  const table = model.source.table('int8_t', `${layer.kind}_${id}`, values);
  const call = model.source.call(LOOK_UP, { count: valueCount(to.shape) });
  return () => [call('x', 'y', table)];
}
