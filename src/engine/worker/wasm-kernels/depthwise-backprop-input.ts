import {
  backend_util,
  DepthwiseConv2dNativeBackpropInput,
  type DepthwiseConv2dNativeBackpropInputAttrs,
  type DepthwiseConv2dNativeBackpropInputInputs,
} from '@tensorflow/tfjs-core';
import { floatsOf, makeFloats, wasmKernel } from './heap';

/** Gradient of a depthwise convolution with regard to its input. */
export const depthwiseBackpropInput = wasmKernel<
  DepthwiseConv2dNativeBackpropInputInputs,
  DepthwiseConv2dNativeBackpropInputAttrs
>(DepthwiseConv2dNativeBackpropInput, ({ inputs, attrs, backend }) => {
  const info = backend_util.computeConv2DInfo(
    attrs.inputShape,
    inputs.filter.shape as [number, number, number, number],
    attrs.strides,
    attrs.dilations,
    attrs.pad,
    attrs.dimRoundingMode,
    true,
  );
  const output = makeFloats(backend, attrs.inputShape);
  const dy = floatsOf(backend, inputs.dy);
  const filter = floatsOf(backend, inputs.filter);
  const dx = floatsOf(backend, output).fill(0);
  const { batchSize, outHeight, outWidth, outChannels } = info;
  let dyAt = 0;
  for (let b = 0; b < batchSize; b++) {
    for (let oh = 0; oh < outHeight; oh++) {
      for (let ow = 0; ow < outWidth; ow++) {
        spread(dy, dyAt, filter, dx, info, b, oh, ow);
        dyAt += outChannels;
      }
    }
  }
  return output;
});

/** Adds what one output position passes back to every input it read. */
function spread(
  dy: Float32Array,
  dyAt: number,
  filter: Float32Array,
  dx: Float32Array,
  info: backend_util.Conv2DInfo,
  b: number,
  oh: number,
  ow: number,
): void {
  const { inHeight, inWidth, inChannels, outChannels, filterHeight, filterWidth } = info;
  const multiplier = outChannels / inChannels;
  const top = oh * info.strideHeight - info.padInfo.top;
  const left = ow * info.strideWidth - info.padInfo.left;
  for (let kh = 0; kh < filterHeight; kh++) {
    const ih = top + kh * info.dilationHeight;
    if (ih < 0 || ih >= inHeight) continue;
    for (let kw = 0; kw < filterWidth; kw++) {
      const iw = left + kw * info.dilationWidth;
      if (iw < 0 || iw >= inWidth) continue;
      const dxAt = ((b * inHeight + ih) * inWidth + iw) * inChannels;
      const row = (kh * filterWidth + kw) * outChannels;
      if (multiplier === 1) {
        for (let c = 0; c < inChannels; c++) {
          dx[dxAt + c] = dx[dxAt + c]! + dy[dyAt + c]! * filter[row + c]!;
        }
        continue;
      }
      for (let c = 0, out = 0; c < inChannels; c++) {
        let sum = 0;
        for (let m = 0; m < multiplier; m++, out++) sum += dy[dyAt + out]! * filter[row + out]!;
        dx[dxAt + c] = dx[dxAt + c]! + sum;
      }
    }
  }
}
