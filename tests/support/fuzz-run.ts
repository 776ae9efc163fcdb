import { performance } from 'node:perf_hooks';
import { createRandom, deriveSeed, type Random } from '../../src/core/random';

/** Inputs a subject: few for every change, many with `npm run test:fuzz`. */
export const FUZZ_INPUTS = Number(process.env.FUZZ_INPUTS ?? 2000);
/** Another run is of another seed; a failure names its own, to be given again. */
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
/** No input is worth more; many thousands have to take less than a few minutes, ms. */
export const LONGEST_MS = 2000;

/** Runs `one` for so many inputs, each with random numbers of its own; throws with what gives the input again. */
export async function fuzz(
  name: string,
  one: (random: Random, index: number) => void | Promise<void>,
  inputs = FUZZ_INPUTS,
): Promise<void> {
  const startMs = performance.now();
  let slowestMs = 0;
  for (let index = 0; index < inputs; index++) {
    const beganMs = performance.now();
    try {
      // Not awaited where there is nothing to wait for: it would take longer than most inputs.
      const done = one(createRandom(deriveSeed(SEED, index)), index);
      if (done) await done;
    } catch (cause) {
      throw new Error(`${name}, input ${index} of FUZZ_SEED=${SEED}: ${String(cause)}`, { cause });
    }
    const tookMs = performance.now() - beganMs;
    if (tookMs > LONGEST_MS) {
      throw new Error(`${name}, input ${index} of FUZZ_SEED=${SEED} took ${Math.round(tookMs)} ms`);
    }
    slowestMs = Math.max(slowestMs, tookMs);
  }
  if (process.env.FUZZ_INPUTS) {
    const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
    console.log(`${name}: ${inputs} inputs, ${seconds} s, the slowest ${slowestMs.toFixed(1)} ms`);
  }
}

/** Throws unless it holds; cheaper than `expect`, which is asked millions of times here. */
export function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}
