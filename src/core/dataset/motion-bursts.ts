import type { SuggestedSpan } from './suggest-spans';

/** Quicker than any nod, longer than a knock on the device, ms. */
const SHORTEST_MS = 250;
/** What goes on for longer is walking or talking, not an event, ms. */
const LONGEST_MS = 4000;
/** Between the swings of one shake, and where a head tilted aside rests, it hardly moves, ms. */
const MERGE_MS = 380;
/** Frames further apart than this have a hole between them, ms. */
const GAP_MS = 250;
/** Values that the quiet level is judged by. */
const LEVEL_VALUES = 20_000;
/** A burst begins where the energy stands above the quiet level by so many deviations … */
const THRESHOLD_DEVIATIONS = 9;
/** … and so many times it: a sitting person's fidgets reach six times the quiet level, the smallest nod some thirty times. */
const THRESHOLD_RATIO = 6;
/** It reaches as far as the energy stays above this share of its peak, and of the threshold. */
const EDGE_SHARE = 0.12;
const EDGE_THRESHOLD = 0.5;

/**
 * Every stretch of 0.25 … 4 s in which much moves, from the energy of motion (`motionEnergy`, one
 * value a frame). What is much is told by the recording itself: its quiet level is the median of
 * the quieter half of it, spread by that half's median absolute deviation.
 */
export function motionBursts(timestampMs: Float64Array, energy: Float32Array): SuggestedSpan[] {
  const threshold = thresholdOf(energy);
  const firstMs = timestampMs[0] ?? 0;
  const found: { startMs: number; endMs: number; peak: number }[] = [];
  for (let i = 0; i < energy.length; i++) {
    if (energy[i]! < threshold) continue;
    let last = i;
    let peak = energy[i]!;
    while (
      last + 1 < energy.length &&
      joined(timestampMs, last) &&
      energy[last + 1]! >= threshold
    ) {
      last++;
      peak = Math.max(peak, energy[last]!);
    }
    // Hysteresis: out to where the motion began and came to rest.
    const edge = Math.max(EDGE_SHARE * peak, EDGE_THRESHOLD * threshold);
    let from = i;
    while (from > 0 && joined(timestampMs, from - 1) && energy[from - 1]! > edge) from--;
    let to = last;
    while (to + 1 < energy.length && joined(timestampMs, to) && energy[to + 1]! > edge) to++;
    const startMs = timestampMs[from]! - firstMs;
    const endMs = timestampMs[to]! - firstMs;
    const before = found.at(-1);
    if (before && startMs - before.endMs <= MERGE_MS) {
      before.endMs = Math.max(before.endMs, endMs);
      before.peak = Math.max(before.peak, peak);
    } else {
      found.push({ startMs, endMs, peak });
    }
    i = Math.max(i, to);
  }
  return found
    .filter(({ startMs, endMs }) => endMs - startMs >= SHORTEST_MS && endMs - startMs <= LONGEST_MS)
    .map(({ startMs, endMs, peak }) => ({ startMs, endMs, score: peak / threshold }));
}

function thresholdOf(energy: Float32Array): number {
  const step = Math.max(1, Math.floor(energy.length / LEVEL_VALUES));
  const some = energy.filter((_, i) => i % step === 0).sort();
  const quieter = some.subarray(0, Math.ceil(some.length / 2));
  const median = quieter[quieter.length >> 1] ?? 0;
  const deviations = quieter.map((value) => Math.abs(value - median)).sort();
  const deviation = deviations[deviations.length >> 1] ?? 0;
  // Without any noise at all, as in a made signal, every motion is motion.
  return Math.max(
    median + THRESHOLD_DEVIATIONS * deviation,
    median * THRESHOLD_RATIO,
    Number.EPSILON,
  );
}

function joined(timestampMs: Float64Array, frame: number): boolean {
  return timestampMs[frame + 1]! - timestampMs[frame]! <= GAP_MS;
}
