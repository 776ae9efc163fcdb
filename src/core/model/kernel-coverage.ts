import type { Axis } from './shapes';

/** How much of a kernel lies inside the input at each of its places along an axis. */
export function insideSizes({ inputSize, outputSize, size, stride, before }: Axis): number[] {
  return Array.from({ length: outputSize }, (_, at) => {
    const first = at * stride - before;
    return Math.min(first + size, inputSize) - Math.max(first, 0);
  });
}

/** How many of the input's places along an axis a kernel reads at all. */
export function coveredCount(axis: Axis): number {
  const { inputSize, outputSize, size, stride, before } = axis;
  if (stride >= size) return insideSizes(axis).reduce((sum, inside) => sum + inside, 0);
  return Math.min(inputSize, (outputSize - 1) * stride - before + size);
}
