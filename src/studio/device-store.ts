import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '#core/failure';
import type { StreamDescription } from '#core/motion/frame';
import type { Availability, Connection, ConnectStep, Device, DeviceKind } from '#device/device';
import type { SimulatorControl, SimulatorDevice } from '#device/simulator';
import type { Platform } from '#platform/platform';
import { failureOf } from './failure-of';
import type { FrameBus } from './frame-bus';
import { HealthMeter, type StreamHealth } from './stream-health';

/** The interface knows the studio, not the layers below it. */
export type { DeviceKind };

export type DeviceState =
  /** `failure`: why the last try or the last stream ended, when not by hand. */
  | {
      readonly phase: 'idle';
      readonly failure?: Failure;
      readonly lostName?: string;
      /** What was tried or lost, so that it can be tried again. */
      readonly kind?: DeviceKind;
    }
  | { readonly phase: 'connecting'; readonly kind: DeviceKind; readonly step: ConnectStep }
  | {
      readonly phase: 'connected';
      readonly kind: DeviceKind;
      readonly name: string;
      readonly description: StreamDescription;
      /** Read anew twice a second. */
      readonly health: StreamHealth;
      /** Per cent, once the device has told it. */
      readonly battery?: number;
    };

/** Every way in. */
export interface Devices {
  readonly simulator: SimulatorDevice;
  readonly webBluetooth: Device;
  readonly webSerial: Device;
}

export interface DeviceDeps {
  readonly devices: Devices;
  readonly frames: FrameBus;
  readonly platform: Pick<Platform, 'nowMs'>;
}

export interface DeviceStation {
  readonly store: StoreApi<DeviceState>;
  availability(kind: DeviceKind): Availability;
  /** Connects, leaving what was connected before; failures are in the state. */
  connect(kind: DeviceKind): Promise<void>;
  /** Gives up connecting. */
  cancel(): void;
  disconnect(): Promise<void>;
  /** The simulated person; moves only while the simulator is connected. */
  readonly simulator: SimulatorControl;
}

const HEALTH_EVERY_MS = 500;

/** What is connected, and the way of its frames onto the bus. */
export function createDeviceStation({ devices, frames, platform }: DeviceDeps): DeviceStation {
  const store = createStore<DeviceState>(() => ({ phase: 'idle' }));
  const byKind: Readonly<Record<DeviceKind, Device>> = {
    simulator: devices.simulator,
    'web-bluetooth': devices.webBluetooth,
    'web-serial': devices.webSerial,
  };
  let connecting: AbortController | undefined;
  let leave: (() => Promise<void>) | undefined;

  function run(connection: Connection): void {
    const { kind, name, description } = connection;
    const meter = new HealthMeter(platform.nowMs());
    frames.open(description);
    const health = () => meter.read(platform.nowMs());
    store.setState({ phase: 'connected', kind, name, description, health: health() }, true);
    const timer = setInterval(() => store.setState({ health: health() }), HEALTH_EVERY_MS);

    const end = (state: DeviceState) => {
      if (leave !== stop) return;
      leave = undefined;
      clearInterval(timer);
      unlisten();
      store.setState(state, true);
      // Last, so that a recorder can still tell what stream it was.
      frames.close();
    };
    const unlisten = connection.listen((event) => {
      switch (event.type) {
        case 'frames':
          meter.push(event.batch);
          return frames.push(event.batch);
        case 'skipped':
          return meter.skip(event.count);
        case 'battery':
          return store.setState({ battery: event.percent });
        case 'closed':
          return end({
            phase: 'idle',
            ...(event.failure ? { failure: event.failure, lostName: name, kind } : {}),
          });
      }
    });
    const stop = async () => {
      end({ phase: 'idle' });
      await connection.disconnect();
    };
    leave = stop;
  }

  return {
    store,
    simulator: devices.simulator.control,
    availability: (kind) => byKind[kind].availability(),

    async connect(kind) {
      connecting?.abort();
      const mine = new AbortController();
      connecting = mine;
      await leave?.();
      // Given up, or overtaken by another try, while leaving: no chooser must open for it.
      if (mine.signal.aborted) return;
      const show = (step: ConnectStep) => {
        if (!mine.signal.aborted) store.setState({ phase: 'connecting', kind, step }, true);
      };
      show('connecting');
      try {
        const connection = await byKind[kind].connect({ signal: mine.signal, onProgress: show });
        if (mine.signal.aborted) return await connection.disconnect();
        run(connection);
      } catch (error) {
        if (mine.signal.aborted) return;
        store.setState({ phase: 'idle', failure: failureOf(error), kind }, true);
      }
    },

    cancel() {
      connecting?.abort();
      if (store.getState().phase === 'connecting') store.setState({ phase: 'idle' }, true);
    },

    async disconnect() {
      connecting?.abort();
      await leave?.();
    },
  };
}
