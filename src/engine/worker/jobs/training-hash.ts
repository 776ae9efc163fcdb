import { sha256Hex } from './sha256';
import type { SplitWindows } from './windows-of';

/** SHA-256 of the training windows' values in physical units, then their classes, in hex. */
export async function trainingHash({ set, split }: SplitWindows): Promise<string> {
  const size = set.frames * set.channels.length;
  const values = new Float32Array(split.train.length * size);
  for (const [row, index] of split.train.entries()) {
    values.set(set.values.subarray(index * size, (index + 1) * size), row * size);
  }
  const classes = Uint8Array.from(split.train, (index) => set.classIndex[index]!);
  return sha256Hex(values, classes);
}
