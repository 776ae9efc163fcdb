import type { Int8DepthwiseLayer, Int8Value } from '../int8-graph';
import { activationRange, multiplyByQuantisedMultiplier } from '../quantised-multiplier';
import { channelFactors, type Int8Kernel } from './kernel';
import { padInput } from './padded-input';

/** DEPTHWISE_CONV_2D. TFLM: `reference_integer_ops::DepthwiseConvPerChannel`. */
export function depthwiseConv2d(
  layer: Int8DepthwiseLayer,
  from: Int8Value,
  to: Int8Value,
  input: Int8Array,
  output: Int8Array,
): Int8Kernel {
  const { data: weights, bias, scales, shape } = layer.weights;
  const [, kernelHeight, kernelWidth] = shape as [number, number, number, number];
  const [strideY, strideX] = layer.strides;
  const multiple = layer.depthMultiplier;
  const channels = from.shape[2];
  const [outputHeight, outputWidth, outputs] = to.shape;
  const { scale, zeroPoint } = to.quantisation;
  const padded = padInput(
    input,
    from.shape,
    from.quantisation.zeroPoint,
    [kernelHeight, kernelWidth],
    layer.strides,
    layer.padding,
  );
  const factors = channelFactors(from.quantisation.scale, scales, scale, outputs);
  const { multipliers, shifts } = factors;
  const [lowest, highest] = activationRange(layer.activation, to.quantisation);
  const { values } = padded;
  const rowStep = padded.width * channels;
  const sums = new Int32Array(outputs);

  return () => {
    padded.fill();
    let at = 0;
    for (let y = 0; y < outputHeight; y++) {
      for (let x = 0; x < outputWidth; x++) {
        const corner = y * strideY * rowStep + x * strideX * channels;
        sums.set(bias);
        let weightAt = 0;
        for (let ky = 0; ky < kernelHeight; ky++) {
          for (let kx = 0; kx < kernelWidth; kx++) {
            const point = corner + ky * rowStep + kx * channels;
            let channel = 0;
            for (let c = 0; c < channels; c++) {
              const value = values[point + c]!;
              for (let m = 0; m < multiple; m++) {
                sums[channel]! += Math.imul(value, weights[weightAt++]!);
                channel++;
              }
            }
          }
        }
        for (let channel = 0; channel < outputs; channel++) {
          const real =
            multiplyByQuantisedMultiplier(sums[channel]!, multipliers[channel]!, shifts[channel]!) +
            zeroPoint;
          output[at++] = real < lowest ? lowest : real > highest ? highest : real;
        }
      }
    }
  };
}
