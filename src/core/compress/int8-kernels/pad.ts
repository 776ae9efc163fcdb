import type { Int8PadLayer, Int8Value } from '../int8-graph';
import type { Int8Kernel } from './kernel';

/** PAD with the output's zero point; the values in between are moved as they are. */
export function pad(
  layer: Int8PadLayer,
  from: Int8Value,
  to: Int8Value,
  input: Int8Array,
  output: Int8Array,
): Int8Kernel {
  const rowSize = from.shape[1] * from.shape[2];
  const [top, left] = layer.before;
  const start = (top * to.shape[1] + left) * to.shape[2];
  const step = to.shape[1] * to.shape[2];
  return () => {
    output.fill(to.quantisation.zeroPoint);
    for (let y = 0; y < from.shape[0]; y++) {
      for (let i = 0; i < rowSize; i++) output[start + y * step + i] = input[y * rowSize + i]!;
    }
  };
}
