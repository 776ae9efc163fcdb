import { gzipSync } from 'fflate';
import type { CompressedModel } from '#core/compress/compressed-model';
import { generateC99 } from '#core/firmware/c99/generate-c99';
import type { ModelRecipe, TrainedModel } from '#core/model/trained-model';
import type { JobContext } from '../../src/engine/job-protocol';
import { runCompress } from '../../src/engine/worker/jobs/compress-job';
import { runTrain } from '../../src/engine/worker/jobs/train-job';
import { type DataSetId, dataSet } from './data-sets';
import { VERSIONS } from './versions';
import { answerTasks } from './worker-pool';

/** All versions of the model that one seed trains. */
export interface CompressTask {
  readonly dataSet: DataSetId;
  readonly seed: number;
}

/** Figures of one version of one seed. */
export interface VersionFigures {
  readonly bytes: number;
  readonly gzipBytes: number;
  readonly macs: number;
  readonly arenaBytes: number;
  /** Constants of the generated C, bytes; 0 for float, which has none. */
  readonly tableBytes: number;
  /** On held-out windows. */
  readonly macroF1: number;
}

const RECIPE: ModelRecipe = {
  preset: 'conv1d',
  backend: 'wasm',
  epochs: 30,
  batchSize: 32,
  learningRate: 3e-3,
  seed: 1,
  patience: 8,
  balanceClasses: true,
  augment: true,
  heldOutSubjects: [],
};

const silent: JobContext<never> = { knownBackends: {}, report() {}, learn() {} };

answerTasks(async ({ dataSet: id, seed }: CompressTask): Promise<VersionFigures[]> => {
  const { data, heldOutSubjects } = dataSet(id);
  const recipe = { ...RECIPE, seed, heldOutSubjects: heldOutSubjects(seed) };
  const plain = await runTrain({ data, recipe }, silent);
  const figures: VersionFigures[] = [];
  for (const version of VERSIONS) {
    const { width } = version;
    const model = width ? await runTrain({ data, recipe: { ...recipe, width } }, silent) : plain;
    const compressed = await runCompress(
      { data, model, recipe: version.recipe ?? VERSIONS[1]!.recipe! },
      silent,
    );
    figures.push(version.recipe ? int8Figures(compressed) : floatFigures(model, compressed));
  }
  return figures;
});

function floatFigures(model: TrainedModel, compressed: CompressedModel): VersionFigures {
  const { floatTflite, floatCost } = compressed;
  const { macs, arenaBytes } = floatCost;
  const { macroF1 } = model.judgement!;
  return { ...sizes(floatTflite!), macs, arenaBytes, tableBytes: 0, macroF1 };
}

function int8Figures({ tflite, cost, judgement, graph }: CompressedModel): VersionFigures {
  const { macs, arenaBytes } = cost;
  const { constBytes: tableBytes } = generateC99(graph);
  return { ...sizes(tflite), macs, arenaBytes, tableBytes, macroF1: judgement!.macroF1 };
}

function sizes(file: Uint8Array) {
  return { bytes: file.length, gzipBytes: gzipSync(file, { level: 9, mtime: 0 }).length };
}
