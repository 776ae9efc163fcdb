import { meanAndDeviation } from './compress/statistics';
import { openPool } from './compress/worker-pool';
import type { BenchResult } from './run';
import type { TransferOutcome, TransferTask, Way } from './transfer/transfer-worker';

const WORKER = new URL('./transfer/transfer-worker.ts', import.meta.url);
const SEEDS = [11, 12, 13, 14, 15] as const;
const GESTURES = ['nod', 'shake', 'neck-left', 'neck-right'] as const;
const WAYS: Readonly<Record<Way, string>> = {
  nothing: 'from nothing',
  gently: 'at the rate of transfer',
  frozen: 'transferred, last layer alone',
  all: 'transferred, all layers',
};

/**
 * A new gesture learned from five examples of one person, by a model that twelve others have taught
 * other gestures and by the same network from nothing; judged on six more people.
 */
export default async function run(): Promise<BenchResult> {
  const pool = openPool<TransferTask, TransferOutcome>(WORKER);
  const tasks = [true, false].flatMap((besideOthers) =>
    GESTURES.flatMap((gesture) => SEEDS.map((seed) => ({ besideOthers, gesture, seed }))),
  );
  const outcomes = await Promise.all(
    tasks.map(async (task) => {
      const outcome = await pool.run(task);
      console.log(
        `${task.gesture}${task.besideOthers ? ' beside others' : ''}, people ${task.seed}: done`,
      );
      return outcome;
    }),
  );
  await pool.close();
  const of = (besideOthers: boolean, gesture?: string) =>
    outcomes.filter((_, at) => {
      const task = tasks[at]!;
      return task.besideOthers === besideOthers && task.gesture === (gesture ?? task.gesture);
    });
  const rows = [true, false].flatMap((besideOthers) =>
    [...GESTURES, undefined].map((gesture) => ({
      project: besideOthers ? 'all gestures' : 'this one alone',
      gesture: gesture ?? 'any',
      some: of(besideOthers, gesture),
    })),
  );
  const gain = (some: readonly TransferOutcome[], way: Way) =>
    meanAndDeviation(some.map((one) => one[way] - one.nothing));
  return {
    table: rows.map(({ project, gesture, some }) => ({
      'new project has': project,
      'new gesture': gesture,
      ...Object.fromEntries(
        (Object.keys(WAYS) as Way[]).map((way) => {
          return [WAYS[way], spread(meanAndDeviation(some.map((one) => one[way])))];
        }),
      ),
      'gain, last layer': spread(gain(some, 'frozen')),
      'gain, all layers': spread(gain(some, 'all')),
      'better, all layers': `${some.filter((one) => one.all > one.nothing).length} of ${some.length}`,
    })),
    figures: {
      gainAll: round(gain(of(true), 'all').mean),
      gainAllDeviation: round(gain(of(true), 'all').deviation),
      gainFrozen: round(gain(of(true), 'frozen').mean),
      gainAlone: round(gain(of(false), 'all').mean),
      gainAloneDeviation: round(gain(of(false), 'all').deviation),
    },
    aims: { gainAll: 0 },
  };
}

function spread({ mean, deviation }: { mean: number; deviation: number }): string {
  return `${mean.toFixed(3)} ± ${deviation.toFixed(3)}`;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
