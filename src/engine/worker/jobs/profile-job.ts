import type { Int8Graph } from '#core/compress/int8-graph';
import { createInt8Runner } from '#core/compress/run-int8';
import { valueCount } from '#core/model/shapes';
import { createRandom } from '#core/random';
import type { OperatorTimes } from '../../engine';
import type { JobContext, Jobs } from '../../job-protocol';

const SEED = 1;
/** Until the browser has compiled the kernels for good. */
const WARM_UP_MS = 150;
const ROUNDS = 5;
/** A hundred steps of the coarsest clock that a browser gives a page by default. */
const LEAST_MS = 10;

/**
 * Times the int8 network in this browser, operator by operator: each is repeated on the values of one
 * random window until the clock's steps no longer matter, in several rounds of which the middle one
 * counts, so that a busy moment does not fall on one operator. Rejects never.
 */
export async function runProfile(
  graph: Int8Graph,
  context: JobContext<Jobs['profile']['progress']>,
  now: () => number = () => performance.now(),
): Promise<OperatorTimes> {
  const runner = createInt8Runner(graph);
  const random = createRandom(SEED);
  const input = Int8Array.from(
    { length: valueCount(graph.values[0]!.shape) },
    () => random.integer(256) - 128,
  );
  const warmUpMs = now();
  do runner.run(input);
  while (now() - warmUpMs < WARM_UP_MS);

  const works = [
    () => runner.run(input),
    ...graph.layers.map((_, index) => () => runner.runLayer(index)),
  ];
  const timers = works.map((work) => createTimer(work, now));
  // A round that does not count: each loop, too, is compiled while it runs.
  for (const time of timers) time();
  const rounds: number[][] = works.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    context.report({ done: round, total: ROUNDS });
    for (const [index, time] of timers.entries()) rounds[index]!.push(time());
  }
  const [wholeMs, ...operatorMs] = rounds.map((ms) => ms.toSorted((a, b) => a - b)[ROUNDS >> 1]!);
  return { wholeMs: wholeMs!, operatorMs };
}

/** Times one work, ms, each call as often as `LEAST_MS` asks for. */
function createTimer(work: () => void, now: () => number): () => number {
  let repeats = 1;
  return () => {
    for (;;) {
      const startMs = now();
      for (let i = 0; i < repeats; i++) work();
      const ms = now() - startMs;
      if (ms >= LEAST_MS) return ms / repeats;
      repeats *= 2;
    }
  };
}
