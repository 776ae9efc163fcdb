import { meanFactor } from '../../../compress/int8-kernels/mean';
import type { Kernel } from '../c-source';
import { shiftArgument, shiftsRight } from '../factors';
import type { LayerCode, LayerPlace, ModelCode } from './layer-code';

function meanKernel(rightOnly: boolean): Kernel {
  const scale = rightOnly ? 'scale' : 'scale_either_way';
  return {
    name: rightOnly ? 'mean' : 'mean_of_few',
    says: 'The mean of each channel over all points.',
    pointers: ['const int8_t *x', 'int8_t *y'],
    sizes: ['points', 'channels', 'start', 'factor', 'shift', 'zero'],
    uses: () => [rightOnly ? 'scale' : 'scaleEitherWay', 'clamp'],
    body: () => `  for (int32_t c = 0; c < channels; c++) {
    int32_t sum = start;
    for (int32_t i = 0; i < points; i++) sum += x[i * channels + c];
    y[c] = clamp(zero + ${scale}(sum, factor, shift), -128, 127);
  }`,
  };
}

const MEAN = meanKernel(true);
/** With a factor of ½ or more, which only the mean of a point or two can have. */
const MEAN_OF_FEW = meanKernel(false);

/** MEAN over height and width. */
export function mean(model: ModelCode, { from, to }: LayerPlace): LayerCode {
  const points = from.shape[0] * from.shape[1];
  const real = from.quantisation.scale / to.quantisation.scale;
  const { multiplier, shift } = meanFactor(real, points);
  const rightOnly = shiftsRight({
    multipliers: Int32Array.of(multiplier),
    shifts: Int32Array.of(shift),
  });
  const call = model.source.call(rightOnly ? MEAN : MEAN_OF_FEW, {
    points,
    channels: from.shape[2],
    // A mean's zero point is taken off once for all points.
    start: 0 - from.quantisation.zeroPoint * points,
    factor: multiplier,
    shift: shiftArgument(shift, rightOnly),
    zero: to.quantisation.zeroPoint,
  });
  return () => [call('x', 'y')];
}
