import type { Page } from '@playwright/test';
import { MOTION_SERVICE } from '../src/core/motion/gatt-profile';
import type { FakeSerial } from './hardware/fake-serial';
import { expect, test } from './hardware/hardware-test';
import {
  ARDUINO,
  LineBoard,
  NodlabWearable,
  type NumberedDevice,
  PacketBoard,
} from './hardware/numbered-devices';
import {
  breaks,
  numbersOf,
  type StoredRecording,
  storedRecordings,
} from './hardware/stored-recordings';
import { DevicePage } from './pages/device-page';
import { connectGranted, LinkPanel } from './pages/link-panel';
import { RecordPage } from './pages/record-page';
import { StartPage } from './pages/start-page';

const RATE_HZ = 100;

const BOARDS = [
  ['lines of text', (cable: FakeSerial) => LineBoard.plugIn(cable, RATE_HZ)],
  ["Nodlab's packets", (cable: FakeSerial) => PacketBoard.plugIn(cable, RATE_HZ)],
] as const;

async function newProject(page: Page): Promise<void> {
  const start = new StartPage(page);
  await start.open();
  await start.startNew();
}

/** Text says nothing of its columns: what was guessed is right here. */
async function confirmColumns(page: Page): Promise<void> {
  await page
    .getByRole('dialog', { name: 'What the columns are' })
    .getByRole('button', { name: 'These are right' })
    .click();
}

for (const [kind, plugIn] of BOARDS) {
  test(`${kind} over a cable: recorded, pulled in the midst of it, put in, and goes on`, async ({
    cable,
    lab,
  }) => {
    const device = await plugIn(cable);
    void device.start();
    const page = await lab.start({ boards: [ARDUINO] });
    await newProject(page);
    const panel = await connectGranted(page, 'Arduino');
    if (kind === 'lines of text') await confirmColumns(page);
    await expect(panel.channel('accZ · g')).toBeVisible();
    await expect.poll(() => panel.rateHz()).toBeCloseTo(RATE_HZ, -1);

    const record = new RecordPage(page);
    await record.open();
    await record.setCountdown('none');
    await record.start();
    await expect.poll(() => record.elapsedMs()).toBeGreaterThan(1500);
    await device.board.unplug();
    const lastBefore = device.newest;
    await page.waitForTimeout(700);
    await device.board.plug();
    await device.board.untilOpen(true);
    await expect(record.recordings).toHaveCount(2, { timeout: 20_000 });
    const from = device.newest;
    await expect.poll(() => device.newest).toBeGreaterThan(from + RATE_HZ);
    device.stop();
    await page.waitForTimeout(300);
    await record.stop();

    const [first, second, ...others] = await storedRecordings(page);
    expect(others).toEqual([]);
    expect(first!.document).toMatchObject({ state: 'cut', cutBy: 'link-lost' });
    expect(second!.document).toMatchObject({ state: 'complete', continues: first!.document.id });
    const before = numbersOf(first!);
    const after = numbersOf(second!);
    expect(breaks(before)).toBe(0);
    expect(breaks(after)).toBe(0);
    // What was in the cable when it was pulled is gone.
    expect(before.at(-1)).toBeGreaterThan(lastBefore - RATE_HZ / 10);
    expect(after.at(-1)).toBe(device.newest);
  });
}

test('letting a board go leaves its port free, for this tab and for another', async ({
  cable,
  lab,
}) => {
  const device = await PacketBoard.plugIn(cable, RATE_HZ);
  void device.start();
  const page = await lab.start({ boards: [ARDUINO] });
  await newProject(page);
  for (let time = 0; time < 2; time++) {
    const panel = await connectGranted(page, 'Arduino');
    await panel.disconnect();
    await device.board.untilOpen(false);
  }

  const other = await lab.newPage();
  await newProject(other);
  const panel = await connectGranted(other, 'Arduino');
  await panel.disconnect();
  await device.board.untilOpen(false);
  await (await connectGranted(page, 'Arduino')).disconnect();
  await device.board.untilOpen(false);
  await other.close();
  device.stop();
});

test('two wearables and a board are recorded together', async ({ radio, cable, lab }) => {
  const bands = [new NodlabWearable(radio, 1, RATE_HZ), new NodlabWearable(radio, 2, RATE_HZ)];
  const board = await PacketBoard.plugIn(cable, RATE_HZ);
  const devices: readonly NumberedDevice[] = [...bands, board];
  const page = await lab.start({
    wearables: bands.map(({ device }) => ({ ...device, services: [MOTION_SERVICE] })),
    boards: [ARDUINO],
  });
  await newProject(page);
  for (const device of devices) void device.start();
  await connectGranted(page, 'Band 1');
  await page.getByRole('switch', { name: 'Keep what is connected' }).check();
  await connectGranted(page, 'Band 2');
  await connectGranted(page, 'Arduino');
  await expect(page.getByRole('main').getByTestId('rate')).toHaveCount(3);

  const record = new RecordPage(page);
  await record.open();
  await record.setCountdown('none');
  await record.start();
  await expect.poll(() => record.elapsedMs()).toBeGreaterThan(2000);
  for (const device of devices) device.stop();
  await page.waitForTimeout(300);
  await record.stop();

  const stored = await storedRecordings(page);
  expect(stored).toHaveLength(3);
  expect(new Set(stored.map(({ document }) => document.takeId)).size).toBe(1);
  expect(stored[0]!.document.takeId).toBeTruthy();
  const ends = stored.map((one) => {
    expect(one.document.state).toBe('complete');
    expect(breaks(numbersOf(one))).toBe(0);
    return numbersOf(one).at(-1);
  });
  expect(ends.sort()).toEqual(devices.map(({ newest }) => newest).sort());
  // One clock: the same moments, as far as each link's delay lets it be known.
  const begun = stored.map(firstFrameAt);
  expect(Math.max(...begun) - Math.min(...begun)).toBeLessThan(200);

  await new DevicePage(page).open();
  await new LinkPanel(page, 'Band 1').disconnect();
  await expect(page.getByRole('main').getByTestId('rate')).toHaveCount(2);
});

function firstFrameAt({ document }: StoredRecording): number {
  return document.clock!.firstFrameAt;
}
