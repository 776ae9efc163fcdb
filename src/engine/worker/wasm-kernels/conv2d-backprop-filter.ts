import {
  backend_util,
  Conv2DBackpropFilter,
  type Conv2DBackpropFilterAttrs,
  type Conv2DBackpropFilterInputs,
} from '@tensorflow/tfjs-core';
import { floatsOf, makeFloats, wasmKernel } from './heap';
import { firstPosition, lastPosition } from './positions';

/**
 * Gradient of a convolution with regard to its filter:
 * `dW[kh,kw,ic,oc] = Σ x[b, oh·s−p+kh, ow·s−p+kw, ic] · dy[b,oh,ow,oc]`.
 * Four output channels are summed at a time in locals, so that the loop over positions stores
 * nothing and its four sums do not wait for each other.
 */
export const conv2dBackpropFilter = wasmKernel<
  Conv2DBackpropFilterInputs,
  Conv2DBackpropFilterAttrs
>(Conv2DBackpropFilter, ({ inputs, attrs, backend }) => {
  const info = backend_util.computeConv2DInfo(
    inputs.x.shape as [number, number, number, number],
    attrs.filterShape,
    attrs.strides,
    1,
    attrs.pad,
    attrs.dimRoundingMode,
  );
  const output = makeFloats(backend, attrs.filterShape);
  const x = floatsOf(backend, inputs.x);
  const dy = floatsOf(backend, inputs.dy);
  const gradient = floatsOf(backend, output);
  for (let kh = 0; kh < info.filterHeight; kh++) {
    for (let kw = 0; kw < info.filterWidth; kw++) sumTap(x, dy, gradient, info, kh, kw);
  }
  return output;
});

/** All input and output channels of one filter tap. */
function sumTap(
  x: Float32Array,
  dy: Float32Array,
  gradient: Float32Array,
  info: backend_util.Conv2DInfo,
  kh: number,
  kw: number,
): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const { strideHeight, strideWidth, filterWidth, padInfo } = info;
  const topOffset = kh - padInfo.top;
  const leftOffset = kw - padInfo.left;
  const firstRow = firstPosition(topOffset, strideHeight);
  const lastRow = lastPosition(topOffset, strideHeight, inHeight, outHeight);
  const firstColumn = firstPosition(leftOffset, strideWidth);
  const lastColumn = lastPosition(leftOffset, strideWidth, inWidth, outWidth);
  const xStep = strideWidth * inChannels;
  const xFirst = (firstColumn * strideWidth + leftOffset) * inChannels;
  const dyFirst = firstColumn * outChannels;

  for (let ic = 0; ic < inChannels; ic++) {
    const gradientRow = ((kh * filterWidth + kw) * inChannels + ic) * outChannels;
    let oc = 0;
    for (; oc + 4 <= outChannels; oc += 4) {
      let sum0 = 0;
      let sum1 = 0;
      let sum2 = 0;
      let sum3 = 0;
      for (let b = 0; b < batchSize; b++) {
        for (let oh = firstRow; oh <= lastRow; oh++) {
          const ih = oh * strideHeight + topOffset;
          let xAt = (b * inHeight + ih) * inWidth * inChannels + xFirst + ic;
          let dyAt = (b * outHeight + oh) * outWidth * outChannels + dyFirst + oc;
          for (let ow = firstColumn; ow <= lastColumn; ow++) {
            const value = x[xAt]!;
            sum0 += value * dy[dyAt]!;
            sum1 += value * dy[dyAt + 1]!;
            sum2 += value * dy[dyAt + 2]!;
            sum3 += value * dy[dyAt + 3]!;
            xAt += xStep;
            dyAt += outChannels;
          }
        }
      }
      gradient[gradientRow + oc] = sum0;
      gradient[gradientRow + oc + 1] = sum1;
      gradient[gradientRow + oc + 2] = sum2;
      gradient[gradientRow + oc + 3] = sum3;
    }
    for (; oc < outChannels; oc++) {
      let sum = 0;
      for (let b = 0; b < batchSize; b++) {
        for (let oh = firstRow; oh <= lastRow; oh++) {
          const ih = oh * strideHeight + topOffset;
          let xAt = (b * inHeight + ih) * inWidth * inChannels + xFirst + ic;
          let dyAt = (b * outHeight + oh) * outWidth * outChannels + dyFirst + oc;
          for (let ow = firstColumn; ow <= lastColumn; ow++) {
            sum += x[xAt]! * dy[dyAt]!;
            xAt += xStep;
            dyAt += outChannels;
          }
        }
      }
      gradient[gradientRow + oc] = sum;
    }
  }
}
