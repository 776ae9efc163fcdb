import type { Gesture } from '../dataset/gesture';

/** No second event for this long after one, ms. */
export const DEFAULT_HOLD_OFF_MS = 700;
/** Least smoothed score. An event interrupts, so it must be sure; a state that nobody holds would be counted for hours. */
export const DEFAULT_THRESHOLDS: Readonly<Record<Gesture['kind'], number>> = {
  event: 0.8,
  state: 0.65,
};
