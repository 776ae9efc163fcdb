import type { Int8Graph } from '#core/compress/int8-graph';
import { createInt8Runner } from '#core/compress/run-int8';
import { Failure } from '#core/failure';
import type { ModelGraph } from '#core/model/graph';
import { createFloatRunner } from '#core/model/run-float';
import { valueCount } from '#core/model/shapes';
import { createRandom } from '#core/random';
import { readTflite } from '#core/tflite/read-tflite';
import type { OpenedModel } from '../../engine';
import type { JobContext, Jobs } from '../../job-protocol';
import { compareRuntimes } from './compare-runtimes';
import { sha256Hex } from './sha256';

/** Random inputs that an opened model is run on, as long as they take no longer than the limit. */
const RUNS = 200;
const RUN_LIMIT_MS = 3000;
const SEED = 1;

/**
 * Reads a `.tflite` file made anywhere and runs it on random input. Rejects as `readTflite` does.
 * Where TensorFlow's runtime cannot take it, the comparison is left out and says why.
 */
export async function runOpenModel(
  file: Jobs['openModel']['request'],
  context: JobContext<Jobs['openModel']['progress']>,
): Promise<OpenedModel> {
  const model = readTflite(file);
  const { runs, meanMs } = model.kind === 'int8' ? timeInt8(model.graph) : timeFloat(model.graph);
  const opened = { model, sizeBytes: file.length, sha256: await sha256Hex(file), runs, meanMs };
  if (model.kind !== 'int8' || model.ends !== 'int8') return opened;
  context.report({ done: 0, total: runs });
  try {
    const input = randomInputs(valueCount(model.graph.values[0]!.shape));
    const check = await compareRuntimes(file, model.graph, runs, input, (done) =>
      context.report({ done, total: runs }),
    );
    return { ...opened, check };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { ...opened, checkRefused: error.message };
  }
}

/** The same inputs for every model of a size. */
function randomInputs(size: number): () => Int8Array {
  const random = createRandom(SEED);
  const input = new Int8Array(size);
  return () => {
    for (let i = 0; i < size; i++) input[i] = random.integer(256) - 128;
    return input;
  };
}

function timeInt8(graph: Int8Graph): { runs: number; meanMs: number } {
  const runner = createInt8Runner(graph);
  const input = randomInputs(valueCount(graph.values[0]!.shape));
  return timed(() => runner.run(input()));
}

function timeFloat(graph: ModelGraph): { runs: number; meanMs: number } {
  const runner = createFloatRunner(graph);
  const random = createRandom(SEED);
  const input = new Float32Array(valueCount(graph.input));
  return timed(() => {
    for (let i = 0; i < input.length; i++) input[i] = random.normal();
    runner.run(input);
  });
}

function timed(run: () => void): { runs: number; meanMs: number } {
  const startMs = performance.now();
  let runs = 0;
  while (runs < RUNS && (runs === 0 || performance.now() - startMs < RUN_LIMIT_MS)) {
    run();
    runs++;
  }
  return { runs, meanMs: (performance.now() - startMs) / runs };
}
