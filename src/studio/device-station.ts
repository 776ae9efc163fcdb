import type { StoreApi } from 'zustand/vanilla';
import type { ConnectionState } from '#core/connection/connection-state';
import type { ClockFit } from '#core/motion/clock-fit';
import type { ColumnMapping } from '#core/motion/columns';
import type { StreamDescription } from '#core/motion/frame';
import type { Availability, ConnectStep, DeviceKind } from '#device/device';
import type { SimulatorControl } from '#device/simulator';
import type { FrameStream } from './frame-bus';
import type { StreamHealth } from './stream-health';

/** The interface knows the studio, not the layers below it. */
export type { Availability, ConnectStep, DeviceKind };

export interface DeviceState {
  /** Devices in use, in the order they were added; at most one is being chosen. */
  readonly links: readonly LinkView[];
  /** Devices that the browser lets in without asking again, and that are not in use. */
  readonly granted: readonly GrantedView[];
}

export interface GrantedView {
  readonly peerId: string;
  readonly kind: DeviceKind;
  readonly name: string;
  readonly canForget: boolean;
}

/** One device as it is shown. */
export interface LinkView {
  readonly id: string;
  readonly kind: DeviceKind;
  /** Empty until it is chosen. */
  readonly name: string;
  readonly state: ConnectionState;
  readonly step?: ConnectStep;
  /** What it speaks, a key of `device.json`'s `profile`; once it was connected. */
  readonly profile?: string;
  /** Kept while the link is lost. */
  readonly description?: StreamDescription;
  /** Read anew twice a second while it streams. */
  readonly health?: StreamHealth;
  /** Per cent, once the device has told it. */
  readonly battery?: number;
  /** Strength of the radio's signal, once the browser has told it. */
  readonly signalDbm?: number;
  /** Of streams that say nothing of themselves. */
  readonly columns?: ColumnMapping;
}

/** A stream that runs or waits for its device to come back. Frames don't pass through the store. */
export interface DeviceStream {
  readonly linkId: string;
  readonly kind: DeviceKind;
  readonly name: string;
  readonly frames: FrameStream;
  /** The frames' clock on this machine's; begun anew after each loss. */
  readonly clock: ClockFit;
}

export interface ConnectOptions {
  /** Narrows the browser's list to one kind of wearable; `any` widens it to everything near. */
  readonly profile?: string;
  /** Devices that are connected stay; without it they are let go first. */
  readonly beside?: boolean;
}

export interface DeviceStation {
  readonly store: StoreApi<DeviceState>;
  availability(kind: DeviceKind): Availability;
  /** Opens the chooser where there is one and connects; failures are in the state. */
  connect(kind: DeviceKind, options?: ConnectOptions): Promise<void>;
  /** Connects a granted device. */
  connectGranted(peerId: string, options?: Pick<ConnectOptions, 'beside'>): Promise<void>;
  /** Takes the browser's permission back. */
  forget(peerId: string): Promise<void>;
  /** Tries a lost or failed device again, now. */
  retry(linkId: string): void;
  /** Gives up choosing and connecting; what streams is left alone. */
  cancel(): void;
  /** Lets one device go, or all of them; also puts a failed one out of sight. */
  disconnect(linkId?: string): Promise<void>;
  /** What the columns of a device's lines are; remembered for that device. */
  setColumns(linkId: string, mapping: ColumnMapping): void;
  /** The newest rows of such a device as they were sent, oldest first. */
  rowsOf(linkId: string): readonly (readonly number[])[];
  /** Every device with a stream, the leading one first: its frames are on `studio.frames`. */
  streams(): readonly DeviceStream[];
  /** The simulated person; moves only while the simulator is connected. */
  readonly simulator: SimulatorControl;
}

/** The device whose frames are drawn, recognised and named first: the first one with a stream. */
export function leadOf({ links }: DeviceState): LinkView | undefined {
  return links.find(({ description }) => description !== undefined);
}

/** A device that sends, or is about to send again in a moment. */
export function isStreaming({ state }: LinkView): boolean {
  return state.phase === 'streaming' || state.phase === 'stalled';
}

/** How the devices stand as a whole, in a word. */
export function standingOf(state: DeviceState): 'idle' | 'connecting' | 'connected' {
  const lead = leadOf(state);
  if (lead && isStreaming(lead)) return 'connected';
  return state.links.some((link) => link.state.phase !== 'failed') ? 'connecting' : 'idle';
}
