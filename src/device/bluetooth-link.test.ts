import { expect, test, vi } from 'vitest';
import { FakeDevice } from '../../tests/support/fake-bluetooth';
import { BluetoothLink } from './bluetooth-link';

const A = '0000aaaa-0000-1000-8000-00805f9b34fb';
const B = '0000bbbb-0000-1000-8000-00805f9b34fb';
const C = '0000cccc-0000-1000-8000-00805f9b34fb';

async function setUp() {
  const writes: number[][] = [];
  const fake = new FakeDevice({
    services: {
      [A]: { [B]: { value: [7], notify: true }, [C]: { onWrite: (one) => writes.push([...one]) } },
    },
  });
  const server = (await fake.gatt.connect()) as unknown as BluetoothRemoteGATTServer;
  return { fake, writes, link: new BluetoothLink(server, 'Fake', () => 5) };
}

test('operations asked for at once wait for one another, in order', async () => {
  const { fake, writes, link } = await setUp();
  const [there, value] = await Promise.all([
    link.has(A),
    link.read(A, B),
    link.write(A, C, Uint8Array.of(1)),
    link.write(A, C, Uint8Array.of(2)),
    link.subscribe(A, B, () => undefined),
  ]);
  expect(there).toBe(true);
  expect(value.getUint8(0)).toBe(7);
  expect(writes).toEqual([[1], [2]]);
  expect(fake.log.filter((one) => !one.startsWith('get'))).toEqual([
    `readValue ${B}`,
    `writeValueWithResponse ${C}`,
    `writeValueWithResponse ${C}`,
    `startNotifications ${B}`,
  ]);
});

test('an operation that fails does not hold up the next', async () => {
  const { link } = await setUp();
  const failing = link.read(A, '0000dddd-0000-1000-8000-00805f9b34fb');
  const next = link.read(A, B);
  await expect(failing).rejects.toMatchObject({
    code: 'device-protocol',
    message:
      'Reading 0000dddd-0000-1000-8000-00805f9b34fb: No Characteristics matching UUID found.',
  });
  expect((await next).getUint8(0)).toBe(7);
});

test('what is to be written is taken when it is asked for', async () => {
  const { writes, link } = await setUp();
  const bytes = Uint8Array.of(1);
  const writing = link.write(A, C, bytes);
  bytes[0] = 9;
  await writing;
  expect(writes).toEqual([[1]]);
});

test('a service that is not there, or that the browser hides, is simply not there', async () => {
  const { fake, link } = await setUp();
  expect(await link.has(B)).toBe(false);
  fake.gatt.getPrimaryService = () =>
    Promise.reject(new DOMException('Origin is not allowed to access it.', 'SecurityError'));
  expect(await link.has(A)).toBe(false);
});

test('a drop is a lost device, for what is under way and for what comes later', async () => {
  const { fake, link } = await setUp();
  const reading = link.read(A, B);
  fake.drop();
  await expect(reading).rejects.toMatchObject({ code: 'device-lost' });
  await expect(link.has(A)).rejects.toMatchObject({ code: 'device-lost' });
});

test('closed, it rejects what hangs and what waits, and nobody hears a value any more', async () => {
  const { fake, link } = await setUp();
  const listener = vi.fn();
  await link.subscribe(A, B, listener);
  fake.notify(B, [1]);
  fake.stalled = true;
  const hanging = link.read(A, B);
  const waiting = link.read(A, B);
  await vi.waitFor(() => expect(fake.log.at(-1)).toBe(`readValue ${B}`));
  const reason = new DOMException('Enough.', 'AbortError');
  link.close(reason);
  fake.notify(B, [2]);
  await expect(hanging).rejects.toBe(reason);
  await expect(waiting).rejects.toBe(reason);
  expect(listener).toHaveBeenCalledTimes(1);
  expect(listener.mock.calls[0]![1]).toBe(5);
});

test('a characteristic that can’t notify leaves no listener behind', async () => {
  const { fake, link } = await setUp();
  const listener = vi.fn();
  await expect(link.subscribe(A, C, listener)).rejects.toMatchObject({ code: 'device-protocol' });
  const characteristic = fake.live.get(C)!;
  characteristic.notifying = true;
  fake.notify(C, [1]);
  expect(listener).not.toHaveBeenCalled();
});
