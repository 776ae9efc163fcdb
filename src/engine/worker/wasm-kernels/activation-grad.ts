import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Activation } from '#core/model/graph';
import { floatsOf, makeFloats, wasmKernel } from './heap';

/** Name under which the kernel is registered; other back ends have none of it. */
export const ACTIVATION_GRAD = 'NodlabActivationGrad';

/**
 * Gradient through `y = activation(z)`, `z = … + bias`, in one pass: from `dy` and `y`, both
 * `[… × channels]`, to `[dz, dbias]`. The composed way takes three kernels over the whole tensor
 * and a fourth to sum the bias.
 */
export const activationGrad = wasmKernel<
  { readonly dy: TensorInfo; readonly y: TensorInfo },
  { readonly activation: Activation }
>(ACTIVATION_GRAD, ({ inputs, attrs, backend }) => {
  const { shape } = inputs.dy;
  const channels = shape[shape.length - 1]!;
  const dzInfo = makeFloats(backend, shape);
  const dbiasInfo = makeFloats(backend, [channels]);
  const dy = floatsOf(backend, inputs.dy);
  const y = floatsOf(backend, inputs.y);
  const dz = floatsOf(backend, dzInfo);
  const sums = new Float64Array(channels);
  const active = attrs.activation !== 'none';
  const ceiling = attrs.activation === 'relu6' ? 6 : Number.POSITIVE_INFINITY;
  for (let at = 0; at < dy.length; ) {
    for (let c = 0; c < channels; c++, at++) {
      const passes = !active || (y[at]! > 0 && y[at]! < ceiling);
      const value = passes ? dy[at]! : 0;
      dz[at] = value;
      sums[c] = sums[c]! + value;
    }
  }
  floatsOf(backend, dbiasInfo).set(sums);
  return [dzInfo, dbiasInfo];
});
