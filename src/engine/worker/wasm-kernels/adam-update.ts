import type { TensorInfo } from '@tensorflow/tfjs-core';
import { floatsOf, makeFloats, wasmKernel } from './heap';

/** Name under which the kernel is registered; other back ends use the library's Adam. */
export const ADAM_UPDATE = 'NodlabAdamUpdate';

/** `stepSize` and `epsilon` hold the bias corrections of this step already. */
export interface AdamAttributes {
  readonly beta1: number;
  readonly beta2: number;
  readonly stepSize: number;
  readonly epsilon: number;
}

/**
 * One Adam step for one parameter in one pass instead of some fourteen kernels. `mean` and
 * `square` are changed in place; the new value is a new tensor, because the back end keeps packed
 * copies of filters by tensor and would go on using the old ones.
 */
export const adamUpdate = wasmKernel<
  {
    readonly value: TensorInfo;
    readonly gradient: TensorInfo;
    readonly mean: TensorInfo;
    readonly square: TensorInfo;
  },
  AdamAttributes
>(ADAM_UPDATE, ({ inputs, attrs, backend }) => {
  const { beta1, beta2, stepSize, epsilon } = attrs;
  const output = makeFloats(backend, inputs.value.shape);
  const value = floatsOf(backend, inputs.value);
  const gradient = floatsOf(backend, inputs.gradient);
  const mean = floatsOf(backend, inputs.mean);
  const square = floatsOf(backend, inputs.square);
  const next = floatsOf(backend, output);
  for (let at = 0; at < value.length; at++) {
    const slope = gradient[at]!;
    const m = beta1 * mean[at]! + (1 - beta1) * slope;
    const v = beta2 * square[at]! + (1 - beta2) * slope * slope;
    mean[at] = m;
    square[at] = v;
    next[at] = value[at]! - (stepSize * m) / (Math.sqrt(v) + epsilon);
  }
  return output;
});
