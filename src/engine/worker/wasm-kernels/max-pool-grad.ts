import {
  backend_util,
  MaxPoolGrad,
  type MaxPoolGradAttrs,
  type MaxPoolGradInputs,
} from '@tensorflow/tfjs-core';
import { floatsOf, makeFloats, wasmKernel } from './heap';

/**
 * Gradient of max pooling: each output's gradient goes to the first largest input of its window.
 * Replaces the library's kernel, which starts its search at the smallest positive float and so
 * finds no maximum in a window whose values are all 0 or less.
 */
export const maxPoolGrad = wasmKernel<MaxPoolGradInputs, MaxPoolGradAttrs>(
  MaxPoolGrad,
  ({ inputs, attrs, backend }) => {
    const shape = inputs.input.shape as [number, number, number, number];
    const { filterSize, strides, pad, dimRoundingMode } = attrs;
    const info = backend_util.computePool2DInfo(
      shape,
      filterSize,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    const output = makeFloats(backend, shape);
    const x = floatsOf(backend, inputs.input);
    const dy = floatsOf(backend, inputs.dy);
    const dx = floatsOf(backend, output).fill(0);
    const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, padInfo } = info;
    let dyAt = 0;
    for (let b = 0; b < batchSize; b++) {
      const image = b * inHeight * inWidth;
      for (let oh = 0; oh < outHeight; oh++) {
        const top = oh * info.strideHeight - padInfo.top;
        const bottom = Math.min(inHeight, top + info.filterHeight);
        for (let ow = 0; ow < outWidth; ow++) {
          const left = ow * info.strideWidth - padInfo.left;
          const right = Math.min(inWidth, left + info.filterWidth);
          for (let c = 0; c < inChannels; c++, dyAt++) {
            let largest = Number.NEGATIVE_INFINITY;
            let largestAt = -1;
            for (let ih = Math.max(0, top); ih < bottom; ih++) {
              for (let iw = Math.max(0, left); iw < right; iw++) {
                const at = (image + ih * inWidth + iw) * inChannels + c;
                if (x[at]! > largest) {
                  largest = x[at]!;
                  largestAt = at;
                }
              }
            }
            // A window of NaN alone has no maximum; its gradient goes nowhere.
            if (largestAt >= 0) dx[largestAt] = dx[largestAt]! + dy[dyAt]!;
          }
        }
      }
    }
    return output;
  },
);
