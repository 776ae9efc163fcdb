import type { Channel } from '#core/motion/frame';
import type { LabelSpan } from './label-span';

/** Recordings of one sitting with one subject (the person who wore the device). */
export interface Session {
  readonly id: string;
  readonly projectId: string;
  readonly subject: string;
  readonly deviceName: string;
  /** Unix epoch, ms. */
  readonly startedAt: number;
}

/** `cut`: the page, the device or the storage failed while recording; what was stored is here. */
export type RecordingState = 'recording' | 'complete' | 'cut';

/** Continuous frames of one session. The frames themselves are stored as chunks. */
export interface Recording {
  readonly id: string;
  readonly projectId: string;
  readonly sessionId: string;
  readonly name: string;
  readonly state: RecordingState;
  readonly channels: readonly Channel[];
  /** Measured rate, Hz: frames over their own time span; the nominal rate until two frames exist. */
  readonly rateHz: number;
  /** Unix epoch, ms. */
  readonly startedAt: number;
  readonly frameCount: number;
  /** First to last frame on the frames' clock, ms. */
  readonly durationMs: number;
  /** Frames known lost in transit. */
  readonly lostCount: number;
  readonly spans: readonly LabelSpan[];
}
