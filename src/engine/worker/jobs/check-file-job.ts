import { quantiseInto } from '#core/compress/quantise-values';
import { createInt8Runner } from '#core/compress/run-int8';
import type { Split } from '#core/dataset/window-set';
import { readTflite } from '#core/tflite/read-tflite';
import type { FileCheck } from '../../engine';
import type { JobContext, Jobs } from '../../job-protocol';
import { openRuntime } from '../tflite-runtime';
import { highestOf } from './judge-model';
import { modelInputs, windowsOfModel } from './windows-of';

/** Windows between two reports. */
const REPORT_EVERY = 25;

/** Runs the written file by TensorFlow's own runtime beside our reader and int8 interpreter. */
export async function runCheckFile(
  { data, model, compressed, windowLimit }: Jobs['checkFile']['request'],
  context: JobContext<Jobs['checkFile']['progress']>,
): Promise<FileCheck> {
  const { set, split } = windowsOfModel(data, model);
  const chosen = heldOutFirst(split, windowLimit);
  const total = chosen.length;
  context.report({ done: 0, total });
  const inputs = modelInputs(set, chosen, model.normaliser).values;
  // What is compared is the file as it would be read anywhere, not the graph it was written from.
  const graph = readTflite(compressed.tflite);
  const { quantisation, shape } = graph.values[0]!;
  const size = shape[0] * shape[1] * shape[2];
  const quantised = new Int8Array(size);
  const ours = createInt8Runner(graph);
  const runtime = await openRuntime(compressed.tflite);
  let outputCount = 0;
  let differing = 0;
  let largestDifference = 0;
  let classDiffering = 0;
  try {
    for (let row = 0; row < total; row++) {
      quantiseInto(inputs.subarray(row * size, (row + 1) * size), quantisation, quantised);
      const wanted = ours.run(quantised);
      const got = await runtime.run(quantised);
      outputCount += wanted.length;
      for (const [at, value] of wanted.entries()) {
        const difference = Math.abs(value - got[at]!);
        if (difference > 0) differing++;
        largestDifference = Math.max(largestDifference, difference);
      }
      if (highestOf(wanted) !== highestOf(got)) classDiffering++;
      const done = row + 1;
      if (done % REPORT_EVERY === 0 || done === total) context.report({ done, total });
    }
  } finally {
    runtime.close();
  }
  return {
    runtime: runtime.name,
    windowCount: total,
    outputCount,
    differing,
    largestDifference,
    classDiffering,
  };
}

function heldOutFirst({ heldOut, validation, train }: Split, limit: number): Uint32Array {
  return Uint32Array.from([...heldOut, ...validation, ...train].slice(0, limit));
}
