import type { Page } from '@playwright/test';
import type { FakeBluez } from './hardware/fake-bluez';
import type { FakeService, FakeWearable } from './hardware/fake-wearable';
import { expect, test } from './hardware/hardware-test';
import {
  int16s,
  MICROBIT_DATA,
  microbitService,
  OPENEARABLE_DATA,
  OPENEARABLE_RATES,
  openEarableFrame,
  openEarableScheme,
  openEarableServices,
  UART_FROM_DEVICE,
  uartService,
} from './hardware/known-wearables';
import { answerChooser, type Lab } from './hardware/lab';
import { FrameTimer } from './hardware/numbered-frames';
import { channelOf, type StoredRecording, storedRecordings } from './hardware/stored-recordings';
import { DevicePage } from './pages/device-page';
import { LinkPanel } from './pages/link-panel';
import { RecordPage } from './pages/record-page';
import { StartPage } from './pages/start-page';

/** m/s² of one g. */
const G = 9.80665;

function addWearable(radio: FakeBluez, name: string, services: readonly FakeService[]) {
  return radio.add({ address: 'C0:FF:EE:00:00:01', name, services });
}

/** Chooses the wearable on the device page of a new project. */
async function choose(lab: Lab, { name }: FakeWearable): Promise<{ page: Page; panel: LinkPanel }> {
  const page = await lab.start();
  const start = new StartPage(page);
  await start.open();
  await start.startNew();
  const { answered } = await answerChooser(page);
  const card = new DevicePage(page).card('Bluetooth');
  await card.getByRole('button', { name: 'Connect over Bluetooth' }).click();
  await answered;
  return { page, panel: new LinkPanel(page, name) };
}

/** Records for a second and a half, and reads what was stored. */
async function recorded(page: Page): Promise<StoredRecording> {
  const record = new RecordPage(page);
  await record.open();
  await record.setCountdown('none');
  await record.start();
  await expect.poll(() => record.elapsedMs()).toBeGreaterThan(1500);
  await record.stop();
  const [only, ...others] = await storedRecordings(page);
  expect(others).toEqual([]);
  expect(only!.document.state).toBe('complete');
  return only!;
}

/** A channel that counts up by `step` from frame to frame, back to its start now and then. */
function expectCounting(values: readonly number[], step: number, steps: number): void {
  expect(values.length).toBeGreaterThan(50);
  for (const [index, value] of values.entries()) {
    if (index === 0) continue;
    const wanted = (Math.round(values[index - 1]! / step) + 1) % steps;
    expect(Math.round(value / step) % steps).toBe(wanted);
    expect(value).toBeCloseTo(Math.round(value / step) * step, 5);
  }
}

test('micro:bit: asked for 50 Hz, its thousandths of g are stored as g', async ({ radio, lab }) => {
  const periodsMs: number[] = [];
  const microbit = addWearable(radio, 'BBC micro:bit [zovup]', [
    microbitService((ms) => periodsMs.push(ms)),
  ]);
  const { page, panel } = await choose(lab, microbit);
  const timer = new FrameTimer({
    rateHz: 50,
    send(first, count) {
      for (let index = 0; index < count; index++) {
        microbit.notify(MICROBIT_DATA, int16s((first + index) % 1000, -250, -1000));
      }
    },
  });
  await panel.untilStreaming();
  expect(periodsMs).toEqual([20]);
  await expect(panel.section).toContainText('micro:bit');
  await expect.poll(() => panel.rateHz()).toBeCloseTo(50, -1);
  const stored = await recorded(page);
  timer.stop();
  expectCounting(channelOf(stored, 'accX'), 0.001, 1000);
  expect(new Set(channelOf(stored, 'accY'))).toEqual(new Set([-0.25]));
  expect(new Set(channelOf(stored, 'accZ'))).toEqual(new Set([-1]));
});

test('OpenEarable v2: asked what its sensor sends, started, and stored in g and °/s', async ({
  radio,
  lab,
}) => {
  let rateHz = 0;
  let timer: FrameTimer | undefined;
  const earable: FakeWearable = addWearable(
    radio,
    'OpenEarable-1A2B',
    openEarableServices({
      requested: (_, scheme) => void earable.notify(scheme, openEarableScheme()),
      configured(_, rateIndex, flags) {
        timer?.stop();
        timer = undefined;
        if (!(flags & 1)) return;
        rateHz = OPENEARABLE_RATES[rateIndex]!;
        timer = new FrameTimer({
          rateHz,
          send(first, count) {
            for (let number = first; number < first + count; number++) {
              const values = [0, -G / 2, G, number % 1000, 0.5, -90];
              const timeUs = (number * 1_000_000) / rateHz;
              earable.notify(OPENEARABLE_DATA, openEarableFrame(timeUs, values));
            }
          },
        });
      },
    }),
  );
  const { page, panel } = await choose(lab, earable);
  await panel.untilStreaming();
  await expect(panel.section).toContainText('OpenEarable');
  expect(rateHz).toBeGreaterThanOrEqual(50);
  await expect.poll(() => panel.rateHz()).toBeCloseTo(rateHz, -1);
  const stored = await recorded(page);
  expectCounting(channelOf(stored, 'gyroX'), 1, 1000);
  expect(channelOf(stored, 'gyroZ').every((value) => value === -90)).toBe(true);
  for (const [name, g] of [
    ['accX', 0],
    ['accY', -0.5],
    ['accZ', 1],
  ] as const) {
    for (const value of channelOf(stored, name)) expect(value).toBeCloseTo(g, 5);
  }
  // Its clock is the frames' own, and none is lost.
  const steps = stored.timestampsMs.slice(1).map((ms, index) => ms - stored.timestampsMs[index]!);
  for (const step of steps) expect(step).toBeCloseTo(1000 / rateHz, 2);

  await new DevicePage(page).open();
  await panel.disconnect();
  await expect.poll(() => timer).toBeUndefined();
});

test('text over Nordic UART: columns are guessed, confirmed by the person, and remembered', async ({
  radio,
  lab,
}) => {
  const uart = addWearable(radio, 'Sketch', [uartService()]);
  // Lines are cut where a radio's pieces of 20 bytes end.
  const send = (text: string) => {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += 20) {
      uart.notify(UART_FROM_DEVICE, bytes.subarray(at, at + 20));
    }
  };
  const timer = new FrameTimer({
    rateHz: 50,
    send(first, count) {
      for (let number = first; number < first + count; number++) {
        send(`${number},${number % 1000},0.00,9.80665\r\n`);
      }
    },
  });
  const { page, panel } = await choose(lab, uart);
  const dialog = page.getByRole('dialog', { name: 'What the columns are' });
  await dialog.waitFor({ timeout: 20_000 });
  const meaning = (number: number) =>
    dialog.getByRole('combobox', { name: `Meaning of column ${number}` });
  await expect(meaning(1)).toHaveValue('count');
  await expect(meaning(4)).toHaveValue('accZ');
  // Three columns look like acceleration; the first of them is something else.
  await meaning(2).selectOption({ label: 'Other …' });
  await dialog.getByRole('textbox', { name: 'Name of column 2' }).fill('steps');
  await meaning(4).selectOption('accY');
  await meaning(3).selectOption('skip');
  await dialog.getByRole('combobox', { name: 'Unit of column 4' }).selectOption('m/s2');
  await dialog.getByRole('button', { name: 'These are right' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await expect(panel.channel('accY · g')).toBeVisible();

  const stored = await recorded(page);
  expect(stored.document.channels.map(({ name, unit }) => `${name} ${unit}`)).toEqual([
    'steps raw',
    'accY g',
  ]);
  expectCounting(channelOf(stored, 'steps'), 1, 1000);
  for (const value of channelOf(stored, 'accY')) expect(value).toBeCloseTo(1, 5);

  // The link drops and comes back, and nobody is asked again.
  await new DevicePage(page).open();
  uart.drop();
  await expect.poll(() => uart.connected, { timeout: 20_000 }).toBe(true);
  await panel.untilStreaming();
  await expect(panel.channel('steps · no unit')).toBeVisible();
  await expect(dialog).toBeHidden();
  timer.stop();
});
