import { Failure } from '#core/failure';
import type { StreamDescription } from '#core/motion/frame';
import {
  DESCRIPTION_CHARACTERISTIC,
  decodeDescription,
  MOTION_CHARACTERISTIC,
  MOTION_SERVICE,
  streamDescription,
} from '#core/motion/gatt-profile';
import { PacketDecoder } from '#core/motion/packet-codec';
import { abortable } from './abortable';
import { browserFailure } from './browser-failure';
import type { Connection, ConnectionEvent, ConnectStep, Device } from './device';
import { Listeners } from './listeners';

const BATTERY_SERVICE = 'battery_service';
const BATTERY_CHARACTERISTIC = 'battery_level';

type FindBluetooth = () => Bluetooth | undefined;
type Clock = () => number;

/** Wearables that speak Nodlab's own GATT profile. Arguments are for tests. */
export function createWebBluetooth(
  find: FindBluetooth = () => globalThis.navigator?.bluetooth,
  nowMs: Clock = () => performance.now(),
): Device {
  return {
    kind: 'web-bluetooth',

    availability() {
      if (find()) return { state: 'available' };
      const reason = globalThis.isSecureContext === false ? 'insecure-page' : 'no-web-bluetooth';
      return { state: 'missing', reason };
    },

    async connect({ signal, onProgress }) {
      const bluetooth = find();
      if (!bluetooth) throw new Failure('radio-missing', 'navigator.bluetooth is not there');
      let device: BluetoothDevice | undefined;
      try {
        signal.throwIfAborted();
        onProgress?.('choosing');
        device = await abortable(
          bluetooth.requestDevice({
            filters: [{ services: [MOTION_SERVICE] }],
            optionalServices: [BATTERY_SERVICE],
          }),
          signal,
        );
        return await openStream(device, signal, nowMs, onProgress);
      } catch (error) {
        device?.gatt?.disconnect();
        throw browserFailure(error, device ? 'chosen' : 'choosing', 'device-lost');
      }
    },
  };
}

async function openStream(
  device: BluetoothDevice,
  signal: AbortSignal,
  nowMs: Clock,
  onProgress?: (step: ConnectStep) => void,
): Promise<Connection> {
  if (!device.gatt) throw new Failure('device-protocol', 'The device offers no GATT server.');
  onProgress?.('connecting');
  const server = await abortable(device.gatt.connect(), signal, (late) => late.disconnect());
  onProgress?.('reading-description');
  const service = await abortable(server.getPrimaryService(MOTION_SERVICE), signal);
  const described = await abortable(service.getCharacteristic(DESCRIPTION_CHARACTERISTIC), signal);
  const wire = decodeDescription(await abortable(described.readValue(), signal));
  onProgress?.('starting');
  const motion = await abortable(service.getCharacteristic(MOTION_CHARACTERISTIC), signal);
  const stream = new BluetoothStream(device, motion, {
    description: streamDescription(wire),
    decoder: new PacketDecoder(wire.channels),
    nowMs,
  });
  await abortable(motion.startNotifications(), signal);
  void stream.followBattery(server);
  return stream;
}

class BluetoothStream implements Connection {
  readonly kind = 'web-bluetooth';
  readonly name: string;
  readonly description: StreamDescription;
  readonly #device: BluetoothDevice;
  readonly #motion: BluetoothRemoteGATTCharacteristic;
  readonly #decoder: PacketDecoder;
  readonly #nowMs: Clock;
  readonly #listeners = new Listeners();
  #reported = 0;

  constructor(
    device: BluetoothDevice,
    motion: BluetoothRemoteGATTCharacteristic,
    stream: { description: StreamDescription; decoder: PacketDecoder; nowMs: Clock },
  ) {
    this.name = device.name || 'Bluetooth';
    this.description = stream.description;
    this.#device = device;
    this.#motion = motion;
    this.#decoder = stream.decoder;
    this.#nowMs = stream.nowMs;
    motion.addEventListener('characteristicvaluechanged', this.#take);
    device.addEventListener('gattserverdisconnected', this.#lost);
  }

  listen(listener: (event: ConnectionEvent) => void): () => void {
    return this.#listeners.add(listener);
  }

  async disconnect(): Promise<void> {
    this.#listeners.tell({ type: 'closed' });
    this.#letGo();
    this.#device.gatt?.disconnect();
  }

  /** Many wearables have no battery service; that is no failure. */
  async followBattery(server: BluetoothRemoteGATTServer): Promise<void> {
    try {
      const service = await server.getPrimaryService(BATTERY_SERVICE);
      const level = await service.getCharacteristic(BATTERY_CHARACTERISTIC);
      const tell = (value: DataView | undefined) => {
        if (value && value.byteLength > 0) {
          this.#listeners.tell({ type: 'battery', percent: value.getUint8(0) });
        }
      };
      tell(await level.readValue());
      level.addEventListener('characteristicvaluechanged', () => tell(level.value));
      await level.startNotifications();
    } catch {
      // Nothing is shown where nothing is told.
    }
  }

  readonly #take = (event: Event) => {
    const { value } = event.target as BluetoothRemoteGATTCharacteristic;
    if (!value) return;
    // Decoded at once: the browser may use the same buffer for the next notification.
    const batch = this.#decoder.push(value, this.#nowMs());
    if (batch) this.#listeners.tell({ type: 'frames', batch });
    const { skipped } = this.#decoder;
    if (skipped > this.#reported) {
      this.#listeners.tell({ type: 'skipped', count: skipped - this.#reported });
      this.#reported = skipped;
    }
  };

  readonly #lost = () => {
    const failure = new Failure('device-lost', `${this.name} disconnected`);
    this.#listeners.tell({ type: 'closed', failure });
    this.#letGo();
  };

  #letGo(): void {
    this.#motion.removeEventListener('characteristicvaluechanged', this.#take);
    this.#device.removeEventListener('gattserverdisconnected', this.#lost);
  }
}
