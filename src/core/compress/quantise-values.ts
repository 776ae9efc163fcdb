import type { Quantisation } from './int8-graph';

/** To the nearest whole number, halves away from zero: C's `round`, not JavaScript's. */
export function roundHalfAway(value: number): number {
  return value < 0 ? -Math.floor(0.5 - value) : Math.floor(value + 0.5);
}

/** Within −128…127. */
export function clampInt8(value: number): number {
  return value < -128 ? -128 : value > 127 ? 127 : value;
}

/** Within −32,768…32,767. */
export function clampInt16(value: number): number {
  return value < -32768 ? -32768 : value > 32767 ? 32767 : value;
}

/**
 * Real values to int8 as TensorFlow Lite's QUANTIZE does: a float32 division, rounded half away
 * from zero, clamped. `out` takes as many values as `values` has.
 */
export function quantiseInto(values: Float32Array, q: Quantisation, out: Int8Array): void {
  const { scale, zeroPoint } = q;
  for (let i = 0; i < values.length; i++) {
    out[i] = clampInt8(roundHalfAway(Math.fround(values[i]! / scale)) + zeroPoint);
  }
}

/** The real number that an int8 value stands for, a float32, as TensorFlow Lite's DEQUANTIZE. */
export function dequantise(q: Quantisation, value: number): number {
  return Math.fround(q.scale * (value - q.zeroPoint));
}
