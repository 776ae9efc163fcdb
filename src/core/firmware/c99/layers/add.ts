import { valueCount } from '#core/model/shapes';
import type { Int8AddLayer, Int8Value } from '../../../compress/int8-graph';
import { activationRange, quantiseMultiplier } from '../../../compress/quantised-multiplier';
import type { Kernel } from '../c-source';
import type { LayerCode, LayerPlace, ModelCode } from './layer-code';

/** Bits that both terms are shifted up by before they are brought to one scale. */
const LEFT_SHIFT = 20;

/** Both terms shifted up, brought to one scale, added, brought to the output's. */
const ADD: Kernel = {
  name: 'add',
  says: 'The sum of two values, each brought to a common scale. TensorFlow Lite: Add.',
  pointers: ['const int8_t *x', 'const int8_t *x2', 'int8_t *y'],
  sizes: [
    'count',
    'zero1',
    'factor1',
    'shift1',
    'zero2',
    'factor2',
    'shift2',
    'zero',
    'factor',
    'shift',
    'lowest',
    'highest',
  ],
  uses: () => ['scaleEitherWay', 'clamp'],
  body: () => `  for (int32_t i = 0; i < count; i++) {
    const int32_t a = scale_either_way((x[i] - zero1) * (1 << ${LEFT_SHIFT}), factor1, shift1);
    const int32_t b = scale_either_way((x2[i] - zero2) * (1 << ${LEFT_SHIFT}), factor2, shift2);
    y[i] = clamp(zero + scale_either_way(a + b, factor, shift), lowest, highest);
  }`,
};

/** ADD. */
export function add(
  layer: Int8AddLayer,
  model: ModelCode,
  { from, to }: LayerPlace,
  second: Int8Value,
): LayerCode {
  const common = 2 * Math.max(from.quantisation.scale, second.quantisation.scale);
  const ofFirst = quantiseMultiplier(from.quantisation.scale / common);
  const ofSecond = quantiseMultiplier(second.quantisation.scale / common);
  const ofSum = quantiseMultiplier(common / (2 ** LEFT_SHIFT * to.quantisation.scale));
  const [lowest, highest] = activationRange(layer.activation, to.quantisation);
  const call = model.source.call(ADD, {
    count: valueCount(to.shape),
    zero1: from.quantisation.zeroPoint,
    factor1: ofFirst.multiplier,
    shift1: ofFirst.shift,
    zero2: second.quantisation.zeroPoint,
    factor2: ofSecond.multiplier,
    shift2: ofSecond.shift,
    zero: to.quantisation.zeroPoint,
    factor: ofSum.multiplier,
    shift: ofSum.shift,
    lowest,
    highest,
  });
  return () => [call('x', 'x2', 'y')];
}
