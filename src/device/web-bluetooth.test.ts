import { expect, test, vi } from 'vitest';
import { MOTION_SERVICE } from '#core/motion/gatt-profile';
import { FakeDevice } from '../../tests/support/fake-bluetooth';
import { BATTERY_SERVICE, SERVICES } from './profiles/profiles';
import { createWebBluetooth } from './web-bluetooth';

const MICROBIT_SERVICE = 'e95d0753-251d-470a-a062-fa1922dfa9a8';
const { signal } = new AbortController();

function setUp() {
  const fake = new FakeDevice({ services: { [MOTION_SERVICE]: {} } });
  const requestDevice = vi.fn(async (_: RequestDeviceOptions) => fake);
  const getDevices = vi.fn(async () => [fake]);
  const bluetooth = { requestDevice, getDevices } as unknown as Bluetooth;
  return { device: createWebBluetooth(() => bluetooth), fake, requestDevice, getDevices };
}

test('the browser lists every kind of wearable, and lets all their services be seen', async () => {
  const { device, requestDevice } = setUp();
  const peer = await device.choose({ signal });
  const [options] = requestDevice.mock.calls[0] as [
    { filters: BluetoothLEScanFilter[]; optionalServices: string[] },
  ];
  expect(options.filters).toContainEqual({ services: [MOTION_SERVICE] });
  expect(options.filters).toContainEqual({ services: [MICROBIT_SERVICE] });
  expect(options.optionalServices).toEqual([...SERVICES]);
  expect(options.optionalServices).toContain(BATTERY_SERVICE);
  expect(peer).toMatchObject({ kind: 'web-bluetooth', id: 'id-1', name: 'Band 7' });
});

test('one kind is asked for alone, and everything near where the person wants that', async () => {
  const { device, requestDevice } = setUp();
  await device.choose({ signal, profile: 'nodlab' });
  await device.choose({ signal, profile: 'any' });
  expect(requestDevice.mock.calls[0]![0]).toEqual({
    filters: [{ services: [MOTION_SERVICE] }],
    optionalServices: [...SERVICES],
  });
  expect(requestDevice.mock.calls[1]![0]).toEqual({
    acceptAllDevices: true,
    optionalServices: [...SERVICES],
  });
});

test('a choice that is given up already opens no list', async () => {
  const { device, requestDevice } = setUp();
  const choosing = device.choose({ signal: AbortSignal.abort() });
  await expect(choosing).rejects.toMatchObject({ name: 'AbortError' });
  expect(requestDevice).not.toHaveBeenCalled();
});

test('given up while the browser’s list is open, it ends at once', async () => {
  const { device, requestDevice } = setUp();
  requestDevice.mockReturnValue(new Promise(() => {}));
  const aborter = new AbortController();
  const choosing = device.choose({ signal: aborter.signal });
  await vi.waitFor(() => expect(requestDevice).toHaveBeenCalled());
  aborter.abort();
  await expect(choosing).rejects.toMatchObject({ name: 'AbortError' });
});

test('granted devices come without a list, and the one that is chosen is the same peer', async () => {
  const { device, fake } = setUp();
  const forget = vi.fn(async () => undefined);
  Object.assign(fake, { forget });
  const [peer] = await device.granted();
  expect(peer).toMatchObject({ id: 'id-1', name: 'Band 7' });
  expect(await device.choose({ signal })).toBe(peer);
  await peer!.forget!();
  expect(forget).toHaveBeenCalled();
});

test.each([
  ['does not remember', {}],
  ['fails to say', { getDevices: () => Promise.reject(new Error('no')) }],
])('a browser that %s what was granted gives none', async (_, bluetooth) => {
  const device = createWebBluetooth(() => bluetooth as unknown as Bluetooth);
  expect(await device.granted()).toEqual([]);
});

test('a browser that can’t forget offers no way to', async () => {
  const [peer] = await setUp().device.granted();
  expect(peer!.forget).toBeUndefined();
});

test.each([
  ['NotFoundError', 'User cancelled the requestDevice() chooser.', 'nothing-chosen'],
  ['NotFoundError', 'Bluetooth adapter not available.', 'radio-off'],
  ['SecurityError', 'Must be handling a user gesture.', 'permission-denied'],
])('a list that ends with %s “%s” is %s', async (name, message, code) => {
  const { device, requestDevice } = setUp();
  requestDevice.mockRejectedValue(new DOMException(message, name));
  await expect(device.choose({ signal })).rejects.toMatchObject({ code, message });
});

test('a browser without the radio says so', async () => {
  const device = createWebBluetooth(() => undefined);
  expect(device.availability()).toEqual({ state: 'missing', reason: 'no-web-bluetooth' });
  expect(await device.granted()).toEqual([]);
  await expect(device.choose({ signal })).rejects.toMatchObject({ code: 'radio-missing' });
});
