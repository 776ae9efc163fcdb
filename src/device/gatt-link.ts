import type { ColumnMapping } from '#core/motion/columns';
import type { FrameBatch, StreamDescription } from '#core/motion/frame';
import type { ColumnControl } from './device';

/**
 * What a profile needs of an open Bluetooth link. `web-bluetooth.ts` gives the browser's, tests a
 * hand-made one. Services and characteristics are named by their lower-case UUIDs. Everything rejects
 * with `Failure` or `AbortError`.
 */
export interface GattLink {
  readonly name: string;
  /** Whether the device offers a service; only those that some profile lists can be seen. */
  has(service: string): Promise<boolean>;
  read(service: string, characteristic: string): Promise<DataView>;
  /** Acknowledged by the device where the characteristic allows it. */
  write(service: string, characteristic: string, bytes: Uint8Array): Promise<void>;
  /**
   * Resolves when the device has been told to notify (or indicate). `value` is the browser's own
   * buffer: decode it before returning. `arrivalMs` is on `performance.now`'s clock.
   */
  subscribe(
    service: string,
    characteristic: string,
    listener: (value: DataView, arrivalMs: number) => void,
  ): Promise<void>;
}

/** Where a profile puts what it has decoded. */
export interface StreamSink {
  frames(batch: FrameBatch): void;
  skipped(count: number): void;
  battery(percent: number): void;
  /** The columns were named anew: frames from now on have these channels. */
  described(description: StreamDescription): void;
}

/** One kind of wearable on Bluetooth: how it is found, started and read. One file each. */
export interface BluetoothProfile {
  /** A key of `device.json`'s `profile`. */
  readonly id: string;
  /** What the browser's chooser lists: a device that fits any of them. */
  readonly filters: readonly BluetoothLEScanFilter[];
  /** Services that are used; the browser hides all others. */
  readonly services: readonly string[];
  /** Whether the connected device is one of these. The list's first that says so is used. */
  matches(link: GattLink): Promise<boolean>;
  /** Starts the stream. `sink` hears nothing before this resolves. */
  start(link: GattLink, sink: StreamSink, options: StartOptions): Promise<ProfileStream>;
}

export interface StartOptions {
  readonly signal: AbortSignal;
  nowMs(): number;
  readonly columns?: ColumnMapping | undefined;
}

/** A stream that flows. */
export interface ProfileStream {
  readonly description: StreamDescription;
  readonly columns?: ColumnControl;
  /** Asks the device to stop sending, before the link is dropped. */
  stop?(): Promise<void>;
}

/**
 * Turns the values of one characteristic into frames. Never throws; counts what it can't use. Every
 * profile exports one, so that bytes can be tested against physical values.
 */
export interface FrameDecoder {
  push(value: DataView, arrivalMs: number): FrameBatch | undefined;
  /** Values passed over so far: malformed, repeated or out of order. */
  readonly skipped: number;
}
