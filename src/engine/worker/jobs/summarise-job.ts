import { type SignalSummary, summariseSignal } from '#core/dataset/signal-summary';
import type { Signal } from '#core/motion/frame';

/** Summarises a recording for the timeline. */
export async function runSummarise(signal: Signal): Promise<SignalSummary> {
  return summariseSignal(signal);
}
