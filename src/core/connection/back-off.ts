/** Waits before the first attempts to connect again, ms; the last one is repeated. */
const WAITS_MS = [500, 1000, 2000, 4000, 8000, 15_000] as const;
/** After so long the device is not coming back by itself, ms. */
const PATIENCE_MS = 300_000;

/**
 * When a link that was lost at `lostAtMs` is tried the `attempt`-th time (from 1), on the clock of
 * `nowMs`; undefined when it is given up.
 */
export function retryAtMs(attempt: number, lostAtMs: number, nowMs: number): number | undefined {
  const waitMs = WAITS_MS[Math.min(attempt, WAITS_MS.length) - 1]!;
  return nowMs + waitMs > lostAtMs + PATIENCE_MS ? undefined : nowMs + waitMs;
}
