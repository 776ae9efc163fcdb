import type { ModelGraph } from '#core/model/graph';
import { valueCount } from '#core/model/shapes';
import { createRandom } from '#core/random';
import type { Batch, TrainingBackend } from './network';

/** How long to measure; defaults are those of the choice before a training. */
export interface MeasureLimits {
  readonly steps?: number;
  readonly budgetMs?: number;
  /** When the second step takes longer than this, it is the answer, ms. */
  readonly giveUpAboveMs?: number;
  /** Once this time is over, ms, it rejects with `TooSlow` unless two steps are through. */
  readonly timeoutMs?: number;
}

/** The back end was not through its first two steps in time. */
export class TooSlow extends Error {
  override readonly name = 'TooSlow';
}

/**
 * Median time of a training step (forward, backward, Adam) on a back end, ms, on made-up windows. The first step is left out, as it compiles.
 */
export async function measureSteps(
  backend: TrainingBackend,
  graph: ModelGraph,
  batchSize: number,
  {
    steps = 7,
    budgetMs = 400,
    giveUpAboveMs = Number.POSITIVE_INFINITY,
    timeoutMs = Number.POSITIVE_INFINITY,
  }: MeasureLimits = {},
): Promise<number> {
  const clock = startClock(timeoutMs);
  const network = backend.createNetwork(graph, {
    learningRate: 1e-3,
    batchSize,
    keepZeros: false,
    frozenLayers: 0,
    random: createRandom(1),
  });
  const batch = madeUpBatch(graph, batchSize);

  const step = async (): Promise<number> => {
    const startMs = performance.now();
    await clock.within(Promise.resolve(network.step(batch, clock.check)));
    return performance.now() - startMs;
  };

  try {
    await step();
    const times = [await step()];
    clock.stop();
    const startMs = performance.now() - times[0]!;
    while (times.length < steps && times[0]! <= giveUpAboveMs) {
      if (times.length >= 2 && performance.now() - startMs > budgetMs) break;
      times.push(await step());
    }
    times.sort((a, b) => a - b);
    return times[Math.floor(times.length / 2)]!;
  } finally {
    clock.stop();
    network.dispose();
  }
}

interface Clock {
  /** Throws `TooSlow` once the time is over; compiling blocks, so it is asked between layers. */
  check(): void;
  /** The promise's value, or `TooSlow` when the time is over before. */
  within<T>(promise: Promise<T>): Promise<T>;
  stop(): void;
}

function startClock(timeoutMs: number): Clock {
  const endMs = performance.now() + timeoutMs;
  let running = Number.isFinite(timeoutMs);
  const tooSlow = () => new TooSlow(`Two steps took more than ${timeoutMs} ms.`);
  return {
    check() {
      if (running && performance.now() > endMs) throw tooSlow();
    },
    within(promise) {
      if (!running) return promise;
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(tooSlow()), Math.max(0, endMs - performance.now()));
        promise.then(resolve, reject).finally(() => clearTimeout(timer));
      });
    },
    stop() {
      running = false;
    },
  };
}

/** Random windows, the classes in turn. */
function madeUpBatch(graph: ModelGraph, rows: number): Batch {
  const classes = graph.layers.findLast((layer) => layer.kind === 'dense')?.units ?? graph.input[2];
  const random = createRandom(2);
  const size = valueCount(graph.input);
  const target = new Float32Array(rows * classes);
  for (let row = 0; row < rows; row++) target[row * classes + (row % classes)] = 1 / rows;
  return {
    rows,
    windows: Float32Array.from({ length: rows * size }, () => random.normal()),
    target,
    weight: new Float32Array(rows).fill(1 / rows),
  };
}
