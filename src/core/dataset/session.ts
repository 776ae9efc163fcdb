import type { Channel, FrameClockSource } from '#core/motion/frame';
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

/** What ended a recording before the person did. */
export type CutReason =
  | 'page-closed'
  | 'link-lost'
  | 'storage-full'
  | 'storage-failed'
  | 'stream-broken';

/** How the stream did while it was recorded. */
export interface StreamQuality {
  /** Deviation of the time between arrivals, ms. */
  readonly jitterMs: number;
  /** Lost frames as a share of all, 0 … 1. */
  readonly lossShare: number;
  readonly gapCount: number;
  /** How much faster the frames' clock ran than this machine's, parts per million; where it was seen. */
  readonly clockSkewPpm?: number;
}

/** The frames' clock told on this machine's. */
export interface RecordingClock {
  readonly source: FrameClockSource;
  /** When the first frame was read, Unix epoch, ms; late by the link's least delay. */
  readonly firstFrameAt: number;
  /** As of `StreamQuality`; 0 where it could not be told. */
  readonly skewPpm: number;
}

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
  /** Of recordings that are cut. */
  readonly cutBy?: CutReason;
  /** Id of the recording that this one goes on with after an interruption. */
  readonly continues?: string;
  /** Recordings of several devices that were made together share it. */
  readonly takeId?: string;
  /** Ids of the recordings that this one was made of; models see it in their place. */
  readonly combines?: readonly string[];
  readonly quality?: StreamQuality;
  readonly clock?: RecordingClock;
}
