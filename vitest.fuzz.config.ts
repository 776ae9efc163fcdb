import { defineConfig } from 'vitest/config';

/** The fuzz suite at its full length: `FUZZ_INPUTS` inputs a codec and importer. */
export default defineConfig({
  test: {
    include: ['tests/fuzz/**/*.test.ts'],
    environment: 'node',
    testTimeout: 600_000,
    env: { FUZZ_INPUTS: process.env.FUZZ_INPUTS ?? '100000' },
  },
});
