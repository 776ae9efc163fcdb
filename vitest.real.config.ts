import { defineConfig } from 'vitest/config';

/** Suites on the recordings of `../shared/data`; they fail when that folder is missing. */
export default defineConfig({
  test: { include: ['tests/real/**/*.test.ts'], environment: 'node', testTimeout: 300_000 },
});
