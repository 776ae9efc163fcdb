import type { FrameBatch, StreamDescription } from '#core/motion/frame';
import { FrameRing } from '#core/motion/ring-buffer';

/** Seconds of the stream that stay in memory for traces. */
const RING_SECONDS = 60;
/** For a stream that does not say its rate: enough for a minute of the fastest wearables. */
const UNKNOWN_RATE_HZ = 200;

/** Live frames as whoever draws, records or recognises takes them. */
export interface FrameStream {
  /** Of the open stream; undefined while nothing is connected. */
  readonly description: StreamDescription | undefined;
  /** The newest frames; undefined while nothing is connected. Replaced by every `open`. */
  readonly ring: FrameRing | undefined;
  /** Returns the function that stops listening. */
  listen(listener: (batch: FrameBatch) => void): () => void;
}

/**
 * Live frames on their way from one connection. Frames pass here and nowhere else; stores hold what
 * changes at human speed.
 */
export interface FrameBus extends FrameStream {
  open(description: StreamDescription): void;
  push(batch: FrameBatch): void;
  close(): void;
}

/** The frames of whichever device leads. */
export interface LeadFrames extends FrameStream {
  follow(stream: FrameStream | undefined): void;
}

export function createFrameBus(): FrameBus {
  const listeners = new Set<(batch: FrameBatch) => void>();
  let description: StreamDescription | undefined;
  let ring: FrameRing | undefined;
  return {
    get description() {
      return description;
    },
    get ring() {
      return ring;
    },
    open(opened) {
      const rateHz = opened.nominalRateHz || UNKNOWN_RATE_HZ;
      description = opened;
      ring = new FrameRing(Math.ceil(rateHz * RING_SECONDS), opened.channels.length);
    },
    push(batch) {
      ring?.push(batch);
      for (const listener of listeners) listener(batch);
    },
    close() {
      description = undefined;
      ring = undefined;
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function createLeadFrames(): LeadFrames {
  const listeners = new Set<(batch: FrameBatch) => void>();
  let followed: FrameStream | undefined;
  let unfollow: (() => void) | undefined;
  const tell = (batch: FrameBatch) => {
    for (const listener of listeners) listener(batch);
  };
  return {
    get description() {
      return followed?.description;
    },
    get ring() {
      return followed?.ring;
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    follow(stream) {
      if (stream === followed) return;
      unfollow?.();
      followed = stream;
      unfollow = stream?.listen(tell);
    },
  };
}
