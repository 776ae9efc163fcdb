import type { Int8ConvLayer, Int8Value } from '../int8-graph';
import { activationRange, multiplyByQuantisedMultiplier } from '../quantised-multiplier';
import { channelFactors, type Int8Kernel } from './kernel';
import { padInput } from './padded-input';

/** CONV_2D, per-channel or per-tensor weights. TFLM: `reference_integer_ops::ConvPerChannel`. */
export function conv2d(
  layer: Int8ConvLayer,
  from: Int8Value,
  to: Int8Value,
  input: Int8Array,
  output: Int8Array,
): Int8Kernel {
  const { data: weights, bias, scales, shape } = layer.weights;
  const [filters, kernelHeight, kernelWidth] = shape as [number, number, number, number];
  const [strideY, strideX] = layer.strides;
  const channels = from.shape[2];
  const [outputHeight, outputWidth] = to.shape;
  const { scale, zeroPoint } = to.quantisation;
  const padded = padInput(
    input,
    from.shape,
    from.quantisation.zeroPoint,
    [kernelHeight, kernelWidth],
    layer.strides,
    layer.padding,
  );
  const factors = channelFactors(from.quantisation.scale, scales, scale, filters);
  const { multipliers, shifts } = factors;
  const [lowest, highest] = activationRange(layer.activation, to.quantisation);
  const { values } = padded;
  const rowStep = padded.width * channels;
  /** A row of the kernel lies in one piece in the input and in the weights. */
  const pieceSize = kernelWidth * channels;

  return () => {
    padded.fill();
    let at = 0;
    for (let y = 0; y < outputHeight; y++) {
      for (let x = 0; x < outputWidth; x++) {
        const corner = y * strideY * rowStep + x * strideX * channels;
        let weightAt = 0;
        for (let filter = 0; filter < filters; filter++) {
          let sum = bias[filter]!;
          let row = corner;
          for (let ky = 0; ky < kernelHeight; ky++) {
            for (let i = 0; i < pieceSize; i++) {
              sum = (sum + Math.imul(values[row + i]!, weights[weightAt + i]!)) | 0;
            }
            weightAt += pieceSize;
            row += rowStep;
          }
          const real =
            multiplyByQuantisedMultiplier(sum, multipliers[filter]!, shifts[filter]!) + zeroPoint;
          output[at++] = real < lowest ? lowest : real > highest ? highest : real;
        }
      }
    }
  };
}
