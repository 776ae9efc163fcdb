import type { Int8Kernel } from './kernel';

/** STRIDED_SLICE of the last row: its bytes. */
export function lastFrame(input: Int8Array, output: Int8Array): Int8Kernel {
  const start = input.length - output.length;
  return () => {
    for (let i = 0; i < output.length; i++) output[i] = input[start + i]!;
  };
}
