/** A hole in a recording: from the frame before it to the one after, ms after the first frame. */
interface Gap {
  readonly startMs: number;
  readonly endMs: number;
  /** Frames that would have been read in it, about. */
  readonly missing: number;
}

/** Steps that the usual one is told from. */
const MOST_STEPS = 4096;
const FEWEST_FRAMES = 3;
/** A frame is missing where the next one is late by half a period. */
const GAP_PERIODS = 1.5;
/** Where steps differ by themselves: so many times as much as the upper quarter does. */
const UNEVEN = 4;

/** Where frames are missing, by times alone (ms, rising); takes some ms for an hour at 200 Hz. */
export function findGaps(timestampMs: Float64Array): Gap[] {
  if (timestampMs.length < FEWEST_FRAMES) return [];
  const { periodMs, longestMs } = usualStep(timestampMs);
  const firstMs = timestampMs[0]!;
  const gaps: Gap[] = [];
  for (let at = 1; at < timestampMs.length; at++) {
    const stepMs = timestampMs[at]! - timestampMs[at - 1]!;
    if (!(stepMs > longestMs)) continue;
    gaps.push({
      startMs: timestampMs[at - 1]! - firstMs,
      endMs: timestampMs[at]! - firstMs,
      missing: Math.max(1, Math.round(stepMs / periodMs) - 1),
    });
  }
  return gaps;
}

/** Mean of the steps near the median, and the longest that is no gap. */
function usualStep(timestampMs: Float64Array) {
  const count = timestampMs.length - 1;
  const steps = Float64Array.from({ length: Math.min(MOST_STEPS, count) }, (_, index) => {
    const at = Math.floor((index * count) / Math.min(MOST_STEPS, count));
    return timestampMs[at + 1]! - timestampMs[at]!;
  }).sort();
  const medianMs = steps[steps.length >> 1]!;
  const upperMs = steps[Math.floor(0.75 * (steps.length - 1))]!;
  const near = steps.filter((one) => Math.abs(one - medianMs) < medianMs / 2);
  const periodMs =
    near.length > 0 ? near.reduce((sum, one) => sum + one, 0) / near.length : medianMs;
  const longestMs = Math.max(GAP_PERIODS * periodMs, periodMs + UNEVEN * (upperMs - periodMs));
  return { periodMs, longestMs };
}
