import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { encodeDescription } from '#core/motion/gatt-profile';
import { encodePacket } from '#core/motion/packet-codec';
import { encodeSerialPacket, SERIAL_PACKET } from '#core/motion/serial-framing';
import { batches, failing, skippedIn } from '../../../tests/support/connection-events';
import { FakePort, FakeSerial } from '../../../tests/support/fake-serial';
import type { ConnectionEvent } from '../device';
import { createWebSerial } from '../web-serial';

beforeEach(async () => {
  // What is fetched when it is first needed.
  await import('./open-serial');
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp() {
  const port = new FakePort();
  const serial = new FakeSerial([port]) as unknown as Serial;
  const device = createWebSerial(
    () => serial,
    () => Date.now(),
  );
  const { signal } = new AbortController();
  const connect = async () => (await device.choose({ signal })).open({ signal });
  return { port, device, signal, connect };
}

test('garbage is read at another speed, which is remembered', async () => {
  const { port, device, signal } = setUp();
  const peer = await device.choose({ signal });
  const speak = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 20) {
      if (port.opened.at(-1)?.baudRate === 9600) port.print('0,0.6,0.8\n');
      else port.send(Uint8Array.of(0xf8, 0x80, 0xff, 0x9c, 0xe6));
      await vi.advanceTimersByTimeAsync(20);
    }
  };
  const opening = peer.open({ signal });
  await speak(8000);
  const connection = await opening;
  expect(port.opened.map(({ baudRate }) => baudRate)).toEqual([115_200, 9600]);
  await connection.disconnect();
  const again = peer.open({ signal });
  await speak(3000);
  await again;
  expect(port.opened.map(({ baudRate }) => baudRate)).toEqual([115_200, 9600, 9600]);
});

test('garbage at every speed says so, and leaves the port closed', async () => {
  const { port, connect } = setUp();
  const outcome = failing(connect(), 0);
  for (let i = 0; i < 1500; i++) {
    port.send(Uint8Array.of(0xf8, 0x80, 0xff, 0x9c, 0xe6));
    await vi.advanceTimersByTimeAsync(20);
  }
  expect(await outcome).toMatchObject({ code: 'device-protocol', message: /baud/ });
  expect(port.isOpen).toBe(false);
});

const NODLAB = encodeDescription({
  nominalRateHz: 50,
  channels: [{ name: 'accX', unit: 'g', scale: 1 / 8192 }],
});
const describe = () => encodeSerialPacket(SERIAL_PACKET.description, NODLAB);
const move = (frame: number, clockMs = frame * 20) =>
  encodeSerialPacket(
    SERIAL_PACKET.motion,
    encodePacket(frame, 20_000, clockMs * 1000, Int16Array.of(8192)),
  );

async function nodlab() {
  const fake = setUp();
  const trying = fake.connect();
  await vi.advanceTimersByTimeAsync(0);
  fake.port.print('boot v2\r\n');
  fake.port.send(move(9));
  fake.port.send(describe());
  await vi.advanceTimersByTimeAsync(60);
  const connection = await trying;
  const events: ConnectionEvent[] = [];
  connection.listen((event) => events.push(event));
  return { ...fake, connection, events };
}

test("Nodlab's packets are known by their description, and carry clock, losses and battery", async () => {
  const { port, connection, events } = await nodlab();
  expect(connection.profile).toBe('nodlab-packets');
  expect(connection.columns).toBeUndefined();
  expect(connection.description).toMatchObject({ clock: 'device', nominalRateHz: 50 });
  for (const packet of [move(10), describe(), move(13)]) port.send(packet);
  port.send(encodeSerialPacket(SERIAL_PACKET.battery, Uint8Array.of(87)));
  port.send(move(14).with(4, 0x55));
  await vi.advanceTimersByTimeAsync(0);
  expect(batches(events).map(({ lostBefore }) => lostBefore)).toEqual([0, 2]);
  expect(batches(events).map(({ timestampMs }) => timestampMs[0])).toEqual([200, 260]);
  expect([...batches(events)[0]!.values]).toEqual([1]);
  expect(events.find(({ type }) => type === 'battery')).toMatchObject({ percent: 87 });
  expect(skippedIn(events)).toBe(1);
});

test.each([
  ['whose clock begins anew', move(0, 0)],
  ['whose clock leaps ahead', move(11, 9_000)],
  ['that describes itself otherwise', encodeSerialPacket(1, NODLAB.with(4, 1))],
])('a board %s has restarted: the connection ends', async (_, packet) => {
  const { port, events } = await nodlab();
  port.send(move(10));
  port.send(packet);
  port.send(move(1));
  await vi.advanceTimersByTimeAsync(10);
  expect(events.at(-1)).toMatchObject({ type: 'closed', failure: { code: 'device-lost' } });
  expect(batches(events)).toHaveLength(1);
  expect(port.isOpen).toBe(false);
});

test('a board that describes itself in two ways at once is lost, and its port closed', async () => {
  const { port, connect } = setUp();
  const outcome = failing(connect(), 0);
  await vi.advanceTimersByTimeAsync(0);
  const other = encodeSerialPacket(SERIAL_PACKET.description, NODLAB.with(4, 1));
  port.send(Uint8Array.of(...describe(), ...other));
  expect(await outcome).toMatchObject({ code: 'device-lost' });
  expect(port.isOpen).toBe(false);
});

test('a Nodlab description of another version is refused with the reason', async () => {
  const { port, connect } = setUp();
  const outcome = failing(connect(), 0);
  await vi.advanceTimersByTimeAsync(0);
  port.send(encodeSerialPacket(SERIAL_PACKET.description, NODLAB.with(0, 2)));
  expect(await outcome).toMatchObject({ code: 'device-protocol', message: /version 2/ });
  expect(port.isOpen).toBe(false);
});

test('SensiML boards are told to begin and to stop, and their echo is no row', async () => {
  const { port, connect } = setUp();
  const trying = connect();
  await vi.advanceTimersByTimeAsync(0);
  const json =
    '{"sample_rate":100,"version":1,"samples_per_packet":1,"column_location":{"AccelerometerX":0,"AccelerometerY":1}}';
  port.print(`${json.slice(0, 50)}`);
  port.print(`${json.slice(50)}\r\n${json.slice(0, 20)}`);
  await vi.advanceTimersByTimeAsync(0);
  const connection = await trying;
  expect(connection.profile).toBe('sensiml');
  const events: ConnectionEvent[] = [];
  connection.listen((event) => events.push(event));
  expect(port.written).toEqual(['connect']);
  port.print(`${json.slice(20)}\r\nconn`);
  port.print('ect\r\n');
  port.send(Uint8Array.of(1, 2, 3));
  port.send(Uint8Array.of(4, 5, 6, 7, 8));
  await vi.advanceTimersByTimeAsync(0);
  expect(batches(events).flatMap(({ values }) => [...values])).toEqual([
    0x0201, 0x0403, 0x0605, 0x0807,
  ]);
  await connection.disconnect();
  expect(port.written).toEqual(['connect', 'disconnect']);
  expect(port.isOpen).toBe(false);
});
