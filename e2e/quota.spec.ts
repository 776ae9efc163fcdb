import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from './fixtures';

/** A profile on the disk: the quota of a private window can't be set. */
const test = base.extend({
  context: async ({ playwright, baseURL, viewport, launchOptions }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'nodlab-quota-'));
    const context = await playwright.chromium.launchPersistentContext(folder, {
      ...launchOptions,
      ...(baseURL === undefined ? {} : { baseURL }),
      viewport: viewport ?? null,
      serviceWorkers: 'block',
    });
    await use(context);
    await context.close();
    await rm(folder, { recursive: true, force: true });
  },
  page: async ({ context }, use) => use(await context.newPage()),
});

test('a quota that is used up stops the recording with everything so far saved', async ({
  page,
  start,
  record,
}) => {
  await start.open();
  await start.startNew();
  await record.open();
  await record.connectSimulator();
  await record.setCountdown('none');
  await record.start();
  await expect(record.spaceLeft).toContainText('hours more');
  await page.waitForTimeout(1500);

  const session = await page.context().newCDPSession(page);
  const origin = new URL(page.url()).origin;
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  const setAtMs = await record.elapsedMs();
  expect(setAtMs).toBeGreaterThan(500);
  // The browser looks at the quota anew every half minute.
  await expect(page.getByText('storage is full').first()).toBeVisible({ timeout: 60_000 });
  await expect(record.elapsed).toBeHidden();
  await session.send('Storage.overrideQuotaForOrigin', { origin });

  await page.reload();
  await expect(record.recordings).toHaveCount(1);
  const listed = await record.listed(record.recordings.first());
  expect(listed.state).toBe('cut');
  expect(listed.durationMs).toBeGreaterThan(setAtMs - 600);
});

test('space that runs short is told before it is gone', async ({ page, start, record }) => {
  await page.addInitScript(() => {
    const estimate = async () => ({ usage: 990e6, quota: 1e9 });
    Object.defineProperty(navigator.storage, 'estimate', { value: estimate, configurable: true });
  });
  await start.open();
  // At nine channels and 100 Hz some 27 minutes are left.
  await expect(record.spaceLeft).toContainText('990 MB of 1 GB');
  await expect(record.spaceLeft).toContainText('27 minutes more');
  await expect(record.spaceLeft.getByRole('alert')).toBeHidden();
  await page.addInitScript(() => {
    const estimate = async () => ({ usage: 997e6, quota: 1e9 });
    Object.defineProperty(navigator.storage, 'estimate', { value: estimate, configurable: true });
  });
  await page.reload();
  await expect(record.spaceLeft.getByRole('alert')).toContainText('Less than ten minutes');
});
