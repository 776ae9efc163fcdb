import type { Failure } from '#core/failure';
import type { FrameBatch, StreamDescription } from '#core/motion/frame';

export type DeviceKind = 'simulator' | 'web-bluetooth' | 'web-serial';

/** Whether this browser can reach such a device, and if not, why (a key of `device.json`). */
export type Availability =
  | { readonly state: 'available' }
  | {
      readonly state: 'missing';
      readonly reason: 'no-web-bluetooth' | 'no-web-serial' | 'insecure-page';
    };

/** One way in: a radio, a cable, the simulator. Holds no connection itself. */
export interface Device {
  readonly kind: DeviceKind;
  availability(): Availability;
  /**
   * Asks the person for a device where the browser demands it, connects and reads the stream's
   * description. Rejects with `Failure`, or `AbortError` when `signal` aborts.
   */
  connect(options: {
    signal: AbortSignal;
    onProgress?(step: ConnectStep): void;
  }): Promise<Connection>;
}

export type ConnectStep = 'choosing' | 'connecting' | 'reading-description' | 'starting';

/** What an open connection tells its listeners, in order. */
export type ConnectionEvent =
  | { readonly type: 'frames'; readonly batch: FrameBatch }
  | { readonly type: 'battery'; readonly percent: number }
  /** Bytes or lines that made no sense and were passed over. */
  | { readonly type: 'skipped'; readonly count: number }
  /** Final: the link is gone. `failure` is absent after `disconnect()`. */
  | { readonly type: 'closed'; readonly failure?: Failure };

/** A live stream. Frames flow from the moment `connect` resolves until `closed`. */
export interface Connection {
  readonly kind: DeviceKind;
  readonly name: string;
  readonly description: StreamDescription;
  /** Returns the function that stops listening. */
  listen(listener: (event: ConnectionEvent) => void): () => void;
  disconnect(): Promise<void>;
}
