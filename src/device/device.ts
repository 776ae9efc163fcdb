import type { Failure } from '#core/failure';
import type { ColumnMapping } from '#core/motion/columns';
import type { FrameBatch, StreamDescription } from '#core/motion/frame';

export type DeviceKind = 'simulator' | 'web-bluetooth' | 'web-serial' | 'phone-sensor';

/** Whether this browser can reach such a device, and if not, why (a key of `device.json`). */
export type Availability =
  | { readonly state: 'available' }
  | {
      readonly state: 'missing';
      readonly reason: 'no-web-bluetooth' | 'no-web-serial' | 'no-sensors' | 'insecure-page';
    };

/** One way in: a radio, a cable, the phone's own sensors, the simulator. Holds no connection. */
export interface Device {
  readonly kind: DeviceKind;
  availability(): Availability;
  /**
   * Asks the person for a device where the browser demands it; nothing is connected yet. `profile`
   * narrows the browser's list to one kind of wearable, `any` widens it to everything near. Rejects
   * with `Failure`, or `AbortError` when `signal` aborts.
   */
  choose(options: { signal: AbortSignal; profile?: string }): Promise<Peer>;
  /** Devices that the person granted before: they need no chooser. Never rejects. */
  granted(): Promise<readonly Peer[]>;
  /** Called when a granted device appears or goes (a cable is plugged). Returns the way to stop. */
  onGrantedChange(listener: () => void): () => void;
}

/** One device that can be opened, and opened again after a loss, without a chooser. */
export interface Peer {
  readonly kind: DeviceKind;
  /** The same device has the same id for as long as the browser remembers it. */
  readonly id: string;
  readonly name: string;
  /** Connects and reads what the stream carries. Rejects with `Failure` or `AbortError`. */
  open(options: {
    signal: AbortSignal;
    onProgress?(step: ConnectStep): void;
    /** What the person said of the columns of this device's lines, some time before. */
    columns?: ColumnMapping | undefined;
  }): Promise<Connection>;
  /** Gives the browser's permission back; absent where browsers have no way to. */
  forget?(): Promise<void>;
}

export type ConnectStep = 'connecting' | 'reading-description' | 'starting';

/** What an open connection tells its listeners, in order. */
export type ConnectionEvent =
  | { readonly type: 'frames'; readonly batch: FrameBatch }
  | { readonly type: 'battery'; readonly percent: number }
  /** Strength of the radio's signal. */
  | { readonly type: 'signal'; readonly dbm: number }
  /** Bytes or lines that made no sense and were passed over. */
  | { readonly type: 'skipped'; readonly count: number }
  /** From here on frames have these channels: the person said what the columns are. */
  | { readonly type: 'described'; readonly description: StreamDescription }
  /** Final: the link is gone. `failure` is absent after `disconnect()`. */
  | { readonly type: 'closed'; readonly failure?: Failure };

/** A live stream. Frames flow from the moment `open` resolves until `closed`. */
export interface Connection {
  readonly kind: DeviceKind;
  readonly name: string;
  /** Id of the profile or protocol that the device speaks, a key of `device.json`. */
  readonly profile: string;
  readonly description: StreamDescription;
  /** Of streams that say nothing of themselves. */
  readonly columns?: ColumnControl | undefined;
  /** Returns the function that stops listening. */
  listen(listener: (event: ConnectionEvent) => void): () => void;
  /** Always leaves the port or the link free, however it was. Never rejects. */
  disconnect(): Promise<void>;
}

/** The columns of a stream of numbers, as guessed and as the person has them. */
export interface ColumnControl {
  readonly mapping: ColumnMapping;
  /** The newest rows as they were sent, oldest first; a second or so. */
  readonly rows: readonly (readonly number[])[];
  /** From now on the columns mean this; tells `described`. */
  set(mapping: ColumnMapping): void;
}
