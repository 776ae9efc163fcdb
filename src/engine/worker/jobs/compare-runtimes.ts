import type { Int8Graph } from '#core/compress/int8-graph';
import { createInt8Runner } from '#core/compress/run-int8';
import type { FileCheck } from '../../engine';
import { openRuntime } from '../tflite-runtime';
import { highestOf } from './judge-model';

/** Windows between two reports. */
const REPORT_EVERY = 25;

/**
 * Runs a `.tflite` file in TensorFlow's own runtime beside `run-int8` on the graph that was read
 * from its bytes; `input(row)` gives each int8 window. Rejects as `openRuntime` does.
 */
export async function compareRuntimes(
  tflite: Uint8Array,
  graph: Int8Graph,
  windowCount: number,
  input: (row: number) => Int8Array,
  report: (done: number) => void,
): Promise<FileCheck> {
  const ours = createInt8Runner(graph);
  const runtime = await openRuntime(tflite);
  let outputCount = 0;
  let differing = 0;
  let largestDifference = 0;
  let classDiffering = 0;
  try {
    for (let row = 0; row < windowCount; row++) {
      const window = input(row);
      const wanted = ours.run(window);
      const got = await runtime.run(window);
      outputCount += wanted.length;
      for (const [at, value] of wanted.entries()) {
        const difference = Math.abs(value - got[at]!);
        if (difference > 0) differing++;
        largestDifference = Math.max(largestDifference, difference);
      }
      if (highestOf(wanted) !== highestOf(got)) classDiffering++;
      const done = row + 1;
      if (done % REPORT_EVERY === 0 || done === windowCount) report(done);
    }
  } finally {
    runtime.close();
  }
  return {
    runtime: runtime.name,
    windowCount,
    outputCount,
    differing,
    largestDifference,
    classDiffering,
  };
}
