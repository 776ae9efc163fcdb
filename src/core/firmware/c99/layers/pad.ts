import { valueCount } from '#core/model/shapes';
import type { Int8PadLayer } from '../../../compress/int8-graph';
import type { LayerCode, LayerPlace } from './layer-code';

/** PAD with the output's zero point. */
export function pad(layer: Int8PadLayer, { from, to }: LayerPlace): LayerCode {
  const rowBytes = from.shape[1] * from.shape[2];
  const step = to.shape[1] * to.shape[2];
  const [top, left] = layer.before;
  return () => [
    `memset(y, ${to.quantisation.zeroPoint}, ${valueCount(to.shape)});`,
    `y += ${top * step + left * to.shape[2]};`,
    `for (int32_t i = 0; i < ${from.shape[0]}; i++, x += ${rowBytes}, y += ${step}) {`,
    `  memcpy(y, x, ${rowBytes});`,
    '}',
  ];
}
