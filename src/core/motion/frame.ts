/** Units that Nodlab keeps motion in; importers and devices convert to these. */
export type Unit = 'g' | 'dps' | 'uT' | 'raw';

/** One column of a frame. Names follow `accX … gyroZ, magX …` where the quantity is known. */
export interface Channel {
  readonly name: string;
  readonly unit: Unit;
  /** Largest magnitude that the sensor can report, in `unit`; absent when it does not say. */
  readonly fullScale?: number;
}

/**
 * Where frames' times come from. `device`: the device's own clock. `sequence`: frames are numbered,
 * so that losses are seen, and their times are fitted to arrivals. `host`: fitted to arrivals alone.
 */
export type FrameClockSource = 'device' | 'sequence' | 'host';

/** What a device says of its stream before the first frame. */
export interface StreamDescription {
  readonly channels: readonly Channel[];
  /** Rate that the device claims, Hz; 0 when it claims none. The measured rate is what counts. */
  readonly nominalRateHz: number;
  readonly clock: FrameClockSource;
}

/**
 * Several consecutive frames, as they came out of one packet or one read. A *frame* is one
 * reading of all channels.
 */
export interface FrameBatch {
  /** One time a frame, ms, on the clock that the description names; rising. */
  readonly timestampMs: Float64Array;
  /** Row-major `[frames × channels]`, in the channels' units. */
  readonly values: Float32Array;
  /** When the batch reached this machine, ms on `performance.now`'s clock. */
  readonly arrivalMs: number;
  /** Frames known to be lost between the previous batch and this one. */
  readonly lostBefore: number;
}

/** A whole stretch of frames in memory: a loaded recording, an imported file. */
export interface Signal {
  readonly channels: readonly Channel[];
  /** Rising, ms; the first frame need not be at 0. Length = frames. */
  readonly timestampMs: Float64Array;
  /** Row-major `[frames × channels]`. */
  readonly values: Float32Array;
}
