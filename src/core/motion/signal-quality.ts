import type { Channel } from './frame';
import type { FrameRing } from './ring-buffer';

/** What the newest stretch of a stream looks like. */
export interface SignalQuality {
  /** Channels that reached the end of their range, the worst first. */
  readonly clipped: readonly ClippedChannel[];
  /**
   * `frozen`: every value repeats exactly, as no working sensor does. `resting`: less moves than on
   * any person who wears it. `moving`: the rest, and streams in units that tell nothing of it.
   */
  readonly motion: 'moving' | 'resting' | 'frozen';
}

export interface ClippedChannel {
  readonly channel: Channel;
  /** Part of the frames that are at the limit, 0 … 1. */
  readonly share: number;
}

/** A converter's last step may lie below the range that its data sheet names. */
const LIMIT_SHARE = 0.995;
/** Spread within the stretch below which nobody wears the device, by unit. */
const RESTING_SPREAD: Readonly<Partial<Record<Channel['unit'], number>>> = { g: 0.025, dps: 1.6 };
/** Below this many frames there is nothing to say. */
const FEWEST_FRAMES = 10;

/** Quality of the newest `stretchMs` of a ring, on the frames' own clock. */
export function signalQuality(
  ring: FrameRing,
  channels: readonly Channel[],
  stretchMs: number,
): SignalQuality {
  const { length } = ring;
  if (length < FEWEST_FRAMES) return { clipped: [], motion: 'moving' };
  const newestMs = ring.timestampMs[ring.slotOf(length - 1)]!;
  const first = Math.min(ring.positionAt(newestMs - stretchMs), length - FEWEST_FRAMES);
  const frames = length - first;
  const clipped: ClippedChannel[] = [];
  let frozen = true;
  let judged = 0;
  let resting = 0;
  channels.forEach((channel, index) => {
    const limit = (channel.fullScale ?? Number.POSITIVE_INFINITY) * LIMIT_SHARE;
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    let atLimit = 0;
    for (let position = first; position < length; position++) {
      const value = ring.values[ring.slotOf(position) * ring.channelCount + index]!;
      if (value < least) least = value;
      if (value > most) most = value;
      if (Math.abs(value) >= limit) atLimit++;
    }
    if (atLimit > 0) clipped.push({ channel, share: atLimit / frames });
    if (most > least) frozen = false;
    const still = RESTING_SPREAD[channel.unit];
    if (still === undefined) return;
    judged++;
    if (most - least < still) resting++;
  });
  clipped.sort((a, b) => b.share - a.share);
  if (frozen) return { clipped, motion: 'frozen' };
  return { clipped, motion: judged > 0 && resting === judged ? 'resting' : 'moving' };
}
