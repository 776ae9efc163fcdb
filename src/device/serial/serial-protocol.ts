import type { Failure } from '#core/failure';
import type { ProfileStream, StartOptions, StreamSink } from '../gatt-link';

/** One language that boards speak on a cable. One file each. */
export interface SerialProtocol {
  /** A key of `device.json`'s `profile`. */
  readonly id: string;
  /** Begins to look at what comes; all protocols do until one of them knows its own. */
  start(sink: StreamSink, options: SerialStartOptions): SerialReader;
}

export interface SerialStartOptions extends StartOptions {
  /** Rejects with the browser's error where the port takes nothing. */
  write(bytes: Uint8Array): Promise<void>;
  /** What comes shows that this stream has ended: the connection is closed. */
  lost(failure: Failure): void;
}

/** What is looking at one port's bytes. */
export interface SerialReader {
  /** Takes bytes as they come, cut anywhere. Never throws. */
  push(bytes: Uint8Array, arrivalMs: number): void;
  /**
   * Resolves when the bytes are known to be of this protocol, and may never. Rejects with `Failure`
   * when they are but can't be used, or with the signal's reason.
   */
  ready(): Promise<ProfileStream>;
}
