import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Failure } from '#core/failure';
import type { Connection, ConnectionEvent, Device } from '#device/device';
import { createSimulator } from '#device/simulator';
import { createDeviceStation } from './device-store';
import { createFrameBus } from './frame-bus';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A radio whose connection is in the test's hands. */
function createFakeRadio() {
  let tell: (event: ConnectionEvent) => void = () => {};
  const disconnect = vi.fn(async () => {});
  const connection: Connection = {
    kind: 'web-bluetooth',
    name: 'Band 7',
    description: {
      channels: [{ name: 'accX', unit: 'g' }],
      nominalRateHz: 50,
      clock: 'device',
    },
    listen(listener) {
      tell = listener;
      return () => {
        tell = () => {};
      };
    },
    disconnect,
  };
  const connect = vi.fn<Device['connect']>(async () => connection);
  const device: Device = {
    kind: 'web-bluetooth',
    availability: () => ({ state: 'missing', reason: 'insecure-page' }),
    connect,
  };
  return { device, connect, connection, disconnect, tell: (event: ConnectionEvent) => tell(event) };
}

function setUp() {
  const platform = { nowMs: () => Date.now() };
  const radio = createFakeRadio();
  const frames = createFrameBus();
  const simulator = createSimulator(platform);
  const devices = { simulator, webBluetooth: radio.device, webSerial: radio.device };
  const station = createDeviceStation({ devices, frames, platform });
  return { station, frames, radio, state: () => station.store.getState() };
}

test('the simulator’s frames flow onto the bus, and its rate is measured', async () => {
  const { station, frames, state } = setUp();
  await station.connect('simulator');
  vi.advanceTimersByTime(5000);
  expect(state()).toMatchObject({ phase: 'connected', kind: 'simulator', name: 'Nodlab Sim' });
  const now = state();
  if (now.phase !== 'connected') throw new Error('not connected');
  expect(now.health.rateHz).toBeCloseTo(50, 0);
  expect(frames.ring!.total).toBeGreaterThan(230);
});

test('the state changes at human speed, not with every packet', async () => {
  const { station } = setUp();
  await station.connect('simulator');
  const heard = vi.fn();
  station.store.subscribe(heard);
  vi.advanceTimersByTime(4000);
  expect(heard.mock.calls.length).toBeLessThanOrEqual(9);
});

test('disconnecting closes the bus and leaves no timer', async () => {
  const { station, frames, state } = setUp();
  await station.connect('simulator');
  vi.advanceTimersByTime(500);
  await station.disconnect();
  expect(state()).toEqual({ phase: 'idle' });
  expect(frames.description).toBeUndefined();
  expect(vi.getTimerCount()).toBe(0);
});

test('a lost device says which it was and why; the bus closes after the state has changed', async () => {
  const { station, frames, radio, state } = setUp();
  await station.connect('web-bluetooth');
  radio.tell({ type: 'battery', percent: 70 });
  expect(state()).toMatchObject({ battery: 70 });
  const openWhenTold: boolean[] = [];
  station.store.subscribe(() => openWhenTold.push(frames.description !== undefined));
  radio.tell({ type: 'closed', failure: new Failure('device-lost', 'out of range') });
  expect(state()).toMatchObject({
    phase: 'idle',
    kind: 'web-bluetooth',
    lostName: 'Band 7',
    failure: { code: 'device-lost' },
  });
  expect(openWhenTold).toEqual([true]);
  expect(frames.description).toBeUndefined();
});

test('a failed try is in the state and is not thrown', async () => {
  const { station, radio, state } = setUp();
  radio.connect.mockRejectedValue(new Failure('nothing-chosen', 'closed'));
  await station.connect('web-bluetooth');
  expect(state()).toMatchObject({ phase: 'idle', failure: { code: 'nothing-chosen' } });
});

test('giving up is no failure, and a connection that comes too late is let go of', async () => {
  const { station, radio, state } = setUp();
  let arrive: (connection: Connection) => void = () => {};
  radio.connect.mockReturnValue(
    new Promise((resolve) => {
      arrive = resolve;
    }),
  );
  const trying = station.connect('web-bluetooth');
  await vi.waitFor(() => expect(radio.connect).toHaveBeenCalled());
  station.cancel();
  expect(state()).toEqual({ phase: 'idle' });
  arrive(radio.connection);
  await trying;
  expect(radio.disconnect).toHaveBeenCalled();
  expect(state()).toEqual({ phase: 'idle' });
});

test('a try that another one overtakes while leaving opens no chooser', async () => {
  const { station, radio, state } = setUp();
  await station.connect('simulator');
  const overtaken = station.connect('web-bluetooth');
  await station.connect('simulator');
  await overtaken;
  expect(radio.connect).not.toHaveBeenCalled();
  expect(state()).toMatchObject({ phase: 'connected', kind: 'simulator' });
});

test('connecting another device leaves the one before', async () => {
  const { station, radio, state } = setUp();
  await station.connect('web-bluetooth');
  await station.connect('simulator');
  expect(radio.disconnect).toHaveBeenCalled();
  radio.tell({ type: 'closed', failure: new Failure('device-lost', 'late') });
  expect(state()).toMatchObject({ phase: 'connected', kind: 'simulator' });
});

test('a way in that is missing says why', () => {
  expect(setUp().station.availability('web-bluetooth')).toEqual({
    state: 'missing',
    reason: 'insecure-page',
  });
});
