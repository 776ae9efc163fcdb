/** What is recorded, as far as its size goes. */
export interface RecordedStream {
  readonly channelCount: number;
  readonly rateHz: number;
}

/** A frame's time, and one value of a channel, bytes. */
const TIME_BYTES = 8;
const VALUE_BYTES = 4;
/** Beside the frames: the database's own, the small chunks until they are merged, the summary. */
const OVERHEAD = 1.4;

/** How long these streams can be recorded together in so much room, ms; an estimate. */
export function recordableMs(roomBytes: number, streams: readonly RecordedStream[]): number {
  const perSecond = streams.reduce(
    (sum, { channelCount, rateHz }) => sum + rateHz * (TIME_BYTES + VALUE_BYTES * channelCount),
    0,
  );
  return (Math.max(0, roomBytes) / (perSecond * OVERHEAD)) * 1000;
}
