import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Failure } from '#core/failure';
import type { Connection } from '#device/device';
import { hanging, setUpDevices, stream } from '../../tests/support/device-set-up';
import { createFakeWearable, FAKE_DESCRIPTION } from '../../tests/support/fake-wearable';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('silence is seen within two seconds and is over with the next frame', async () => {
  const { station, band, phases, state } = setUpDevices();
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
  const { station, band, phases, state } = setUpDevices();
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
  const { station, band } = setUpDevices();
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

test('a page that slept does not drop a link whose frames waited for it to wake', async () => {
  const { station, band, phases } = setUpDevices();
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
  const { station, band, phases } = setUpDevices();
  await station.connect('web-bluetooth');
  await vi.advanceTimersByTimeAsync(25_000);
  expect(phases()).toEqual(['stalled']);
  expect(band.open).toHaveBeenCalledTimes(1);
});

test('a lost link says why, is tried again with growing waits, and streams on', async () => {
  const { station, frames, band, state, phases } = setUpDevices();
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
  const { station, band, state, phases } = setUpDevices();
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
  const { station, band, state } = setUpDevices();
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
  const { station, band, phases, state } = setUpDevices();
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
  const { station, cable, watch, phases } = setUpDevices();
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
  const { station, cable, watch, phases } = setUpDevices();
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

test('letting go while it waits, or connects again, ends the tries and frees the device', async () => {
  const { station, band, state } = setUpDevices();
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

test('whatever happens to a link, letting it go leaves no connection, no timer and no one listening', async () => {
  const action = fc.constantFrom(
    ...(['connect', 'beside', 'send', 'lose', 'end', 'refuse', 'hang', 'late', 'replug'] as const),
    ...(['retry', 'cancel', 'disconnect', 'moment', 'minute'] as const),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 25 }), async (actions) => {
      const { station, radio, band, state, frames } = setUpDevices();
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
