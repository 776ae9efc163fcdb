import {
  backend_util,
  Conv2DBackpropInput,
  type Conv2DBackpropInputAttrs,
  type Conv2DBackpropInputInputs,
} from '@tensorflow/tfjs-core';
import { floatsOf, makeFloats, wasmKernel } from './heap';

/**
 * Gradient of a convolution with regard to its input. Replaces the library's kernel, which is
 * right but walks the filter with a stride. Four input channels are summed at a time:
 * `dx[b,ih,iw,ic] = Σ dy[b,oh,ow,oc] · W[kh,kw,ic,oc]` with `oh·s−p+kh = ih`, `ow·s−p+kw = iw`.
 */
export const conv2dBackpropInput = wasmKernel<Conv2DBackpropInputInputs, Conv2DBackpropInputAttrs>(
  Conv2DBackpropInput,
  ({ inputs, attrs, backend }) => {
    const info = backend_util.computeConv2DInfo(
      attrs.inputShape,
      inputs.filter.shape as [number, number, number, number],
      attrs.strides,
      1,
      attrs.pad,
      attrs.dimRoundingMode,
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
  },
);

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
  const top = oh * info.strideHeight - info.padInfo.top;
  const left = ow * info.strideWidth - info.padInfo.left;
  const dyEnd = dyAt + outChannels;
  const firstKw = Math.max(0, -left);
  const lastKw = Math.min(filterWidth, inWidth - left);
  for (let kh = Math.max(0, -top); kh < filterHeight && top + kh < inHeight; kh++) {
    for (let kw = firstKw; kw < lastKw; kw++) {
      const dxAt = ((b * inHeight + top + kh) * inWidth + left + kw) * inChannels;
      const row = (kh * filterWidth + kw) * inChannels * outChannels;
      let ic = 0;
      for (; ic + 4 <= inChannels; ic += 4) {
        let at0 = row + ic * outChannels;
        let at1 = at0 + outChannels;
        let at2 = at1 + outChannels;
        let at3 = at2 + outChannels;
        let sum0 = 0;
        let sum1 = 0;
        let sum2 = 0;
        let sum3 = 0;
        for (let at = dyAt; at < dyEnd; at++) {
          const value = dy[at]!;
          sum0 += value * filter[at0++]!;
          sum1 += value * filter[at1++]!;
          sum2 += value * filter[at2++]!;
          sum3 += value * filter[at3++]!;
        }
        const to = dxAt + ic;
        dx[to] = dx[to]! + sum0;
        dx[to + 1] = dx[to + 1]! + sum1;
        dx[to + 2] = dx[to + 2]! + sum2;
        dx[to + 3] = dx[to + 3]! + sum3;
      }
      for (; ic < inChannels; ic++) {
        let filterAt = row + ic * outChannels;
        let sum = 0;
        for (let at = dyAt; at < dyEnd; at++) sum += dy[at]! * filter[filterAt++]!;
        dx[dxAt + ic] = dx[dxAt + ic]! + sum;
      }
    }
  }
}
