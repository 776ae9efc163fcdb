import { defineConfig } from 'vitest/config';

/** Suites against other people's programs; `scripts/test-interop.mjs` finds those first. */
export default defineConfig({
  test: { include: ['tests/interop/**/*.test.ts'], environment: 'node', testTimeout: 120_000 },
});
