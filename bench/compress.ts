import type { CompressTask, VersionFigures } from './compress/compress-worker';
import { type DataSetId, presentDataSets } from './compress/data-sets';
import { meanAndDeviation } from './compress/statistics';
import { VERSIONS } from './compress/versions';
import { openPool } from './compress/worker-pool';
import type { BenchResult } from './run';

const SEEDS = [1, 2, 3, 4, 5] as const;
const WORKER = new URL('./compress/compress-worker.ts', import.meta.url);
/** What every version is held against, seed by seed. */
const REFERENCE = VERSIONS.findIndex(({ name }) => name === 'int8, min-max');
const NAMES: Readonly<Record<DataSetId, string>> = {
  st: 'ST recordings, held out by file',
  wearers: 'twelve simulated wearers, held out by person',
};

/**
 * Plain, pruned, distilled, clustered and quantised versions of one model by the engine's own jobs:
 * what their files take, and how they do on held-out windows, over seeds that each train, split and
 * compress anew.
 */
export default async function run(): Promise<BenchResult> {
  const tasks: CompressTask[] = presentDataSets().flatMap((dataSet) =>
    SEEDS.map((seed) => ({ dataSet, seed })),
  );
  const pool = openPool<CompressTask, VersionFigures[]>(WORKER);
  const results = await Promise.all(
    tasks.map(async (task) => {
      const figures = await pool.run(task);
      console.log(`${NAMES[task.dataSet]}: seed ${task.seed} done`);
      return figures;
    }),
  );
  await pool.close();
  const of = (id: DataSetId) => results.filter((_, at) => tasks[at]!.dataSet === id);
  const table = presentDataSets().flatMap((id) =>
    VERSIONS.map(({ name }, version) => ({
      windows: id,
      version: name,
      ...rowOf(of(id), version),
    })),
  );
  const loss = (version: string) => {
    const at = VERSIONS.findIndex(({ name }) => name === version);
    return Math.max(
      ...presentDataSets().map((id) => -meanAndDeviation(differences(of(id), at)).mean),
    );
  };
  console.log(
    `Macro F1 is of int8 (but for float), mean ± deviation over ${SEEDS.length} seeds; “against int8” is ` +
      'the difference to the plain int8 model of the same seed.',
  );
  return {
    table,
    figures: {
      lossInt8: round(-loss('float')),
      lossChannels: round(loss('channels −50 %')),
      lossWeights: round(loss('weights 50 % zero')),
      lossShared: round(loss('16 shared values')),
      lossAware: round(loss('quantisation-aware')),
    },
    aims: {},
  };
}

function differences(results: readonly VersionFigures[][], version: number): number[] {
  return results.map((figures) => figures[version]!.macroF1 - figures[REFERENCE]!.macroF1);
}

function rowOf(results: readonly VersionFigures[][], version: number) {
  const mean = (key: keyof VersionFigures) =>
    Math.round(meanAndDeviation(results.map((figures) => figures[version]![key])).mean);
  const f1 = meanAndDeviation(results.map((figures) => figures[version]!.macroF1));
  const against = meanAndDeviation(differences(results, version));
  return {
    bytes: mean('bytes'),
    gzipped: mean('gzipBytes'),
    'C tables': mean('tableBytes'),
    work: mean('macs'),
    arena: mean('arenaBytes'),
    'macro F1': `${f1.mean.toFixed(3)} ± ${f1.deviation.toFixed(3)}`,
    'against int8': `${against.mean >= 0 ? '+' : '−'}${Math.abs(against.mean).toFixed(3)} ± ${against.deviation.toFixed(3)}`,
  };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
