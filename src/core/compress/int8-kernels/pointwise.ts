import type { Int8PointwiseLayer, Quantisation } from '../int8-graph';
import type { Int8Kernel, PointwiseFunction } from './kernel';
import { logistic } from './logistic';
import { relu } from './relu';
import { relu6 } from './relu6';
import { requantise } from './requantise';
import { tanh } from './tanh';

const FUNCTIONS: Readonly<
  Record<Int8PointwiseLayer['kind'], (from: Quantisation, to: Quantisation) => PointwiseFunction>
> = { relu, relu6, logistic, tanh, requantise };

/** What an operator makes of each int8 number; `[256]`, −128 first. */
export function pointwiseTable(
  kind: Int8PointwiseLayer['kind'],
  from: Quantisation,
  to: Quantisation,
): Int8Array {
  const apply = FUNCTIONS[kind](from, to);
  return Int8Array.from({ length: 256 }, (_, at) => apply(at - 128));
}

/** An operator on every number by itself: its arithmetic is done once, a run looks results up. */
export function pointwise(
  kind: Int8PointwiseLayer['kind'],
  from: Quantisation,
  to: Quantisation,
  input: Int8Array,
  output: Int8Array,
): Int8Kernel {
  const table = pointwiseTable(kind, from, to);
  return () => {
    for (let i = 0; i < input.length; i++) output[i] = table[input[i]! + 128]!;
  };
}
