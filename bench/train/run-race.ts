import { openBackend } from '../../src/engine/worker/backends';
import { floatScores } from '../../src/engine/worker/jobs/judge-model';
import { trainGraph } from '../../src/engine/worker/training/trainer';
import { fetchRace, type RaceStart } from './read-files';
import type { RaceAnswer, RaceQuestion } from './step-protocol';

/** Ends a training that has reached its target. */
class Reached extends Error {}

/** Trains as the studio does, from the files, until the validation loss is low enough. */
export async function runRace({ contest, seed, untilLoss }: RaceQuestion): Promise<RaceAnswer> {
  const start = await fetchRace(contest, seed);
  const { race, graph, training, validation } = start;
  const backend = await openBackend('wasm');
  const trainMs: number[] = [];
  const losses: number[] = [];
  let beganMs = performance.now();
  await trainGraph(backend, graph, training, validation, {
    ...race,
    seed,
    patience: 0,
    classWeights: new Float32Array(classCountOf(start)).fill(1),
    // Validation comes after an epoch's last batch.
    onBatch(epoch) {
      trainMs[epoch - 1] = performance.now() - beganMs;
    },
    onEpoch({ validationLoss }) {
      losses.push(validationLoss);
      if (validationLoss <= untilLoss) throw new Reached();
      beganMs = performance.now();
    },
  }).catch((error) => {
    if (!(error instanceof Reached)) throw error;
  });
  return { firstLoss: lossOf(start), losses, trainMs };
}

/** Of the untrained network, by our own interpreter: that both sides start from the same. */
function lossOf({ graph, validation }: RaceStart): number {
  const scores = floatScores(graph, validation.values);
  const { classIndex } = validation;
  const classes = scores.length / classIndex.length;
  const total = classIndex.reduce(
    (sum, truth, row) => sum - Math.log(scores[row * classes + truth]!),
    0,
  );
  return total / classIndex.length;
}

function classCountOf({ graph }: RaceStart): number {
  const last = graph.layers.findLast((layer) => layer.kind === 'dense');
  return last!.units;
}
