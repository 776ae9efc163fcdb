import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  DESCRIPTION_CHARACTERISTIC,
  encodeDescription,
  MOTION_CHARACTERISTIC,
  MOTION_SERVICE,
} from '#core/motion/gatt-profile';
import { encodePacket } from '#core/motion/packet-codec';
import { FakeDevice, type FakeDeviceOptions } from '../../tests/support/fake-bluetooth';
import { createBluetoothPeer } from './bluetooth-peer';
import type { Connection, ConnectionEvent, ConnectStep, Peer } from './device';
import { BATTERY_LEVEL, BATTERY_SERVICE } from './profiles/profiles';

const WIRE = {
  nominalRateHz: 50,
  channels: [{ name: 'accX', unit: 'g', scale: 0.001 }],
} as const;
const MICROBIT_SERVICE = 'e95d0753-251d-470a-a062-fa1922dfa9a8';
const MICROBIT_DATA = 'e95dca4b-251d-470a-a062-fa1922dfa9a8';
const MOTION = {
  [DESCRIPTION_CHARACTERISTIC]: { value: encodeDescription(WIRE) },
  [MOTION_CHARACTERISTIC]: { notify: true },
};
const packet = (number: number, count = 1000) =>
  encodePacket(number, 20_000, number * 20_000, Int16Array.of(count));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp(options: Partial<FakeDeviceOptions> = {}) {
  const fake = new FakeDevice({ services: { [MOTION_SERVICE]: MOTION }, ...options });
  const peer = createBluetoothPeer(fake as unknown as BluetoothDevice, () => 1234);
  return { fake, peer, aborter: new AbortController() };
}

async function listening(peer: Peer) {
  const events: ConnectionEvent[] = [];
  const opening = peer.open({ signal: new AbortController().signal }).then((connection) => {
    connection.listen((event) => events.push(event));
    return connection;
  });
  // A link that the page has just dropped is not opened at once.
  await vi.advanceTimersByTimeAsync(300);
  return { connection: await opening, events };
}

async function connected(options?: Partial<FakeDeviceOptions>) {
  const all = setUp(options);
  return { ...all, ...(await listening(all.peer)) };
}

/** How it ended, while `ms` pass. */
async function outcomeOf(opening: Promise<Connection>, ms = 0): Promise<unknown> {
  const outcome = opening.then(
    () => 'open',
    (error: unknown) => error,
  );
  await vi.advanceTimersByTimeAsync(ms);
  return outcome;
}

const values = (events: readonly ConnectionEvent[]) =>
  events.flatMap((event) => (event.type === 'frames' ? [...event.batch.values] : []));

test('opening tells each step and what the stream carries', async () => {
  const { peer } = setUp();
  const steps: ConnectStep[] = [];
  const { signal } = new AbortController();
  const connection = await peer.open({ signal, onProgress: (step) => steps.push(step) });
  expect(steps).toEqual(['connecting', 'reading-description', 'starting']);
  expect(connection).toMatchObject({ name: 'Band 7', profile: 'nodlab' });
  expect(connection.description).toMatchObject({ nominalRateHz: 50, clock: 'device' });
});

test('frames are taken before the browser overwrites the value', async () => {
  const { fake, events } = await connected();
  fake.notify(MOTION_CHARACTERISTIC, encodePacket(0, 20_000, 40_000, Int16Array.of(1000, -500)));
  const [event] = events;
  if (event?.type !== 'frames') throw new Error('no frames');
  expect([...event.batch.values]).toEqual([1, -0.5]);
  expect([...event.batch.timestampMs]).toEqual([40, 60]);
  expect(event.batch.arrivalMs).toBe(1234);
});

test('a packet that makes no sense is told as skipped', async () => {
  const { fake, events } = await connected();
  fake.notify(MOTION_CHARACTERISTIC, [1, 2, 3]);
  expect(events).toEqual([{ type: 'skipped', count: 1 }]);
});

test('the battery is followed where there is one, beside the motion and one operation at a time', async () => {
  const level = { value: [80], notify: true };
  const services = { [MOTION_SERVICE]: MOTION, [BATTERY_SERVICE]: { [BATTERY_LEVEL]: level } };
  const { fake, events } = await connected({ services });
  await vi.advanceTimersByTimeAsync(1);
  fake.notify(BATTERY_LEVEL, [79]);
  fake.notify(MOTION_CHARACTERISTIC, packet(0));
  expect(events.map(({ type }) => type)).toEqual(['battery', 'battery', 'frames']);
  expect(events.slice(0, 2)).toMatchObject([{ percent: 80 }, { percent: 79 }]);
});

test('a drop closes the stream with the reason, once', async () => {
  const { fake, events, connection } = await connected();
  fake.drop();
  fake.drop();
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({ type: 'closed', failure: { code: 'device-lost' } });
  await connection.disconnect();
  expect(fake.disconnects).toBe(0);
});

test('after a drop the same peer opens again, with new services and one set of listeners', async () => {
  const { fake, peer, events } = await connected();
  fake.notify(MOTION_CHARACTERISTIC, packet(0, 1));
  fake.drop();
  const again = await listening(peer);
  fake.notify(MOTION_CHARACTERISTIC, packet(100, 2));
  expect(fake.connects).toBe(2);
  expect(values(events)).toEqual([Math.fround(0.001)]);
  expect(values(again.events)).toEqual([Math.fround(0.002)]);
  // The frames between the two streams are no loss of the second.
  expect(again.events[0]).toMatchObject({ batch: { lostBefore: 0 } });
});

test('disconnecting closes without a failure and leaves the link free', async () => {
  const { fake, connection, events } = await connected();
  await Promise.all([connection.disconnect(), connection.disconnect()]);
  expect(events).toEqual([{ type: 'closed' }]);
  expect(fake).toMatchObject({ connected: false, disconnects: 1 });
  expect(vi.getTimerCount()).toBe(0);
});

test.each(['disconnected', 'dropped', 'given up'])(
  '%s, it leaves no listener behind',
  async (how) => {
    const { fake, peer, aborter } = setUp();
    const added = vi.spyOn(fake, 'addEventListener');
    const removed = vi.spyOn(fake, 'removeEventListener');
    if (how === 'given up') {
      // Just as the device answers that it has begun.
      fake.answered = (doing) => doing.startsWith('startNotifications') && aborter.abort();
      const outcome = await outcomeOf(peer.open({ signal: aborter.signal }), 1);
      expect(outcome).toMatchObject({ name: 'AbortError' });
    } else {
      const { connection } = await listening(peer);
      if (how === 'dropped') fake.drop();
      await connection.disconnect();
    }
    expect(added.mock.calls.length).toBeGreaterThan(0);
    expect(removed.mock.calls.length).toBe(added.mock.calls.length);
  },
);

test('opening a peer that is open lets go of its older stream first', async () => {
  const { fake, peer, events } = await connected();
  const again = await listening(peer);
  fake.notify(MOTION_CHARACTERISTIC, packet(0));
  expect(events).toEqual([{ type: 'closed' }]);
  expect(again.events).toHaveLength(1);
  expect(fake.connected).toBe(true);
});

test('a device that hangs while connecting is given up after fifteen seconds', async () => {
  const { fake, peer } = setUp();
  fake.connecting = 'hang';
  const { signal } = new AbortController();
  const opening = peer.open({ signal });
  let over = false;
  opening
    .catch(() => undefined)
    .finally(() => {
      over = true;
    });
  await vi.advanceTimersByTimeAsync(14_900);
  expect(over).toBe(false);
  expect(await outcomeOf(opening, 200)).toMatchObject({
    code: 'device-lost',
    message: 'Band 7 did not answer within 15 s.',
  });
  expect(fake.disconnects).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
});

test('a link that comes too late is let go of', async () => {
  const { fake, peer, aborter } = setUp();
  fake.connecting = 'hang';
  const outcome = outcomeOf(peer.open({ signal: aborter.signal }), 10);
  await vi.advanceTimersByTimeAsync(5);
  aborter.abort();
  expect(await outcome).toMatchObject({ name: 'AbortError' });
  fake.late.shift()!();
  await vi.advanceTimersByTimeAsync(1);
  expect(fake).toMatchObject({ connects: 1, connected: false });
});

test('a link that comes too late does not cut a newer one', async () => {
  const { fake, peer, aborter } = setUp();
  fake.connecting = 'hang';
  const outcome = outcomeOf(peer.open({ signal: aborter.signal }), 10);
  await vi.advanceTimersByTimeAsync(5);
  aborter.abort();
  expect(await outcome).toMatchObject({ name: 'AbortError' });
  fake.connecting = 'well';
  await listening(peer);
  const { disconnects } = fake;
  fake.late.shift()!();
  await vi.advanceTimersByTimeAsync(1);
  expect(fake).toMatchObject({ connected: true, disconnects });
});

test('a link that the page has just dropped is given time to go before it is opened again', async () => {
  const { fake, peer, connection } = await connected();
  await connection.disconnect();
  const opening = peer.open({ signal: new AbortController().signal });
  await vi.advanceTimersByTimeAsync(290);
  expect(fake.connects).toBe(1);
  await vi.advanceTimersByTimeAsync(10);
  await opening;
  expect(fake.connects).toBe(2);
});

test('a device that is connected and answers nothing is silent', async () => {
  const { fake, peer } = setUp();
  fake.stalled = true;
  const { signal } = new AbortController();
  expect(await outcomeOf(peer.open({ signal }), 20_001)).toMatchObject({ code: 'device-silent' });
  expect(fake.connected).toBe(false);
});

test('a drop while it starts is a lost device, told at once', async () => {
  const { fake, peer } = setUp();
  fake.stalled = true;
  const { signal } = new AbortController();
  const outcome = outcomeOf(peer.open({ signal }), 10);
  await vi.advanceTimersByTimeAsync(5);
  fake.drop();
  expect(await outcome).toMatchObject({ code: 'device-lost' });
});

test('a device out of reach is lost, in the browser’s words', async () => {
  const { fake, peer } = setUp();
  fake.connecting = 'fail';
  const { signal } = new AbortController();
  expect(await outcomeOf(peer.open({ signal }))).toMatchObject({
    code: 'device-lost',
    message: 'Connecting: Bluetooth Device is no longer in range.',
  });
});

test.each(['connecting', 'reading-description', 'starting'] as const)(
  'given up while %s, it lets go and says no failure',
  async (step) => {
    const { fake, peer, aborter } = setUp();
    const opening = peer.open({
      signal: aborter.signal,
      onProgress: (reached) => reached === step && aborter.abort(),
    });
    expect(await outcomeOf(opening)).toMatchObject({ name: 'AbortError' });
    await vi.advanceTimersByTimeAsync(1);
    expect(fake.connected).toBe(false);
    expect(fake.notify(MOTION_CHARACTERISTIC, packet(0))).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  },
);

test('a try that is given up already opens nothing', async () => {
  const { fake, peer } = setUp();
  const signal = AbortSignal.abort();
  await expect(peer.open({ signal })).rejects.toMatchObject({ name: 'AbortError' });
  expect(fake.connects).toBe(0);
});

test('a device of no known kind is let go of, and what it has is told', async () => {
  const services = { [BATTERY_SERVICE]: {}, '12345678-0000-4000-8000-000000000000': {} };
  const { fake, peer } = setUp({ services });
  const { signal } = new AbortController();
  const failure = await outcomeOf(peer.open({ signal }));
  expect(failure).toMatchObject({ code: 'device-protocol' });
  expect(String(failure)).toContain('it has: 180f, 12345678-0000-4000-8000-000000000000.');
  expect(fake.connected).toBe(false);
});

test('a description of another version is refused, and the device let go of', async () => {
  const value = Uint8Array.of(9, 1, 0, 0, 0, 0, 0, 0);
  const motion = { ...MOTION, [DESCRIPTION_CHARACTERISTIC]: { value } };
  const { fake, peer } = setUp({ services: { [MOTION_SERVICE]: motion } });
  const { signal } = new AbortController();
  expect(await outcomeOf(peer.open({ signal }))).toMatchObject({ code: 'device-protocol' });
  expect(fake.connected).toBe(false);
});

test('two devices stream at once, each to its own listeners', async () => {
  const first = await connected({ id: 'a' });
  const second = await connected({
    id: 'b',
    services: { [MICROBIT_SERVICE]: { [MICROBIT_DATA]: { notify: true } } },
  });
  first.fake.notify(MOTION_CHARACTERISTIC, packet(0, 250));
  second.fake.notify(MICROBIT_DATA, [0xe8, 0x03, 0x18, 0xfc, 0, 0]);
  await first.connection.disconnect();
  second.fake.notify(MICROBIT_DATA, [0, 0, 0, 0, 0xe8, 0x03]);
  expect(values(first.events)).toEqual([0.25]);
  expect(second.connection.profile).toBe('microbit');
  expect(values(second.events)).toEqual([1, -1, 0, 0, 0, 1]);
});

test.each([
  ['answers', false],
  ['never answers', true],
])('a device that %s is asked to stop, for no longer than half a second', async (_, stalls) => {
  const states: number[][] = [];
  const uuid = (part: string) => `81c30e5c-${part}-4f7d-a886-de3e90749161`;
  const { fake, peer } = setUp({
    services: {
      [uuid('0000')]: {
        [uuid('1001')]: { notify: true },
        [uuid('3001')]: { onWrite: (bytes) => states.push([...bytes]) },
      },
    },
  });
  const opening = listening(peer);
  await vi.advanceTimersByTimeAsync(10);
  fake.notify(uuid('1001'), new Uint8Array(24));
  const { connection, events } = await opening;
  fake.stalled = stalls;
  let left = false;
  const leaving = connection.disconnect().then(() => {
    left = true;
  });
  fake.notify(uuid('1001'), new Uint8Array(24));
  await vi.advanceTimersByTimeAsync(490);
  expect(left).toBe(!stalls);
  await vi.advanceTimersByTimeAsync(20);
  await leaving;
  expect(states).toEqual(stalls ? [[4]] : [[4], [1]]);
  expect(fake.connected).toBe(false);
  expect(events).toEqual([{ type: 'closed' }]);
});

test('the signal’s strength is told where the browser hears it, and the scan ended', async () => {
  const { fake, peer } = setUp();
  let scan: AbortSignal | undefined;
  Object.assign(fake, {
    watchAdvertisements: async (options: { signal: AbortSignal }) => {
      scan = options.signal;
    },
  });
  const { events } = await listening(peer);
  fake.dispatchEvent(Object.assign(new Event('advertisementreceived'), { rssi: -61 }));
  fake.dispatchEvent(Object.assign(new Event('advertisementreceived'), { rssi: -80 }));
  expect(events).toEqual([{ type: 'signal', dbm: -61 }]);
  expect(scan?.aborted).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test('a browser that refuses to scan streams all the same', async () => {
  const { fake, peer } = setUp();
  Object.assign(fake, { watchAdvertisements: () => Promise.reject(new Error('no')) });
  const { events } = await listening(peer);
  await vi.advanceTimersByTimeAsync(1);
  fake.notify(MOTION_CHARACTERISTIC, packet(0));
  expect(events).toHaveLength(1);
});
