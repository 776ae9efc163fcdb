import type { TensorInfo } from '@tensorflow/tfjs-core';
import { floatsOf, makeFloats, wasmKernel } from './heap';

/** Names under which the kernels are registered; other back ends compose them. */
export const BATCH_NORM_TRAIN = 'NodlabBatchNormTrain';
export const BATCH_NORM_GRAD = 'NodlabBatchNormGrad';

/**
 * Batch normalisation by this batch's own statistics, over all but the last axis of `x`:
 * `[y, mean, variance]`, the variance that of the batch (divided by N).
 */
export const batchNormTrain = wasmKernel<
  { readonly x: TensorInfo; readonly gamma: TensorInfo; readonly beta: TensorInfo },
  { readonly epsilon: number }
>(BATCH_NORM_TRAIN, ({ inputs, attrs, backend }) => {
  const { shape } = inputs.x;
  const channels = shape[shape.length - 1]!;
  const outputs = [
    makeFloats(backend, shape),
    makeFloats(backend, [channels]),
    makeFloats(backend, [channels]),
  ];
  const x = floatsOf(backend, inputs.x);
  const gamma = floatsOf(backend, inputs.gamma);
  const beta = floatsOf(backend, inputs.beta);
  const [y, mean, variance] = outputs.map((info) => floatsOf(backend, info)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const count = x.length / channels;
  const sums = new Float64Array(channels);
  const squares = new Float64Array(channels);
  for (let at = 0; at < x.length; ) {
    for (let c = 0; c < channels; c++, at++) sums[c] = sums[c]! + x[at]!;
  }
  for (let c = 0; c < channels; c++) sums[c] = sums[c]! / count;
  for (let at = 0; at < x.length; ) {
    for (let c = 0; c < channels; c++, at++) {
      const off = x[at]! - sums[c]!;
      squares[c] = squares[c]! + off * off;
    }
  }
  const factor = new Float64Array(channels);
  for (let c = 0; c < channels; c++) {
    mean[c] = sums[c]!;
    variance[c] = squares[c]! / count;
    factor[c] = gamma[c]! / Math.sqrt(variance[c]! + attrs.epsilon);
  }
  for (let at = 0; at < x.length; ) {
    for (let c = 0; c < channels; c++, at++) y[at] = (x[at]! - mean[c]!) * factor[c]! + beta[c]!;
  }
  return outputs;
});

/**
 * Gradient of `batchNormTrain`: `[dx, dgamma, dbeta]`. With `x̂` the normalised input,
 * `dx = gamma/σ · (dy − mean(dy) − x̂ · mean(dy·x̂))`.
 */
export const batchNormGrad = wasmKernel<
  {
    readonly dy: TensorInfo;
    readonly x: TensorInfo;
    readonly gamma: TensorInfo;
    readonly mean: TensorInfo;
    readonly variance: TensorInfo;
  },
  { readonly epsilon: number }
>(BATCH_NORM_GRAD, ({ inputs, attrs, backend }) => {
  const { shape } = inputs.x;
  const channels = shape[shape.length - 1]!;
  const outputs = [
    makeFloats(backend, shape),
    makeFloats(backend, [channels]),
    makeFloats(backend, [channels]),
  ];
  const dy = floatsOf(backend, inputs.dy);
  const x = floatsOf(backend, inputs.x);
  const gamma = floatsOf(backend, inputs.gamma);
  const mean = floatsOf(backend, inputs.mean);
  const variance = floatsOf(backend, inputs.variance);
  const [dx, dgamma, dbeta] = outputs.map((info) => floatsOf(backend, info)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const count = x.length / channels;
  const rate = new Float64Array(channels);
  const gammaSums = new Float64Array(channels);
  const betaSums = new Float64Array(channels);
  for (let c = 0; c < channels; c++) rate[c] = 1 / Math.sqrt(variance[c]! + attrs.epsilon);
  for (let at = 0; at < x.length; ) {
    for (let c = 0; c < channels; c++, at++) {
      betaSums[c] = betaSums[c]! + dy[at]!;
      gammaSums[c] = gammaSums[c]! + dy[at]! * (x[at]! - mean[c]!) * rate[c]!;
    }
  }
  dgamma.set(gammaSums);
  dbeta.set(betaSums);
  for (let at = 0; at < x.length; ) {
    for (let c = 0; c < channels; c++, at++) {
      const normalised = (x[at]! - mean[c]!) * rate[c]!;
      const centred = dy[at]! - betaSums[c]! / count - (normalised * gammaSums[c]!) / count;
      dx[at] = gamma[c]! * rate[c]! * centred;
    }
  }
  return outputs;
});
