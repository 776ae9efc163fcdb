import { vi } from 'vitest';
import type { FrameBatch } from '#core/motion/frame';
import type { ConnectionEvent } from '#device/device';

/** The batches among what a connection told. */
export const batches = (events: readonly ConnectionEvent[]): FrameBatch[] =>
  events.flatMap((event) => (event.type === 'frames' ? [event.batch] : []));

/** How much of what came was passed over. */
export const skippedIn = (events: readonly ConnectionEvent[]): number =>
  events.reduce((sum, event) => sum + (event.type === 'skipped' ? event.count : 0), 0);

/** What `trying` fails with while `ms` of fake time pass; `connected` where it does not. */
export async function failing(trying: Promise<unknown>, ms: number): Promise<unknown> {
  const outcome = trying.then(
    () => 'connected',
    (error: unknown) => error,
  );
  await vi.advanceTimersByTimeAsync(ms);
  return outcome;
}
