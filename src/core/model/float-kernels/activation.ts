import type { Activation, PointwiseLayer } from '../graph';

/** A fused activation on one real number. */
export function activate(activation: Activation, value: number): number {
  if (activation === 'none') return value;
  const positive = Math.max(0, value);
  return activation === 'relu6' ? Math.min(6, positive) : positive;
}

/** 1 / (1 + exp(−x)). */
export function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

/** A layer that is a function of every number by itself. */
export function applyPointwise(
  kind: PointwiseLayer['kind'],
  input: Float32Array,
  output: Float32Array,
): void {
  const apply = FUNCTIONS[kind];
  for (let i = 0; i < input.length; i++) output[i] = apply(input[i]!);
}

const FUNCTIONS: Readonly<Record<PointwiseLayer['kind'], (value: number) => number>> = {
  relu: (value) => activate('relu', value),
  relu6: (value) => activate('relu6', value),
  logistic,
  tanh: Math.tanh,
};
