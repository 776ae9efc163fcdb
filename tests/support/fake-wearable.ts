import { vi } from 'vitest';
import { Failure } from '#core/failure';
import type { StreamDescription } from '#core/motion/frame';
import type { ColumnControl, Connection, ConnectionEvent, Device, Peer } from '#device/device';

export const FAKE_DESCRIPTION: StreamDescription = {
  channels: [
    { name: 'accX', unit: 'g' },
    { name: 'gyroX', unit: 'dps' },
  ],
  nominalRateHz: 50,
  clock: 'device',
};

export interface FakeWearableOptions {
  readonly id?: string;
  readonly name?: string;
  readonly kind?: Device['kind'];
  readonly columns?: ColumnControl;
}

/** A device whose link is in the test's hands. */
export function createFakeWearable({
  id = 'band',
  name = 'Band 7',
  kind = 'web-bluetooth',
  columns,
}: FakeWearableOptions = {}) {
  let listener: ((event: ConnectionEvent) => void) | undefined;
  let description = FAKE_DESCRIPTION;
  let sent = 0;
  const disconnect = vi.fn(async () => {
    listener = undefined;
  });
  const connect = (): Connection => ({
    kind,
    name,
    profile: 'nodlab',
    get description() {
      return description;
    },
    columns,
    listen(heard) {
      listener = heard;
      return () => {
        listener = undefined;
      };
    },
    disconnect,
  });
  const open = vi.fn<Peer['open']>(async () => connect());
  const forget = vi.fn(async () => {});
  const peer: Peer = { kind, id, name, open, forget };
  const tell = (event: ConnectionEvent) => listener?.(event);
  return {
    peer,
    open,
    forget,
    disconnect,
    connect,
    tell,
    /** Whether somebody listens. */
    get isHeard() {
      return listener !== undefined;
    },
    lose: (code: Failure['code'] = 'device-lost') =>
      tell({ type: 'closed', failure: new Failure(code, `${name} is out of reach`) }),
    /** From now on it has these channels. */
    describe(next: StreamDescription) {
      description = next;
      tell({ type: 'described', description: next });
    },
    /** The next frames, 20 ms apart on a clock of its own; returns them. */
    send(count = 4, { lostBefore = 0, arrivalMs = performance.now() } = {}) {
      const width = description.channels.length;
      const batch = {
        timestampMs: Float64Array.from({ length: count }, (_, i) => 1000 + (sent + i) * 20),
        values: Float32Array.from({ length: count * width }, (_, i) => sent * width + i),
        arrivalMs,
        lostBefore,
      };
      sent += count;
      tell({ type: 'frames', batch });
      return batch;
    },
  };
}

export type FakeWearable = ReturnType<typeof createFakeWearable>;

/** A way in: `choose` gives what the test lays out, `granted` what it has granted. */
export function createFakeWay(kind: Device['kind'], first?: FakeWearable) {
  const listeners = new Set<() => void>();
  let granted: readonly Peer[] = [];
  const choose = vi.fn<Device['choose']>(async () => {
    if (!first) throw new Failure('nothing-chosen', 'closed');
    return first.peer;
  });
  const device: Device = {
    kind,
    availability: () => ({ state: 'available' }),
    choose,
    granted: async () => granted,
    onGrantedChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    device,
    choose,
    grant(peers: readonly Peer[]) {
      granted = peers;
      for (const listener of listeners) listener();
    },
  };
}
