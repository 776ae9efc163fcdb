import * as tf from '@tensorflow/tfjs-core';
import type { ModelGraph } from '#core/model/graph';
import { createRandom } from '#core/random';
import { type Batch, buildNetwork } from './network';

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
 * Median time of a training step (forward, backward, Adam) on the current back end, ms, on made-up
 * windows. The first step is left out, as it compiles.
 */
export async function measureSteps(
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
  const network = buildNetwork(graph, 1e-3, { keepZeros: false, random: createRandom(1) });
  const makeBatch = batchMaker(graph, batchSize);

  const step = async (): Promise<number> => {
    const startMs = performance.now();
    const batch = makeBatch();
    let probabilities: tf.Tensor | undefined;
    try {
      probabilities = network.step(batch, clock.check);
      await clock.within(probabilities.data());
    } finally {
      tf.dispose([batch.x, batch.target, batch.weight, ...(probabilities ? [probabilities] : [])]);
    }
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

/** Makes the same batch of random windows anew each time, as training does. */
function batchMaker(graph: ModelGraph, batchSize: number): () => Batch {
  const [height, width, channels] = graph.input;
  const classes = graph.layers.findLast((layer) => layer.kind === 'dense')?.units ?? channels;
  const random = createRandom(2);
  const windows = Float32Array.from({ length: batchSize * height * width * channels }, () =>
    random.normal(),
  );
  const target = new Float32Array(batchSize * classes);
  for (let row = 0; row < batchSize; row++) target[row * classes + (row % classes)] = 1 / batchSize;
  return () => ({
    x: tf.tensor4d(windows, [batchSize, height, width, channels]),
    target: tf.tensor2d(target, [batchSize, classes]),
    weight: tf.fill<tf.Rank.R2>([batchSize, 1], 1 / batchSize),
  });
}
