import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Failure } from '#core/failure';
import type { ColumnMapping } from '#core/motion/columns';
import type { Connection, Device } from '#device/device';
import type { SimulatorDevice } from '#device/simulator';
import {
  createFakeWay,
  createFakeWearable,
  FAKE_DESCRIPTION,
  type FakeWearable,
} from '../../tests/support/fake-wearable';
import { leadOf } from './device-station';
import { createDeviceStation } from './device-store';
import { createLeadFrames } from './frame-bus';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp(band: FakeWearable = createFakeWearable()) {
  const preferences = new Map<string, string>();
  const platform = {
    nowMs: () => performance.now(),
    preference: (key: string) => preferences.get(key),
    setPreference: (key: string, value: string) => void preferences.set(key, value),
  };
  const radio = createFakeWay('web-bluetooth', band);
  const watch = createFakeWearable({ id: 'watch', name: 'Watch', kind: 'web-serial' });
  const cable = createFakeWay('web-serial', watch);
  const simulated = createFakeWay('simulator');
  const frames = createLeadFrames();
  const station = createDeviceStation({
    devices: {
      simulator: { ...simulated.device, control: {} } as unknown as SimulatorDevice,
      others: [radio.device, cable.device],
    },
    frames,
    platform,
  });
  const state = () => station.store.getState();
  const lead = () => leadOf(state())!;
  const phases = () => state().links.map((link) => link.state.phase);
  return { station, frames, radio, cable, band, watch, state, lead, phases, preferences };
}

/** A promise and its ends, for what hangs. */
function hanging<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** Sends at 50 Hz, four frames a packet. */
async function stream(device: FakeWearable, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 80) {
    device.send(4);
    await vi.advanceTimersByTimeAsync(80);
  }
}

test('a device is chosen, connected, and its frames and figures flow', async () => {
  const { station, frames, band, phases, lead } = setUp();
  const seen: string[] = [];
  station.store.subscribe(() => seen.push(phases().join()));
  await station.connect('web-bluetooth', { profile: 'nodlab' });
  expect([...new Set(seen)].filter(Boolean)).toEqual(['choosing', 'connecting', 'streaming']);
  await stream(band, 4000);
  expect(lead()).toMatchObject({ kind: 'web-bluetooth', name: 'Band 7', profile: 'nodlab' });
  expect(lead().health?.rateHz).toBeCloseTo(50, 1);
  band.tell({ type: 'battery', percent: 70 });
  band.tell({ type: 'signal', dbm: -60 });
  expect(lead()).toMatchObject({ battery: 70, signalDbm: -60 });
  expect(frames.ring?.total).toBe(200);
  expect(station.streams()).toMatchObject([{ name: 'Band 7', linkId: lead().id }]);
});

test('the state changes at human speed, not with every packet', async () => {
  const { station, band } = setUp();
  await station.connect('web-bluetooth');
  const heard = vi.fn();
  station.store.subscribe(heard);
  await stream(band, 4000);
  expect(heard.mock.calls.length).toBeLessThanOrEqual(9);
});

test('disconnecting frees the device, closes its frames and leaves no timer', async () => {
  const { station, frames, band, state } = setUp();
  await station.connect('web-bluetooth');
  await stream(band, 800);
  await station.disconnect();
  expect(band.disconnect).toHaveBeenCalled();
  expect(band.isHeard).toBe(false);
  expect(state().links).toEqual([]);
  expect(frames.description).toBeUndefined();
  expect(vi.getTimerCount()).toBe(0);
});

test('silence is seen within two seconds and is over with the next frame', async () => {
  const { station, band, phases, state } = setUp();
  await station.connect('web-bluetooth');
  await stream(band, 400);
  const lastMs = performance.now();
  band.send(1);
  await vi.advanceTimersByTimeAsync(1500);
  expect(phases()).toEqual(['streaming']);
  await vi.advanceTimersByTimeAsync(500);
  expect(state().links[0]?.state).toEqual({ phase: 'stalled', sinceMs: lastMs });
  band.send(1);
  expect(phases()).toEqual(['streaming']);
  expect(band.open).toHaveBeenCalledTimes(1);
});

test('a link that stays silent is dropped and opened anew', async () => {
  const { station, band, phases, state } = setUp();
  await station.connect('web-bluetooth');
  band.send(1);
  await vi.advanceTimersByTimeAsync(9900);
  expect(phases()).toEqual(['stalled']);
  await vi.advanceTimersByTimeAsync(350);
  expect(state().links[0]?.state).toMatchObject({
    phase: 'lost',
    reason: { code: 'device-silent' },
  });
  expect(band.disconnect).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(500);
  expect(phases()).toEqual(['streaming']);
  expect(band.open).toHaveBeenCalledTimes(2);
});

test('a dead link is not opened anew before it has let go of its port', async () => {
  const { station, band } = setUp();
  await station.connect('web-bluetooth');
  band.send(1);
  const freed = hanging<void>();
  band.disconnect.mockReturnValueOnce(freed.promise);
  await vi.advanceTimersByTimeAsync(12_000);
  expect(band.open).toHaveBeenCalledTimes(1);
  freed.resolve();
  await vi.advanceTimersByTimeAsync(0);
  expect(band.open).toHaveBeenCalledTimes(2);
});

test('disconnecting is done when the port is free, not before', async () => {
  const { station, band, state } = setUp();
  await station.connect('web-bluetooth');
  const freed = hanging<void>();
  band.disconnect.mockReturnValueOnce(freed.promise);
  const done = vi.fn();
  const left = station.disconnect().then(done);
  expect(state().links).toEqual([]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(done).not.toHaveBeenCalled();
  freed.resolve();
  await left;
});

test('a page that slept does not drop a link whose frames waited for it to wake', async () => {
  const { station, band, phases } = setUp();
  await station.connect('web-bluetooth');
  band.send(1);
  await vi.advanceTimersByTimeAsync(1000);
  // Twelve seconds pass without a timer or a packet coming through, then all come at once.
  vi.setSystemTime(Date.now() + 12_000);
  const passed = performance.now() + 12_000;
  vi.spyOn(performance, 'now').mockImplementation(() => passed);
  await vi.advanceTimersByTimeAsync(250);
  expect(phases()).toEqual(['stalled']);
  band.send(4);
  await vi.advanceTimersByTimeAsync(250);
  expect(phases()).toEqual(['streaming']);
  vi.restoreAllMocks();
});

test('a device that calibrates before it sends is left to it', async () => {
  const { station, band, phases } = setUp();
  await station.connect('web-bluetooth');
  await vi.advanceTimersByTimeAsync(25_000);
  expect(phases()).toEqual(['stalled']);
  expect(band.open).toHaveBeenCalledTimes(1);
});

test('a lost link says why, is tried again with growing waits, and streams on', async () => {
  const { station, frames, band, state, phases } = setUp();
  await station.connect('web-bluetooth');
  await stream(band, 400);
  const before = frames.description;
  band.open.mockRejectedValue(new Failure('device-lost', 'not in range'));
  const tries: number[] = [];
  const lostMs = performance.now();
  band.lose();
  expect(state().links[0]).toMatchObject({
    name: 'Band 7',
    description: FAKE_DESCRIPTION,
    state: { phase: 'lost', attempt: 1, reason: { code: 'device-lost' } },
  });
  band.open.mockImplementation(async () => {
    tries.push(Math.round(performance.now() - lostMs));
    throw new Failure('device-lost', 'not in range');
  });
  await vi.advanceTimersByTimeAsync(31_000);
  expect(tries).toEqual([500, 1500, 3500, 7500, 15_500, 30_500]);
  band.open.mockImplementation(async () => band.connect());
  await vi.advanceTimersByTimeAsync(15_000);
  expect(phases()).toEqual(['streaming']);
  band.send(4);
  expect(frames.ring?.total).toBe(4);
  expect(frames.description).toEqual(before);
});

test('after five minutes it is given up, and the person can try again', async () => {
  const { station, band, state, phases } = setUp();
  await station.connect('web-bluetooth');
  band.open.mockRejectedValue(new Failure('device-lost', 'not in range'));
  band.lose();
  await vi.advanceTimersByTimeAsync(305_000);
  expect(state().links[0]?.state).toMatchObject({
    phase: 'failed',
    reason: { code: 'device-unreachable' },
  });
  expect(vi.getTimerCount()).toBe(0);
  band.open.mockImplementation(async () => band.connect());
  station.retry(state().links[0]!.id);
  await vi.advanceTimersByTimeAsync(0);
  expect(phases()).toEqual(['streaming']);
});

test('what trying again does not mend fails at once', async () => {
  const { station, band, state } = setUp();
  await station.connect('web-bluetooth');
  band.open.mockRejectedValue(new Failure('permission-denied', 'taken back'));
  band.lose();
  await vi.advanceTimersByTimeAsync(500);
  expect(state().links[0]?.state).toMatchObject({
    phase: 'failed',
    reason: { code: 'permission-denied' },
  });
});

test('a second loss in the midst of connecting again is one more try', async () => {
  const { station, band, phases, state } = setUp();
  await station.connect('web-bluetooth');
  const first = hanging<Connection>();
  band.open.mockReturnValueOnce(first.promise);
  band.lose();
  await vi.advanceTimersByTimeAsync(500);
  expect(phases()).toEqual(['reconnecting']);
  first.reject(new DOMException('lost once more', 'NetworkError'));
  await vi.advanceTimersByTimeAsync(0);
  expect(state().links[0]?.state).toMatchObject({
    phase: 'lost',
    attempt: 2,
    reason: { code: 'device-lost' },
  });
  await vi.advanceTimersByTimeAsync(1000);
  expect(phases()).toEqual(['streaming']);
});

test('a cable that is plugged in again is connected at once, by the port that it has now', async () => {
  const { station, cable, watch, phases } = setUp();
  cable.grant([watch.peer]);
  await station.connect('web-serial');
  watch.open.mockRejectedValue(new Failure('device-lost', 'unplugged'));
  watch.lose();
  cable.grant([]);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(phases()).toEqual(['lost']);
  const replugged = createFakeWearable({ id: 'watch', name: 'Watch', kind: 'web-serial' });
  cable.grant([replugged.peer]);
  await vi.advanceTimersByTimeAsync(0);
  expect(phases()).toEqual(['streaming']);
  expect(replugged.isHeard).toBe(true);
});

test('a cable that comes back while it is being tried, or after it was given up, is tried patiently', async () => {
  const { station, cable, watch, phases } = setUp();
  await station.connect('web-serial');
  const trying = hanging<Connection>();
  watch.open.mockReturnValueOnce(trying.promise);
  watch.lose();
  await vi.advanceTimersByTimeAsync(500);
  cable.grant([watch.peer]);
  await vi.advanceTimersByTimeAsync(0);
  trying.reject(new Failure('port-busy', 'not ready yet'));
  await vi.advanceTimersByTimeAsync(1000);
  expect(phases()).toEqual(['streaming']);

  cable.grant([]);
  watch.open.mockRejectedValue(new Failure('device-lost', 'unplugged'));
  watch.lose();
  await vi.advanceTimersByTimeAsync(400_000);
  expect(phases()).toEqual(['failed']);
  cable.grant([watch.peer]);
  await vi.advanceTimersByTimeAsync(0);
  watch.open.mockImplementation(async () => watch.connect());
  expect(phases()).toEqual(['lost']);
  await vi.advanceTimersByTimeAsync(1000);
  expect(phases()).toEqual(['streaming']);
});

test('a failed try is in the state, is not thrown, and can be made again', async () => {
  const { station, radio, state, phases } = setUp();
  radio.choose.mockRejectedValueOnce(new Failure('nothing-chosen', 'closed'));
  await station.connect('web-bluetooth');
  expect(state().links[0]?.state).toMatchObject({
    phase: 'failed',
    reason: { code: 'nothing-chosen' },
  });
  station.retry(state().links[0]!.id);
  await vi.advanceTimersByTimeAsync(0);
  expect(phases()).toEqual(['streaming']);
});

test('giving up while choosing is no failure, and what is chosen too late is not opened', async () => {
  const { station, radio, band, state } = setUp();
  const chosen = hanging<Awaited<ReturnType<Device['choose']>>>();
  radio.choose.mockReturnValueOnce(chosen.promise);
  const trying = station.connect('web-bluetooth');
  await vi.advanceTimersByTimeAsync(0);
  station.cancel();
  expect(state().links).toEqual([]);
  expect(radio.choose.mock.calls[0]?.[0].signal.aborted).toBe(true);
  chosen.resolve(band.peer);
  await trying;
  expect(band.open).not.toHaveBeenCalled();
});

test('giving up while connecting is no failure, and a connection that comes too late is let go', async () => {
  const { station, band, state } = setUp();
  const opened = hanging<Connection>();
  band.open.mockReturnValueOnce(opened.promise);
  const trying = station.connect('web-bluetooth');
  await vi.advanceTimersByTimeAsync(0);
  station.cancel();
  expect(state().links).toEqual([]);
  opened.resolve(band.connect());
  await trying;
  expect(band.disconnect).toHaveBeenCalled();
  expect(state().links).toEqual([]);
});

test('letting go while it waits, or connects again, ends the tries and frees the device', async () => {
  const { station, band, state } = setUp();
  await station.connect('web-bluetooth');
  band.lose();
  await station.disconnect();
  expect(state().links).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);

  await station.connect('web-bluetooth');
  const again = hanging<Connection>();
  band.open.mockReturnValueOnce(again.promise);
  band.lose();
  await vi.advanceTimersByTimeAsync(500);
  const left = station.disconnect();
  band.disconnect.mockClear();
  again.resolve(band.connect());
  await left;
  expect(band.disconnect).toHaveBeenCalledTimes(1);
  expect(vi.getTimerCount()).toBe(0);
});

test('a try that another one overtakes while leaving opens no chooser', async () => {
  const { station, radio, watch, state } = setUp();
  await station.connect('web-serial');
  const freed = hanging<void>();
  watch.disconnect.mockReturnValueOnce(freed.promise);
  const overtaken = station.connect('web-bluetooth');
  const later = station.connect('web-serial');
  freed.resolve();
  await Promise.all([overtaken, later]);
  expect(radio.choose).not.toHaveBeenCalled();
  expect(state().links).toMatchObject([{ kind: 'web-serial', state: { phase: 'streaming' } }]);
});

test('after giving up, the next try waits until the device is free', async () => {
  const { station, band, phases } = setUp();
  const opened = hanging<Connection>();
  band.open.mockReturnValueOnce(opened.promise);
  void station.connect('web-bluetooth');
  await vi.advanceTimersByTimeAsync(0);
  station.cancel();
  const again = station.connect('web-bluetooth');
  await vi.advanceTimersByTimeAsync(0);
  expect(band.open).toHaveBeenCalledTimes(1);
  opened.resolve(band.connect());
  await again;
  expect(band.disconnect).toHaveBeenCalledTimes(1);
  expect(phases()).toEqual(['streaming']);
});

test('connecting another device leaves the one before, or keeps it beside', async () => {
  const { station, frames, band, watch, state } = setUp();
  await station.connect('web-bluetooth');
  await station.connect('web-serial', { beside: true });
  expect(state().links).toMatchObject([{ name: 'Band 7' }, { name: 'Watch' }]);
  band.send(3);
  watch.send(5);
  // The first one leads.
  expect(frames.ring?.total).toBe(3);
  expect(station.streams().map((one) => one.frames.ring?.total)).toEqual([3, 5]);
  const heard = vi.fn();
  frames.listen(heard);
  await station.disconnect(state().links[0]!.id);
  expect(frames.ring?.total).toBe(5);
  watch.send(2);
  expect(heard).toHaveBeenCalledTimes(1);
  await station.connect('web-bluetooth');
  expect(watch.disconnect).toHaveBeenCalled();
  expect(state().links).toMatchObject([{ name: 'Band 7' }]);
});

test('a device that is chosen twice keeps the link that it has', async () => {
  const { station, band, state, phases } = setUp();
  await station.connect('web-bluetooth');
  const { id } = state().links[0]!;
  await station.connect('web-bluetooth', { beside: true });
  expect(state().links.map((link) => link.id)).toEqual([id]);
  expect(band.open).toHaveBeenCalledTimes(1);
  expect(phases()).toEqual(['streaming']);
});

test('granted devices are offered while they are not in use, connect without a chooser, and are forgotten', async () => {
  const { station, radio, band, state, phases } = setUp();
  radio.grant([band.peer]);
  await vi.advanceTimersByTimeAsync(0);
  expect(state().granted).toEqual([
    { peerId: 'band', kind: 'web-bluetooth', name: 'Band 7', canForget: true },
  ]);
  await station.connectGranted('band');
  expect(radio.choose).not.toHaveBeenCalled();
  expect(phases()).toEqual(['streaming']);
  await vi.advanceTimersByTimeAsync(0);
  expect(state().granted).toEqual([]);
  await station.disconnect();
  expect(state().granted).toHaveLength(1);
  band.forget.mockImplementation(async () => radio.grant([]));
  await station.forget('band');
  expect(state().granted).toEqual([]);
});

test('columns that were confirmed are remembered for that device; guesses are not', async () => {
  const guess: ColumnMapping = {
    confirmed: false,
    columns: [{ name: 'accX', unit: 'g', factor: 0.001, role: 'value' }],
  };
  const control = { mapping: guess, rows: [[1], [2]], set: vi.fn() };
  const text = createFakeWearable({ columns: control });
  const { station, state, preferences, lead } = setUp(text);
  await station.connect('web-bluetooth');
  const { id } = state().links[0]!;
  expect(lead().columns).toEqual(guess);
  expect(station.rowsOf(id)).toEqual([[1], [2]]);
  station.setColumns(id, guess);
  expect(preferences.size).toBe(0);
  const confirmed: ColumnMapping = { ...guess, confirmed: true };
  control.set.mockImplementation((mapping: ColumnMapping) => {
    control.mapping = mapping;
    text.describe({ ...FAKE_DESCRIPTION, channels: [{ name: 'accX', unit: 'g' }] });
  });
  station.setColumns(id, confirmed);
  expect(lead()).toMatchObject({ columns: confirmed, description: { channels: [{}] } });
  expect(lead().description?.channels).toHaveLength(1);
  await station.disconnect();
  await station.connect('web-bluetooth');
  expect(text.open.mock.lastCall?.[0].columns).toEqual(confirmed);
});

test('a connection that ends without a reason is gone', async () => {
  const { station, band, state, frames } = setUp();
  await station.connect('web-bluetooth');
  band.tell({ type: 'closed' });
  expect(state().links).toEqual([]);
  expect(frames.description).toBeUndefined();
});

test('whatever happens to a link, letting it go leaves no connection, no timer and no one listening', async () => {
  const action = fc.constantFrom(
    ...(['connect', 'beside', 'send', 'lose', 'end', 'refuse', 'hang', 'late', 'replug'] as const),
    ...(['retry', 'cancel', 'disconnect', 'moment', 'minute'] as const),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 25 }), async (actions) => {
      const { station, radio, band, state, frames } = setUp();
      let held = 0;
      let mood: 'well' | 'refuse' | 'hang' | 'late' = 'well';
      const connect = () => {
        held++;
        const connection = band.connect();
        let isHeld = true;
        const disconnect = async () => {
          if (isHeld) held--;
          isHeld = false;
          await connection.disconnect();
        };
        return { ...connection, disconnect };
      };
      band.open.mockImplementation(({ signal }) => {
        const now = mood;
        mood = 'well';
        if (now === 'refuse') return Promise.reject(new Failure('port-busy', 'not now'));
        if (now === 'well') return Promise.resolve(connect());
        // It takes its time, and does not heed that it is given up.
        if (now === 'late') {
          return new Promise((resolve) => setTimeout(() => resolve(connect()), 400));
        }
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        });
      });
      for (const one of actions) {
        if (one === 'connect') void station.connect('web-bluetooth');
        if (one === 'beside') void station.connect('web-bluetooth', { beside: true });
        if (one === 'send') band.send(2);
        if (one === 'lose') band.lose();
        if (one === 'end') band.tell({ type: 'closed' });
        if (one === 'refuse' || one === 'hang' || one === 'late') mood = one;
        if (one === 'replug') radio.grant([band.peer]);
        if (one === 'retry') for (const { id } of state().links) station.retry(id);
        if (one === 'cancel') station.cancel();
        if (one === 'disconnect') void station.disconnect();
        await vi.advanceTimersByTimeAsync(one === 'minute' ? 60_000 : one === 'moment' ? 700 : 0);
        expect(held).toBeLessThanOrEqual(1);
        const streams = state().links.filter(({ state: { phase } }) => phase === 'streaming');
        expect(streams.length).toBeLessThanOrEqual(held);
      }
      void station.disconnect();
      await vi.advanceTimersByTimeAsync(500);
      expect(state().links).toEqual([]);
      expect([held, band.isHeard, frames.ring, vi.getTimerCount()]).toEqual([
        ...[0, false, undefined, 0],
      ]);
    }),
    { numRuns: 150 },
  );
});
