import { motionEnergy } from '#core/dataset/motion-energy';
import { motionBursts } from '#core/dataset/suggest-spans';
import type { Signal } from '#core/motion/frame';
import { buildPyramid } from '#core/motion/min-max-pyramid';
import type { LabelTrace } from './label-station';

/** Summarises a signal for the timeline, letting the page answer between the steps. */
export async function traceOf(signal: Signal): Promise<LabelTrace> {
  const { timestampMs } = signal;
  const pyramid = buildPyramid(signal);
  await pause();
  const values = motionEnergy(signal);
  await pause();
  const energy = buildPyramid({ channels: [{ name: 'energy', unit: 'raw' }], timestampMs, values });
  return { signal, pyramid, energy, bursts: motionBursts(timestampMs, values) };
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
