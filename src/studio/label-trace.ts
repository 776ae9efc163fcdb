import type { SignalSummary } from '#core/dataset/signal-summary';
import type { Signal } from '#core/motion/frame';
import type { LabelTrace } from './label-station';

/** What the timeline draws: from a summary alone, and to the last frame once there is a signal. */
export function traceOf(summary: SignalSummary, signal?: Signal): LabelTrace {
  const { channels, frameCount, levels, energy } = summary;
  return {
    summary,
    pyramid: {
      channelCount: channels.length,
      frameCount,
      levels,
      ...(signal && { values: signal.values }),
    },
    energy: { channelCount: 1, frameCount, levels: energy },
    ...(signal && { signal }),
  };
}
