import type { Channel } from '#core/motion/frame';

/** How recordings become model inputs. */
export interface WindowingOptions {
  /** Rate that every recording is resampled to, by its own clock, Hz. */
  readonly rateHz: number;
  readonly lengthMs: number;
  readonly hopMs: number;
  /** Channels the model sees, by name and in this order. */
  readonly channelNames: readonly string[];
}

/** Windows of all recordings, in physical units, with where each came from. */
export interface WindowSet {
  readonly options: WindowingOptions;
  readonly channels: readonly Channel[];
  /** Frames in a window. */
  readonly frames: number;
  readonly count: number;
  /** Row-major `[count × frames × channels]`. */
  readonly values: Float32Array;
  /** Class names; index 0 is `NOTHING`, the rest are gesture ids in the project's order. */
  readonly classes: readonly string[];
  readonly classIndex: Uint8Array;
  readonly subjects: readonly string[];
  readonly subjectIndex: Uint16Array;
  readonly recordingIds: readonly string[];
  readonly recordingIndex: Uint16Array;
  /**
   * Of each recording, the id of the first one that was made at the same time; its own where it was
   * made alone. No such group may be on both sides of a split.
   */
  readonly recordingGroups: readonly string[];
  /** Recordings without windows because they lack a channel, or have it in another unit. */
  readonly leftOutRecordingIds: readonly string[];
  /** Start of each window after its recording's first frame, ms. */
  readonly startMs: Float64Array;
}

/** Window indices by role. No subject (or, lacking several subjects, no recording) is in two. */
export interface Split {
  readonly by: 'subject' | 'recording' | 'none';
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
  readonly heldOut: Uint32Array;
  /** Names of the subjects (or recording ids) that are held out. */
  readonly heldOutGroups: readonly string[];
}
