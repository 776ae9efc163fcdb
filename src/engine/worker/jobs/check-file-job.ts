import { quantiseInto } from '#core/compress/quantise-values';
import type { Split } from '#core/dataset/window-set';
import { valueCount } from '#core/model/shapes';
import { readInt8Graph } from '#core/tflite/read-tflite';
import type { FileCheck } from '../../engine';
import type { JobContext, Jobs } from '../../job-protocol';
import { compareRuntimes } from './compare-runtimes';
import { modelInputs, windowsOfModel } from './windows-of';

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
  const graph = readInt8Graph(compressed.tflite);
  const { quantisation, shape } = graph.values[0]!;
  const size = valueCount(shape);
  const window = new Int8Array(size);
  const input = (row: number) => {
    quantiseInto(inputs.subarray(row * size, (row + 1) * size), quantisation, window);
    return window;
  };
  return compareRuntimes(compressed.tflite, graph, total, input, (done) =>
    context.report({ done, total }),
  );
}

function heldOutFirst({ heldOut, validation, train }: Split, limit: number): Uint32Array {
  return Uint32Array.from([...heldOut, ...validation, ...train].slice(0, limit));
}
