import type { Page } from '@playwright/test';
import { MOTION_SERVICE } from '../src/core/motion/gatt-profile';
import { createRandom } from '../src/core/random';
import { expect, test } from './hardware/hardware-test';
import { NodlabWearable } from './hardware/numbered-devices';
import {
  breaks,
  numbersOf,
  type StoredRecording,
  storedRecordings,
} from './hardware/stored-recordings';
import { connectGranted } from './pages/link-panel';
import { RecordPage } from './pages/record-page';
import { StartPage } from './pages/start-page';

/** What may be missing after a death: from the last frame stored to the last one sent, ms. */
const MOST_MISSING_MS = 600;
const RATE_HZ = 200;
/** Frames that a browser drops with the link that they came by: a tenth of a second. */
const IN_FLIGHT = RATE_HZ / 10;
/** How long a recording runs before it is killed. */
const SHORTEST_MS = 300;
const LONGEST_MS = 4000;
/** What fills a small disk within seconds. */
const FILLING_HZ = 700;
const FILLING_PER_PACKET = 7;
const SMALL_DISK_BYTES = 400_000;
const KILLS = Number(process.env.NODLAB_KILLS ?? 2);

const granted = (band: NodlabWearable) => ({
  wearables: [{ ...band.device, services: [MOTION_SERVICE] }],
});

test(`a browser killed ${KILLS} times while it records never loses more than ${MOST_MISSING_MS} ms`, async ({
  radio,
  lab,
}) => {
  test.setTimeout(60_000 + KILLS * 30_000);
  const seed = Date.now();
  const random = createRandom(seed);
  const band = new NodlabWearable(radio, 1, RATE_HZ);
  void band.start();
  const missingMs: number[] = [];
  let page = await lab.start(granted(band));
  await newProject(page);
  for (let kill = 1; kill <= KILLS; kill++) {
    await connectGranted(page, 'Band 1');
    await startRecording(page);
    await page.waitForTimeout(SHORTEST_MS + random.next() * (LONGEST_MS - SHORTEST_MS));
    const { atMs } = await lab.kill();

    page = await lab.start();
    await reopen(page, kill);
    // All of the earlier ones as well: they stay as they were.
    const stored = await storedRecordings(page);
    expect(stored).toHaveLength(kill);
    for (const one of stored) expectWhole(one);
    missingMs.push(missing(band, stored.at(-1)!, atMs));
  }
  band.stop();
  console.log(
    `Missing after each kill, ms (seed ${seed}): ${missingMs.map(Math.round).join(', ')}`,
  );
  expect(Math.max(...missingMs)).toBeLessThan(MOST_MISSING_MS);
});

test('a tab that crashes while it records loses as little', async ({ radio, lab }) => {
  const band = new NodlabWearable(radio, 1, RATE_HZ);
  void band.start();
  const page = await lab.start(granted(band));
  await newProject(page);
  await connectGranted(page, 'Band 1');
  await startRecording(page);
  await page.waitForTimeout(1777);
  const session = await page.context().newCDPSession(page);
  const atMs = performance.now();
  const crashed = page.waitForEvent('crash');
  // Nobody is left to answer.
  session.send('Page.crash').catch(() => undefined);
  await crashed;

  const other = await lab.newPage();
  await reopen(other, 1);
  const [only] = await storedRecordings(other);
  expectWhole(only!);
  expect(missing(band, only!, atMs)).toBeLessThan(MOST_MISSING_MS);
  band.stop();
});

test('a wearable that never comes back leaves every frame that it sent', async ({ radio, lab }) => {
  const band = new NodlabWearable(radio, 1, RATE_HZ);
  void band.start();
  const page = await lab.start(granted(band));
  await newProject(page);
  await connectGranted(page, 'Band 1');
  const record = await startRecording(page);
  await page.waitForTimeout(1500);
  band.device.vanish();
  band.stop();
  await expect(record.recordings.first()).toHaveAttribute('data-state', 'cut');
  // A page that is closed now has nothing more to save.
  await page.reload();
  await reopen(page, 1);
  const [only] = await storedRecordings(page);
  expect(only!.document.cutBy).toBe('link-lost');
  expect(breaks(numbersOf(only!))).toBe(0);
  expect(numbersOf(only!).at(-1)).toBeGreaterThan(band.newest - IN_FLIGHT);
});

test('a full disk stops the recording and keeps what was saved', async ({ radio, lab }) => {
  const fast = new NodlabWearable(radio, 1, FILLING_HZ, FILLING_PER_PACKET);
  void fast.start();
  const page = await lab.start(granted(fast));
  const session = await page.context().newCDPSession(page);
  // Before the database is opened: browsers look at the quota only now and then.
  const quota = { origin: lab.origin, quotaSize: SMALL_DISK_BYTES };
  await session.send('Storage.overrideQuotaForOrigin', quota);
  await newProject(page);
  await connectGranted(page, 'Band 1');
  const record = await startRecording(page);
  // It stops by itself.
  const stoppedAt = await page.evaluate(whenHidden, '[data-testid=elapsed]');
  const atMs = stoppedAt - performance.timeOrigin;
  await expect(record.elapsed).toBeHidden();
  await expect(page.getByText("The browser's storage is full").first()).toBeVisible();
  await session.send('Storage.overrideQuotaForOrigin', { origin: lab.origin });
  await page.reload();
  await reopen(page, 1);
  const [only] = await storedRecordings(page);
  expect(breaks(numbersOf(only!))).toBe(0);
  expect(missing(fast, only!, atMs)).toBeLessThan(MOST_MISSING_MS);
  fast.stop();
});

test('labels that were made before the browser was killed are there', async ({ lab }) => {
  const page = await lab.start();
  await newProject(page);
  const record = new RecordPage(page);
  await record.open();
  await record.connectSimulator();
  await record.addHeadGestures();
  await record.setCountdown('none');
  await record.startGuided(2);
  // The simulated person follows the prompts; each label is stored as it is made.
  await expect.poll(() => record.labelCount(), { timeout: 40_000 }).toBeGreaterThan(1);
  const labels = await record.labelCount();
  await page.waitForTimeout(500);
  const shownMs = await record.elapsedMs();
  const readAtMs = performance.now();
  const { atMs } = await lab.kill();

  const again = await lab.start();
  const reopened = new RecordPage(again);
  await reopened.open();
  await expect(reopened.recordings).toHaveCount(1);
  const row = reopened.recordings.first();
  const listed = await reopened.listed(row);
  expect(listed.state).toBe('cut');
  await expect(row.getByText('cut', { exact: true })).toBeVisible();
  expect(shownMs + atMs - readAtMs - listed.durationMs).toBeLessThan(MOST_MISSING_MS);
  expect(listed.frameCount).toBeGreaterThan((listed.durationMs / 1000) * 45);
  expect(listed.labelCount).toBeGreaterThanOrEqual(labels);
  await row.getByRole('button', { name: /^Label / }).click();
  await expect(again.getByRole('heading', { name: 'Label', level: 1 })).toBeVisible();
});

/** In the page: when an element has gone from it, Unix epoch, ms. */
function whenHidden(selector: string): Promise<number> {
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (document.querySelector(selector)) return;
      observer.disconnect();
      resolve(performance.timeOrigin + performance.now());
    });
    observer.observe(document.body, { childList: true, subtree: true });
  });
}

async function newProject(page: Page): Promise<void> {
  const start = new StartPage(page);
  await start.open();
  await start.startNew();
}

async function startRecording(page: Page): Promise<RecordPage> {
  const record = new RecordPage(page);
  await record.open();
  await record.setCountdown('none');
  await record.start();
  return record;
}

/** The project that was open is opened by itself, and its newest recording is one that was cut. */
async function reopen(page: Page, recordings: number): Promise<void> {
  const record = new RecordPage(page);
  await record.open();
  await expect(record.recordings).toHaveCount(recordings);
  await expect(record.recordings.first()).toHaveAttribute('data-state', 'cut');
  await page.goto('/#/device');
}

/** Nothing in it is damaged: every frame follows on the one before, and the document knows it. */
function expectWhole(stored: StoredRecording): void {
  const { document, timestampsMs, values } = stored;
  expect(document).toMatchObject({ state: 'cut', cutBy: 'page-closed', lostCount: 0 });
  expect(document.frameCount).toBe(timestampsMs.length);
  expect(values).toHaveLength(timestampsMs.length * document.channels.length);
  expect(values.every(Number.isFinite)).toBe(true);
  expect(timestampsMs.every((ms, at) => at === 0 || ms > timestampsMs[at - 1]!)).toBe(true);
  expect(document.durationMs).toBeCloseTo(timestampsMs.at(-1)! - timestampsMs[0]!, 6);
  expect(breaks(numbersOf(stored))).toBe(0);
}

/** From the last frame that was stored to the last one that was sent before `atMs`, ms. */
function missing(band: NodlabWearable, stored: StoredRecording, atMs: number): number {
  const last = numbersOf(stored).at(-1)!;
  const lastStored = band.sent.find(({ number }) => number === last)!;
  const lastSent = band.sent.findLast((one) => one.atMs <= atMs)!;
  return Math.max(0, lastSent.atMs - lastStored.atMs);
}
