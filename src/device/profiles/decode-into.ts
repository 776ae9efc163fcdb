import type { FrameDecoder, StreamSink } from '../gatt-link';

/** What to subscribe with: hands a decoder's frames, and its count of values passed over, to `sink`. */
export function decodeInto(
  sink: StreamSink,
  decoder: FrameDecoder,
): (value: DataView, arrivalMs: number) => void {
  let reported = decoder.skipped;
  return (value, arrivalMs) => {
    const batch = decoder.push(value, arrivalMs);
    if (batch) sink.frames(batch);
    const { skipped } = decoder;
    if (skipped > reported) sink.skipped(skipped - reported);
    reported = skipped;
  };
}
