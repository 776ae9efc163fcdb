import type { KerasTrainer } from './keras-trainer';
import type { Contest } from './race-files';
import type { RaceAnswer, RaceQuestion } from './step-protocol';

/** Both start from the same network: losses differ by float32 rounding and clipping at most. */
const SAME_LOSS = 1e-3;

/** Of one contest, over its seeds. */
export interface RaceResult {
  readonly contest: Contest;
  readonly ours: Side;
  readonly keras: Side;
  /** Keras' time by ours, both without start-up. */
  readonly ratio: number;
}

/** One side of a contest. */
export interface Side {
  /** Epochs to the target by seed. */
  readonly epochs: readonly number[];
  /** Median of an epoch's training, ms. */
  readonly epochMs: number;
  /** Time to the target, summed over seeds, without validation and without start-up, ms. */
  readonly totalMs: number;
  /** The same as it was measured, first epochs with what they set up. */
  readonly measuredMs: number;
}

/**
 * Trains from the same first weights on the same windows, seed by seed, one side after the other,
 * until each reaches the contest's loss on the same validation windows. Rejects where a side does
 * not reach it, or starts from another network.
 */
export async function race(
  contests: readonly Contest[],
  seeds: readonly number[],
  keras: KerasTrainer,
  ask: (question: RaceQuestion) => Promise<RaceAnswer>,
): Promise<RaceResult[]> {
  const results: RaceResult[] = [];
  for (const contest of contests) {
    const { name, targetLoss: untilLoss } = contest;
    const ours: RaceAnswer[] = [];
    const theirs: RaceAnswer[] = [];
    // Compiles; Keras has done so when it says that it is ready.
    await ask({ kind: 'race', contest: name, seed: seeds[0]!, untilLoss });
    for (const seed of seeds) {
      ours.push(await ask({ kind: 'race', contest: name, seed, untilLoss }));
      theirs.push(await keras.race(name, seed, untilLoss));
      requireSameStart(name, ours.at(-1)!, theirs.at(-1)!);
    }
    const [own, other] = [sideOf(ours, untilLoss), sideOf(theirs, untilLoss)];
    results.push({ contest, ours: own, keras: other, ratio: other.totalMs / own.totalMs });
  }
  return results;
}

/**
 * An epoch counts as the median of all: what the first sets up is no training, and a machine with
 * other work to do slows single ones down.
 */
function sideOf(answers: readonly RaceAnswer[], untilLoss: number): Side {
  const epochs = answers.map(({ losses }) => {
    const at = losses.findIndex((loss) => loss <= untilLoss);
    if (at < 0) throw new Error(`A loss of ${untilLoss} was not reached: ${Math.min(...losses)}.`);
    return at + 1;
  });
  const times = answers.flatMap(({ trainMs }) => trainMs);
  const epochMs = [...times].sort((a, b) => a - b)[times.length >> 1]!;
  return {
    epochs,
    epochMs,
    totalMs: sum(epochs) * epochMs,
    measuredMs: sum(times),
  };
}

function requireSameStart(contest: string, ours: RaceAnswer, keras: RaceAnswer): void {
  const apart = Math.abs(ours.firstLoss - keras.firstLoss);
  if (apart <= SAME_LOSS * ours.firstLoss) return;
  throw new Error(`${contest}: losses ${apart} apart before training, so not the same network.`);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
