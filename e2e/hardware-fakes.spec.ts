import type { Page } from '@playwright/test';
import { expect, test } from './hardware/hardware-test';
import { answerChooser } from './hardware/lab';
import { FrameTimer } from './hardware/numbered-frames';

// The pretend hardware on a bare page: what the other tests rest on.

const SERVICE = '0000180d-0000-1000-8000-00805f9b34fb';
const VALUE = '00002a37-0000-1000-8000-00805f9b34fb';
const CONTROL = '00002a39-0000-1000-8000-00805f9b34fb';
const BOARD = { vendorId: 0x2341, productId: 0x43, serialNumber: 'SN1', name: 'Board' };
/** Frames a second and how many of them, at which nothing may be lost. */
const RATE_HZ = 200;
const LINES_HZ = 5000;
const SECONDS = 2;

/** What the functions below leave in the page. */
declare global {
  interface Window {
    heard: number[];
    device: BluetoothDevice;
    disconnections: number;
    port: SerialPort;
    portErrors: string[];
    portEvents: string[];
  }
}

async function openBarePage(page: Page): Promise<void> {
  await page.route('**/bare', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<title>bare</title><button>ask</button>' }),
  );
  await page.goto('/bare');
}

const wearable = (written: (value: Uint8Array) => void = () => {}) => ({
  address: 'C0:FF:EE:00:00:01',
  name: 'Wearable',
  services: [
    {
      uuid: SERVICE,
      characteristics: [
        { uuid: VALUE, notifies: true, read: () => Uint8Array.of(7, 8, 9, 0) },
        { uuid: CONTROL, written },
      ],
    },
  ],
});

/** Connects `window.device` and keeps the numbers that its values begin with in `window.heard`. */
async function subscribe(page: Page): Promise<string> {
  return page.evaluate(
    async ([service, value]) => {
      try {
        const server = await window.device.gatt!.connect();
        const found = await (await server.getPrimaryService(service!)).getCharacteristic(value!);
        window.heard = [];
        found.addEventListener('characteristicvaluechanged', () => {
          window.heard.push(found.value!.getUint32(0, true));
        });
        await found.startNotifications();
        return 'subscribed';
      } catch (error) {
        return String(error);
      }
    },
    [SERVICE, VALUE],
  );
}

function numbered(number: number): Uint8Array {
  const bytes = Buffer.alloc(20);
  bytes.writeUInt32LE(number);
  return bytes;
}

test('a chosen wearable is read, written, and heard without a loss', async ({ radio, lab }) => {
  const written: number[][] = [];
  const device = radio.add(wearable((value) => written.push([...value])));
  const page = await lab.start();
  await openBarePage(page);
  const { answered } = await answerChooser(page);
  await page.evaluate((service) => {
    document.querySelector('button')!.onclick = async () => {
      window.device = await navigator.bluetooth.requestDevice({
        filters: [{ services: [service] }],
      });
    };
  }, SERVICE);
  await page.getByRole('button').click();
  await answered;
  await page.waitForFunction(() => window.device !== undefined);

  expect(await subscribe(page)).toBe('subscribed');
  const read = await page.evaluate(
    async ([service, value, control]) => {
      const found = await window.device.gatt!.getPrimaryService(service!);
      const answer = await (await found.getCharacteristic(value!)).readValue();
      await (await found.getCharacteristic(control!)).writeValueWithResponse(
        Uint8Array.of(1, 2, 3),
      );
      return [answer.getUint8(0), answer.getUint8(1), answer.getUint8(2)];
    },
    [SERVICE, VALUE, CONTROL],
  );
  expect(read).toEqual([7, 8, 9]);
  expect(written).toEqual([[1, 2, 3]]);

  const count = RATE_HZ * SECONDS;
  await page.evaluate(() => {
    window.heard = [];
  });
  new FrameTimer({
    rateHz: RATE_HZ,
    count,
    send(first, due) {
      for (let index = 0; index < due; index++) device.notify(VALUE, numbered(first + index));
    },
  });
  await page.waitForFunction((all) => window.heard.length >= all, count);
  expect(await page.evaluate(() => window.heard)).toEqual(
    Array.from({ length: count }, (_, n) => n),
  );
});

test('a granted wearable comes back after a drop, a refusal and an absence', async ({
  radio,
  lab,
}) => {
  const device = radio.add(wearable());
  const page = await lab.start({ wearables: [{ ...device, services: [SERVICE] }] });
  await openBarePage(page);
  await page.evaluate(async () => {
    window.device = (await navigator.bluetooth.getDevices())[0]!;
    window.disconnections = 0;
    window.device.addEventListener('gattserverdisconnected', () => window.disconnections++);
  });
  const disconnections = (count: number) =>
    page.waitForFunction((all) => window.disconnections === all, count);
  const heardAgain = async () => {
    // The browser may need a moment to see that a device is near.
    await expect.poll(() => subscribe(page)).toBe('subscribed');
    expect(device.notify(VALUE, numbered(5))).toBe(true);
    await page.waitForFunction(() => window.heard[0] === 5);
  };

  await heardAgain();
  device.drop();
  await disconnections(1);
  expect(device.notify(VALUE, numbered(6))).toBe(false);
  await heardAgain();

  device.drop();
  await disconnections(2);
  device.refusals = 1;
  expect(await subscribe(page)).toContain('NetworkError');
  await heardAgain();

  device.vanish();
  await disconnections(3);
  expect(await subscribe(page)).toContain('no longer in range');
  device.appear();
  await heardAgain();
  expect(device.connections).toBe(4);
});

test('a granted port streams without a loss, is pulled, put in again, and left free', async ({
  cable,
  lab,
}) => {
  const board = await cable.plug(BOARD);
  const page = await lab.start({ boards: [BOARD] });
  await openBarePage(page);
  /** Opens the granted port and keeps the numbers of its lines in `window.heard`. */
  const open = (target: Page) =>
    target.evaluate(async () => {
      [window.port] = (await navigator.serial.getPorts()) as [SerialPort];
      await window.port.open({ baudRate: 115_200, bufferSize: 65_536 });
      window.heard = [];
      window.portErrors = [];
      const decoder = new TextDecoder();
      let rest = '';
      window.port
        .readable!.pipeTo(
          new WritableStream({
            write(bytes) {
              const whole = (rest + decoder.decode(bytes)).split('\n');
              rest = whole.pop()!;
              window.heard.push(...whole.map(Number));
            },
          }),
        )
        .catch((error) => window.portErrors.push(String(error)));
      return window.port.getSignals();
    });

  expect(await open(page)).toMatchObject({ clearToSend: true, ringIndicator: false });
  await board.untilOpen(true);
  const count = LINES_HZ * SECONDS;
  new FrameTimer({
    rateHz: LINES_HZ,
    count,
    send(first, due) {
      board.send(Array.from({ length: due }, (_, index) => `${first + index}\n`).join(''));
    },
  });
  await page.waitForFunction((all) => window.heard.length >= all, count);
  const heard = await page.evaluate(() => window.heard);
  expect(heard).toEqual(Array.from({ length: count }, (_, number) => number));
  expect(board.droppedBytes).toBe(0);

  await page.evaluate(() => {
    window.portEvents = [];
    for (const type of ['connect', 'disconnect']) {
      navigator.serial.addEventListener(type, () => window.portEvents.push(type));
    }
  });
  await board.unplug();
  await page.waitForFunction(() => window.portEvents[0] === 'disconnect');
  expect(await page.evaluate(() => window.portErrors)).toEqual([
    'NetworkError: The device has been lost.',
  ]);
  expect(await page.evaluate(async () => (await navigator.serial.getPorts()).length)).toBe(0);
  await board.plug();
  await page.waitForFunction(() => window.portEvents[1] === 'connect');

  const received: number[] = [];
  board.onReceived((bytes) => received.push(...bytes));
  await page.evaluate(async () => {
    const [port] = await navigator.serial.getPorts();
    await port!.open({ baudRate: 9600 });
    const writer = port!.writable!.getWriter();
    await writer.write(Uint8Array.of(1, 0, 255));
    writer.releaseLock();
    window.port = port!;
  });
  await expect.poll(() => received).toEqual([1, 0, 255]);
  await page.evaluate(() => window.port.close());
  await board.untilOpen(false);

  const other = await lab.newPage();
  await openBarePage(other);
  await open(other);
  await board.untilOpen(true);
});
