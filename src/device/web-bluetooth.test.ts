import { expect, test, vi } from 'vitest';
import {
  DESCRIPTION_CHARACTERISTIC,
  encodeDescription,
  MOTION_CHARACTERISTIC,
  MOTION_SERVICE,
} from '#core/motion/gatt-profile';
import { encodePacket } from '#core/motion/packet-codec';
import type { ConnectionEvent, ConnectStep } from './device';
import { createWebBluetooth } from './web-bluetooth';

const WIRE = {
  nominalRateHz: 50,
  channels: [{ name: 'accX', unit: 'g', scale: 0.001 }],
} as const;
const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

class FakeCharacteristic extends EventTarget {
  value: DataView | undefined;
  startNotifications = vi.fn(async () => this);
  constructor(readonly first?: DataView) {
    super();
  }
  async readValue() {
    return this.first!;
  }
  /** The value is overwritten at once, as a browser may do. */
  notify(bytes: Uint8Array) {
    const own = bytes.slice();
    this.value = view(own);
    this.dispatchEvent(new Event('characteristicvaluechanged'));
    own.fill(0xff);
  }
}

interface FakeOptions {
  readonly battery?: number;
  readonly description?: Uint8Array;
  readonly noService?: boolean;
}

function setUp({ battery, description = encodeDescription(WIRE), noService }: FakeOptions = {}) {
  const motion = new FakeCharacteristic();
  const described = new FakeCharacteristic(view(description));
  const level = new FakeCharacteristic(view(Uint8Array.of(battery ?? 0)));
  const notFound = () => new DOMException('No Services matching UUID found.', 'NotFoundError');
  const disconnect = vi.fn();
  const server = {
    disconnect,
    async getPrimaryService(uuid: string) {
      if (uuid === 'battery_service' && battery !== undefined) {
        return { getCharacteristic: async () => level };
      }
      if (uuid !== MOTION_SERVICE || noService) throw notFound();
      return {
        async getCharacteristic(wanted: string) {
          if (wanted === DESCRIPTION_CHARACTERISTIC) return described;
          if (wanted === MOTION_CHARACTERISTIC) return motion;
          throw notFound();
        },
      };
    },
  };
  const gatt = { connect: vi.fn(async () => server), disconnect };
  const peripheral = Object.assign(new EventTarget(), { name: 'Band 7', gatt });
  const requestDevice = vi.fn(async (_: RequestDeviceOptions) => peripheral);
  const device = createWebBluetooth(
    () => ({ requestDevice }) as unknown as Bluetooth,
    () => 1234,
  );
  const aborter = new AbortController();
  const connect = (onProgress?: (step: ConnectStep) => void) =>
    device.connect({ signal: aborter.signal, ...(onProgress ? { onProgress } : {}) });
  return { device, connect, aborter, gatt, disconnect, motion, level, peripheral, requestDevice };
}

async function connected(options?: FakeOptions) {
  const fake = setUp(options);
  const connection = await fake.connect();
  const events: ConnectionEvent[] = [];
  connection.listen((event) => events.push(event));
  return { ...fake, connection, events };
}

test('asks for Nodlab’s service, tells each step and reads the description', async () => {
  const { connect, requestDevice } = setUp();
  const steps: ConnectStep[] = [];
  const connection = await connect((step) => steps.push(step));
  expect(requestDevice.mock.calls[0]![0]).toEqual({
    filters: [{ services: [MOTION_SERVICE] }],
    optionalServices: ['battery_service'],
  });
  expect(steps).toEqual(['choosing', 'connecting', 'reading-description', 'starting']);
  expect(connection.name).toBe('Band 7');
  expect(connection.description).toMatchObject({ nominalRateHz: 50, clock: 'device' });
});

test('frames are taken before the browser overwrites the value', async () => {
  const { motion, events } = await connected();
  motion.notify(encodePacket(0, 20_000, 40_000, Int16Array.of(1000, -500)));
  const [event] = events;
  if (event?.type !== 'frames') throw new Error('no frames');
  expect([...event.batch.values]).toEqual([1, -0.5]);
  expect([...event.batch.timestampMs]).toEqual([40, 60]);
  expect(event.batch.arrivalMs).toBe(1234);
});

test('a packet that makes no sense is told as skipped', async () => {
  const { motion, events } = await connected();
  motion.notify(Uint8Array.of(1, 2, 3));
  expect(events).toEqual([{ type: 'skipped', count: 1 }]);
});

test('the battery is followed where there is one', async () => {
  const { level, events } = await connected({ battery: 80 });
  await vi.waitFor(() => expect(level.startNotifications).toHaveBeenCalled());
  level.notify(Uint8Array.of(79));
  expect(events).toEqual([
    { type: 'battery', percent: 80 },
    { type: 'battery', percent: 79 },
  ]);
});

test('a lost device closes the stream with the reason, once', async () => {
  const { peripheral, motion, events } = await connected();
  peripheral.dispatchEvent(new Event('gattserverdisconnected'));
  peripheral.dispatchEvent(new Event('gattserverdisconnected'));
  motion.notify(encodePacket(0, 20_000, 0, Int16Array.of(1)));
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({ type: 'closed', failure: { code: 'device-lost' } });
});

test('disconnecting by hand closes without a failure', async () => {
  const { connection, disconnect, events } = await connected();
  await connection.disconnect();
  expect(disconnect).toHaveBeenCalled();
  expect(events).toEqual([{ type: 'closed' }]);
});

test.each([
  ['speaks another version', { description: Uint8Array.of(9, 1, 0, 0, 0, 0, 0, 0) }],
  ['lacks the service', { noService: true }],
] as const)('a device that %s is let go of', async (_, options) => {
  const { connect, disconnect } = setUp(options);
  await expect(connect()).rejects.toMatchObject({ code: 'device-protocol' });
  expect(disconnect).toHaveBeenCalled();
});

test('a chooser that is closed says that nothing was chosen', async () => {
  const { connect, requestDevice } = setUp();
  requestDevice.mockRejectedValue(new DOMException('User cancelled.', 'NotFoundError'));
  await expect(connect()).rejects.toMatchObject({ code: 'nothing-chosen' });
});

test('giving up while it connects lets go of the link that comes too late', async () => {
  const { connect, aborter, gatt, disconnect } = setUp();
  let arrive: (server: { disconnect(): void }) => void = () => {};
  gatt.connect.mockReturnValue(
    new Promise((resolve) => {
      arrive = resolve as typeof arrive;
    }),
  );
  const trying = connect((step) => step === 'connecting' && setTimeout(() => aborter.abort()));
  await expect(trying).rejects.toMatchObject({ name: 'AbortError' });
  disconnect.mockClear();
  arrive({ disconnect });
  await vi.waitFor(() => expect(disconnect).toHaveBeenCalled());
});

test.each(['choosing', 'connecting', 'reading-description', 'starting'] as const)(
  'given up while %s, it lets go and says no failure',
  async (step) => {
    const { connect, aborter, disconnect } = setUp();
    const trying = connect((reached) => reached === step && aborter.abort());
    await expect(trying).rejects.toMatchObject({ name: 'AbortError' });
    if (step !== 'choosing') expect(disconnect).toHaveBeenCalled();
  },
);

test('a try that is given up already opens no chooser', async () => {
  const { connect, aborter, requestDevice } = setUp();
  aborter.abort();
  await expect(connect()).rejects.toMatchObject({ name: 'AbortError' });
  expect(requestDevice).not.toHaveBeenCalled();
});

test('a link that breaks while it connects is a lost device', async () => {
  const { connect, gatt, disconnect } = setUp();
  gatt.connect.mockRejectedValue(new DOMException('Connection failed.', 'NetworkError'));
  await expect(connect()).rejects.toMatchObject({ code: 'device-lost' });
  expect(disconnect).toHaveBeenCalled();
});

test('a browser without the radio says so', async () => {
  const device = createWebBluetooth(() => undefined);
  expect(device.availability()).toEqual({ state: 'missing', reason: 'no-web-bluetooth' });
  const { signal } = new AbortController();
  await expect(device.connect({ signal })).rejects.toMatchObject({ code: 'radio-missing' });
});
