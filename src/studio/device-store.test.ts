import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Failure } from '#core/failure';
import type { ColumnMapping } from '#core/motion/columns';
import type { Connection, Device } from '#device/device';
import { hanging, setUpDevices, stream } from '../../tests/support/device-set-up';
import { createFakeWearable, FAKE_DESCRIPTION } from '../../tests/support/fake-wearable';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a device is chosen, connected, and its frames and figures flow', async () => {
  const { station, frames, band, phases, lead } = setUpDevices();
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
  const { station, band } = setUpDevices();
  await station.connect('web-bluetooth');
  const heard = vi.fn();
  station.store.subscribe(heard);
  await stream(band, 4000);
  expect(heard.mock.calls.length).toBeLessThanOrEqual(9);
});

test('disconnecting frees the device, closes its frames and leaves no timer', async () => {
  const { station, frames, band, state } = setUpDevices();
  await station.connect('web-bluetooth');
  await stream(band, 800);
  await station.disconnect();
  expect(band.disconnect).toHaveBeenCalled();
  expect(band.isHeard).toBe(false);
  expect(state().links).toEqual([]);
  expect(frames.description).toBeUndefined();
  expect(vi.getTimerCount()).toBe(0);
});

test('disconnecting is done when the port is free, not before', async () => {
  const { station, band, state } = setUpDevices();
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

test('a failed try is in the state, is not thrown, and can be made again', async () => {
  const { station, radio, state, phases } = setUpDevices();
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
  const { station, radio, band, state } = setUpDevices();
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
  const { station, band, state } = setUpDevices();
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

test('a try that another one overtakes while leaving opens no chooser', async () => {
  const { station, radio, watch, state } = setUpDevices();
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
  const { station, band, phases } = setUpDevices();
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
  const { station, frames, band, watch, state } = setUpDevices();
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
  const { station, band, state, phases } = setUpDevices();
  await station.connect('web-bluetooth');
  const { id } = state().links[0]!;
  await station.connect('web-bluetooth', { beside: true });
  expect(state().links.map((link) => link.id)).toEqual([id]);
  expect(band.open).toHaveBeenCalledTimes(1);
  expect(phases()).toEqual(['streaming']);
});

test('granted devices are offered while they are not in use, connect without a chooser, and are forgotten', async () => {
  const { station, radio, band, state, phases } = setUpDevices();
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
  const { station, state, preferences, lead } = setUpDevices(text);
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
  const { station, band, state, frames } = setUpDevices();
  await station.connect('web-bluetooth');
  band.tell({ type: 'closed' });
  expect(state().links).toEqual([]);
  expect(frames.description).toBeUndefined();
});
