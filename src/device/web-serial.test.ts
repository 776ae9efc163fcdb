import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { batches, failing, skippedIn } from '../../tests/support/connection-events';
import { FakePort, FakeSerial } from '../../tests/support/fake-serial';
import type { ConnectionEvent, ConnectStep, Peer } from './device';
import { createWebSerial } from './web-serial';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp(ports = [new FakePort()]) {
  const serial = new FakeSerial(ports);
  const device = createWebSerial(
    () => serial as unknown as Serial,
    () => Date.now(),
  );
  const aborter = new AbortController();
  const { signal } = aborter;
  const connect = async (onProgress?: (step: ConnectStep) => void) => {
    const peer = await device.choose({ signal });
    return peer.open({ signal, ...(onProgress ? { onProgress } : {}) });
  };
  return { port: ports[0]!, serial, device, aborter, signal, connect };
}

/** The board prints a line every 20 ms while `ms` pass. */
async function run(port: FakePort, ms: number, line = '0.0,0.6,0.8\n') {
  for (let passed = 0; passed < ms; passed += 20) {
    port.print(line);
    await vi.advanceTimersByTimeAsync(20);
  }
}

async function connected(line?: string) {
  const fake = setUp();
  const trying = fake.connect();
  await run(fake.port, 2000, line);
  const connection = await trying;
  const events: ConnectionEvent[] = [];
  connection.listen((event) => events.push(event));
  return { ...fake, connection, events };
}

// The code that opens ports is fetched when it is first needed.
beforeEach(async () => {
  await import('./serial/open-serial');
});

test('opens at the usual speed and measures the rate before it says that it is connected', async () => {
  const { port, connection } = await connected();
  expect(port.opened).toEqual([{ baudRate: 115_200, bufferSize: 65_536 }]);
  expect(connection.name).toBe('Arduino');
  expect(connection.profile).toBe('text-lines');
  expect(connection.description.clock).toBe('host');
  expect(connection.description.nominalRateHz).toBeCloseTo(50, 0);
  expect(connection.description.channels.map(({ name }) => name)).toEqual(['accX', 'accY', 'accZ']);
  expect(port.written).toEqual([]);
});

test('lines become frames in g whatever unit gravity showed', async () => {
  const { port, events } = await connected('0,600,800\n');
  await run(port, 1000, '0,600,800\n');
  const frames = batches(events);
  expect(frames.reduce((sum, { timestampMs }) => sum + timestampMs.length, 0)).toBeGreaterThan(45);
  const [, y, z] = frames[0]!.values;
  expect(Math.hypot(y!, z!)).toBeCloseTo(1, 5);
});

test('columns that are named anew are told, and the connection describes itself so', async () => {
  const { connection, events } = await connected();
  const { columns } = connection.columns!.mapping;
  const renamed = columns.map((column) => ({ ...column, name: `head ${column.name}` }));
  connection.columns!.set({ columns: renamed, confirmed: true });
  expect(events.at(-1)?.type).toBe('described');
  expect(connection.description.channels[0]?.name).toBe('head accX');
});

test('bad lines are counted and the stream goes on', async () => {
  const { port, events } = await connected();
  await run(port, 100, 'rubbish\n');
  await run(port, 100);
  expect(skippedIn(events)).toBe(5);
  expect(batches(events).length).toBeGreaterThan(3);
});

test('a framing error on the wire is counted and does not end the stream', async () => {
  const { port, events } = await connected();
  port.breakFrame();
  await run(port, 200);
  expect(events.some(({ type }) => type === 'closed')).toBe(false);
  expect(skippedIn(events)).toBeGreaterThan(0);
  expect(batches(events).length).toBeGreaterThan(5);
});

test('a pulled cable closes the stream with the reason, and the port', async () => {
  const { port, events } = await connected();
  port.unplug();
  await vi.advanceTimersByTimeAsync(100);
  expect(events.at(-1)).toMatchObject({ type: 'closed', failure: { code: 'device-lost' } });
  expect(port.isOpen).toBe(false);
});

test.each([
  ['the same port', (port: FakePort) => port],
  ['a new port', () => new FakePort()],
])('plugged in again as %s, the same peer opens it', async (_, plugged) => {
  const { port, serial, device, signal } = await connected();
  const [peer] = await device.granted();
  port.unplug();
  await vi.advanceTimersByTimeAsync(100);
  expect(await device.granted()).toEqual([]);
  expect(await failing(peer!.open({ signal }), 0)).toMatchObject({ code: 'device-unreachable' });
  const next = plugged(port);
  next.connected = true;
  serial.ports = [next];
  expect((await device.granted()).map(({ id }) => id)).toEqual([peer!.id]);
  const again = peer!.open({ signal });
  await vi.advanceTimersByTimeAsync(0);
  await run(next, 2000);
  expect((await again).description.channels).toHaveLength(3);
});

test('silence does not end the connection', async () => {
  const { events } = await connected();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(events.some(({ type }) => type === 'closed')).toBe(false);
});

test('disconnecting leaves the port closed and no timer behind', async () => {
  const { port, connection, events } = await connected();
  await connection.disconnect();
  expect(events.at(-1)).toEqual({ type: 'closed' });
  expect(port.isOpen).toBe(false);
  expect(vi.getTimerCount()).toBe(0);
});

test('a board that prints nothing is silent', async () => {
  const { port, connect } = setUp();
  expect(await failing(connect(), 6000)).toMatchObject({ code: 'device-silent' });
  expect(port.isOpen).toBe(false);
});

test('a board that prints no numbers speaks another language, in its own words', async () => {
  const { port, connect } = setUp();
  const outcome = failing(connect(), 100);
  await vi.advanceTimersByTimeAsync(100);
  for (let i = 0; i < 5; i++) port.print('ERR: no sensor\n');
  await vi.advanceTimersByTimeAsync(6000);
  expect(await outcome).toMatchObject({ code: 'device-protocol', message: 'ERR: no sensor' });
});

test.each([
  ['Failed to open serial port.', 'NetworkError'],
  ['The port is already open.', 'InvalidStateError'],
])('a port that is held elsewhere (%s) is busy', async (message, name) => {
  const { port, connect } = setUp();
  port.refuse = new DOMException(message, name);
  expect(await failing(connect(), 100)).toMatchObject({ code: 'port-busy' });
});

test('a chooser that is closed says that nothing was chosen', async () => {
  const { serial, connect } = setUp();
  serial.requestPort.mockRejectedValue(new DOMException('No port selected.', 'NotFoundError'));
  expect(await failing(connect(), 100)).toMatchObject({ code: 'nothing-chosen' });
});

test.each(['connecting', 'reading-description'] as const)(
  'given up while %s, the port is left closed and there is no failure',
  async (step) => {
    const { port, aborter, connect } = setUp();
    const trying = connect((reached) => reached === step && aborter.abort());
    expect(await failing(trying, 6000)).toMatchObject({ name: 'AbortError' });
    expect(port.isOpen).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  },
);

test('given up while the system opens the port, it is closed once it is open, and opens again', async () => {
  const { port, device, aborter, signal } = setUp();
  port.openMs = 500;
  port.closeMs = 500;
  const peer = await device.choose({ signal });
  const outcome = failing(peer.open({ signal }), 100);
  await vi.advanceTimersByTimeAsync(100);
  aborter.abort();
  expect(await outcome).toMatchObject({ name: 'AbortError' });
  const again = peer.open({ signal: new AbortController().signal });
  await run(port, 4000);
  expect((await again).description.channels).toHaveLength(3);
});

test('given up while lines are watched, the port is closed', async () => {
  const { port, aborter, connect } = setUp();
  const outcome = failing(connect(), 0);
  await run(port, 300);
  aborter.abort();
  await vi.advanceTimersByTimeAsync(200);
  expect(await outcome).toMatchObject({ name: 'AbortError' });
  expect(port.isOpen).toBe(false);
});

test('a try that is given up already opens no chooser', async () => {
  const { aborter, serial, connect } = setUp();
  aborter.abort();
  expect(await failing(connect(), 0)).toMatchObject({ name: 'AbortError' });
  expect(serial.requestPort).not.toHaveBeenCalled();
});

test('a cable pulled while its lines are watched is a lost device', async () => {
  const { port, connect } = setUp();
  const outcome = failing(connect(), 0);
  await run(port, 300);
  port.unplug();
  await vi.advanceTimersByTimeAsync(200);
  expect(await outcome).toMatchObject({ code: 'device-lost' });
  expect(port.isOpen).toBe(false);
});

test('opened while it is still being closed, a port waits for that', async () => {
  const { port, connection, device, signal } = await connected();
  port.closeMs = 700;
  const [peer] = await device.granted();
  void connection.disconnect();
  const again = peer!.open({ signal });
  await run(port, 3000);
  expect((await again).description.channels).toHaveLength(3);
});

const granted = async (ports: FakePort[]): Promise<readonly Peer[]> =>
  setUp(ports).device.granted();

test('ports are told apart, and called by their makers', async () => {
  const info = { usbVendorId: 0x239a, usbProductId: 0x8087 };
  const peers = await granted([new FakePort(info), new FakePort(info), new FakePort({})]);
  expect(peers.map(({ name }) => name)).toEqual(['Adafruit', 'Adafruit 2', 'Serial port']);
  expect(new Set(peers.map(({ id }) => id)).size).toBe(3);
  const again = await granted([new FakePort(info), new FakePort(info), new FakePort({})]);
  expect(again.map(({ id }) => id)).toEqual(peers.map(({ id }) => id));
});

test('two boards stream at once, and one goes on without the other', async () => {
  const ports = [new FakePort(), new FakePort()];
  const { device, signal } = setUp(ports);
  const opening = (await device.granted()).map((peer) => peer.open({ signal }));
  for (let passed = 0; passed < 2000; passed += 20) {
    ports[1]!.print('5,5,5,5\n');
    await run(ports[0]!, 20);
  }
  const [first, second] = await Promise.all(opening);
  expect(first?.description.channels).toHaveLength(3);
  expect(second?.description.channels).toHaveLength(4);
  const events: ConnectionEvent[] = [];
  second?.listen((event) => events.push(event));
  await first?.disconnect();
  await run(ports[1]!, 100, '5,5,5,5\n');
  expect(batches(events).length).toBeGreaterThan(3);
});

test('a plugged and a pulled cable are told until nobody listens', () => {
  const { serial, device } = setUp();
  const listener = vi.fn();
  const stop = device.onGrantedChange(listener);
  serial.dispatchEvent(new Event('connect'));
  serial.dispatchEvent(new Event('disconnect'));
  stop();
  serial.dispatchEvent(new Event('connect'));
  expect(listener).toHaveBeenCalledTimes(2);
});

test('a browser without serial ports says so', async () => {
  const device = createWebSerial(() => undefined);
  expect(device.availability()).toEqual({ state: 'missing', reason: 'no-web-serial' });
  expect(await device.granted()).toEqual([]);
});
