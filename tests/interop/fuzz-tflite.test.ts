import { expect, test } from 'vitest';
import { createRandom } from '../../src/core/random';
import { fuzzReader } from '../support/fuzz-tflite';

const FILES = 100_000;
const LIMIT_MS = 1000;

test('100,000 broken files are each read, or refused with a reason, and soon', () => {
  const seed = Date.now() % 2 ** 31;
  console.log(`Broken files of seed ${seed}`);
  const { read, refused, slowestMs } = fuzzReader(FILES, createRandom(seed));
  console.log(`${read} read, ${refused} refused, ${Math.round(slowestMs)} ms at most`);
  expect(refused).toBeGreaterThan(FILES / 4);
  expect(slowestMs).toBeLessThan(LIMIT_MS);
}, 600_000);
