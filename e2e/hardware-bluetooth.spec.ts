import type { Page } from '@playwright/test';
import { MOTION_SERVICE } from '../src/core/motion/gatt-profile';
import { expect, test } from './hardware/hardware-test';
import { answerChooser } from './hardware/lab';
import { NodlabWearable } from './hardware/numbered-devices';
import { breaks, numbersOf, storedRecordings } from './hardware/stored-recordings';
import { DevicePage } from './pages/device-page';
import { connectGranted, LinkPanel } from './pages/link-panel';
import { RecordPage } from './pages/record-page';
import { StartPage } from './pages/start-page';

const RATE_HZ = 100;
/** Frames that a browser drops with the link that they came by: a tenth of a second. */
const IN_FLIGHT = RATE_HZ / 10;
/** Frames that may pass between a subscription and the recording that goes on with them. */
const MOST_PASSED = 10;

async function newProject(page: Page): Promise<void> {
  const start = new StartPage(page);
  await start.open();
  await start.startNew();
}

test('a wearable is chosen, recorded, dropped in the midst of it, and goes on by itself', async ({
  radio,
  lab,
}) => {
  const band = new NodlabWearable(radio, 1, RATE_HZ);
  const page = await lab.start();
  await newProject(page);
  const device = new DevicePage(page);
  const record = new RecordPage(page);

  const { answered } = await answerChooser(page);
  await device.card('Bluetooth').getByRole('button', { name: 'Connect over Bluetooth' }).click();
  await answered;
  void band.start();
  const panel = new LinkPanel(page, 'Band 1');
  await panel.untilStreaming();
  await expect(panel.channel('accZ · g')).toBeVisible();
  await expect.poll(() => panel.rateHz()).toBeCloseTo(RATE_HZ, -1);

  await record.open();
  await record.setCountdown('none');
  await record.start();
  await expect.poll(() => record.elapsedMs()).toBeGreaterThan(1500);
  band.device.drop();
  const lastBefore = band.newest;
  await expect.poll(() => band.device.connected, { timeout: 20_000 }).toBe(true);
  await expect.poll(() => band.newest).toBeGreaterThan(lastBefore + RATE_HZ);
  band.stop();
  const lastOfAll = band.newest;
  await page.waitForTimeout(300);
  await record.stop();
  await expect(record.recordings).toHaveCount(2);

  const [first, second, ...others] = await storedRecordings(page);
  expect(others).toEqual([]);
  expect(first!.document).toMatchObject({ state: 'cut', cutBy: 'link-lost' });
  expect(second!.document).toMatchObject({ state: 'complete', continues: first!.document.id });
  // Nothing is lost but the hole.
  const before = numbersOf(first!);
  const after = numbersOf(second!);
  expect(breaks(before)).toBe(0);
  expect(breaks(after)).toBe(0);
  expect(before.at(-1)).toBeGreaterThan(lastBefore - IN_FLIGHT);
  const firstAfter = band.sent.find(({ number }) => number > lastBefore)!.number;
  expect(after[0]).toBeLessThanOrEqual(firstAfter + MOST_PASSED);
  expect(after.at(-1)).toBe(lastOfAll);
});

test('after a reload what was granted is offered first and connects without being chosen', async ({
  radio,
  lab,
}) => {
  const band = new NodlabWearable(radio, 1, RATE_HZ);
  void band.start();
  const page = await lab.start({ wearables: [{ ...band.device, services: [MOTION_SERVICE] }] });
  await newProject(page);
  const panel = await connectGranted(page, 'Band 1');
  await expect(page.getByRole('button', { name: 'Connect Band 1' })).toHaveCount(0);
  await page.reload();
  await expect.poll(() => band.device.connected).toBe(false);
  await connectGranted(page, 'Band 1');
  await panel.disconnect();
  await expect.poll(() => band.device.connected).toBe(false);
  await connectGranted(page, 'Band 1');
  expect(band.device.connections).toBe(3);
  await page.getByRole('button', { name: 'Forget Band 1' }).waitFor({ state: 'hidden' });
  await panel.disconnect();
  await page.getByRole('button', { name: 'Forget Band 1' }).click();
  await expect(page.getByRole('button', { name: 'Connect Band 1' })).toHaveCount(0);
  await page.reload();
  await page.getByRole('heading', { name: 'Device', level: 1 }).waitFor();
  await expect(page.getByRole('button', { name: 'Connect Band 1' })).toHaveCount(0);
  band.stop();
});

test('silence is told within two seconds, and the end of it at once', async ({ radio, lab }) => {
  const band = new NodlabWearable(radio, 1, RATE_HZ);
  void band.start();
  const page = await lab.start({ wearables: [{ ...band.device, services: [MOTION_SERVICE] }] });
  await newProject(page);
  const panel = await connectGranted(page, 'Band 1');
  const stalled = panel.section.getByText('The stream stands still');
  await page.waitForTimeout(1000);
  band.stop();
  const quietMs = performance.now();
  await stalled.waitFor();
  // Half a second for the page and the test to notice.
  expect(performance.now() - quietMs).toBeLessThan(2500);
  void band.start();
  await stalled.waitFor({ state: 'hidden', timeout: 1000 });
  band.stop();
});
