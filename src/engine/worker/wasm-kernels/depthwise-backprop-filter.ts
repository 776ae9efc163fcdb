import {
  backend_util,
  DepthwiseConv2dNativeBackpropFilter,
  type DepthwiseConv2dNativeBackpropFilterAttrs,
  type DepthwiseConv2dNativeBackpropFilterInputs,
} from '@tensorflow/tfjs-core';
import { floatsOf, makeFloats, wasmKernel } from './heap';
import { firstPosition, lastPosition } from './positions';

/**
 * Gradient of a depthwise convolution with regard to its filter `[kh, kw, channels, multiplier]`:
 * output channel `c·multiplier + m` reads input channel `c` alone.
 */
export const depthwiseBackpropFilter = wasmKernel<
  DepthwiseConv2dNativeBackpropFilterInputs,
  DepthwiseConv2dNativeBackpropFilterAttrs
>(DepthwiseConv2dNativeBackpropFilter, ({ inputs, attrs, backend }) => {
  const info = backend_util.computeConv2DInfo(
    inputs.x.shape as [number, number, number, number],
    attrs.filterShape,
    attrs.strides,
    attrs.dilations,
    attrs.pad,
    attrs.dimRoundingMode,
    true,
  );
  const output = makeFloats(backend, attrs.filterShape);
  const x = floatsOf(backend, inputs.x);
  const dy = floatsOf(backend, inputs.dy);
  const gradient = floatsOf(backend, output);
  const { filterHeight, filterWidth, outChannels } = info;
  const sums = new Float64Array(outChannels);
  for (let kh = 0; kh < filterHeight; kh++) {
    for (let kw = 0; kw < filterWidth; kw++) {
      sums.fill(0);
      sumTap(x, dy, sums, info, kh, kw);
      gradient.set(sums, (kh * filterWidth + kw) * outChannels);
    }
  }
  return output;
});

/** One filter tap over every position, all channels side by side in `sums`. */
function sumTap(
  x: Float32Array,
  dy: Float32Array,
  sums: Float64Array,
  info: backend_util.Conv2DInfo,
  kh: number,
  kw: number,
): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const { strideHeight, strideWidth, padInfo } = info;
  const multiplier = outChannels / inChannels;
  const topOffset = kh * info.dilationHeight - padInfo.top;
  const leftOffset = kw * info.dilationWidth - padInfo.left;
  const firstRow = firstPosition(topOffset, strideHeight);
  const lastRow = lastPosition(topOffset, strideHeight, inHeight, outHeight);
  const firstColumn = firstPosition(leftOffset, strideWidth);
  const lastColumn = lastPosition(leftOffset, strideWidth, inWidth, outWidth);
  for (let b = 0; b < batchSize; b++) {
    for (let oh = firstRow; oh <= lastRow; oh++) {
      const ih = oh * strideHeight + topOffset;
      for (let ow = firstColumn; ow <= lastColumn; ow++) {
        const iw = ow * strideWidth + leftOffset;
        const xAt = ((b * inHeight + ih) * inWidth + iw) * inChannels;
        const dyAt = ((b * outHeight + oh) * outWidth + ow) * outChannels;
        if (multiplier === 1) {
          for (let c = 0; c < inChannels; c++) sums[c] = sums[c]! + x[xAt + c]! * dy[dyAt + c]!;
          continue;
        }
        for (let c = 0, out = 0; c < inChannels; c++) {
          const value = x[xAt + c]!;
          for (let m = 0; m < multiplier; m++, out++) {
            sums[out] = sums[out]! + value * dy[dyAt + out]!;
          }
        }
      }
    }
  }
}
