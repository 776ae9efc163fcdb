import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, expect, test } from '@playwright/test';
import { RecordPage } from './pages/record-page';
import { StartPage } from './pages/start-page';

/** What may be missing after the browser was killed, on the frames' own clock, ms. */
const MOST_MISSING_MS = 1000;

let profile = '';

test.beforeEach(async () => {
  profile = await mkdtemp(join(tmpdir(), 'nodlab-crash-'));
});

test.afterEach(async () => {
  // The killed browser's helpers may still be writing their last.
  await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

test('a browser killed while recording loses at most the last second', async ({ baseURL }) => {
  const first = await launch(baseURL);
  const page = first.pages()[0] ?? (await first.newPage());
  const record = new RecordPage(page);
  const start = new StartPage(page);
  await start.open();
  await start.startNew();
  await record.open();
  await record.connectSimulator();
  await record.addHeadGestures();
  await record.setCountdown('none');
  await record.startGuided(2);
  // The simulated person follows the prompts; each label is stored as it is made.
  await expect.poll(() => record.labelCount(), { timeout: 40_000 }).toBeGreaterThan(1);
  const labelsBefore = await record.labelCount();
  await page.waitForTimeout(500);
  const pid = await browserPid(first);
  const shownMs = await record.elapsedMs();
  const readAt = performance.now();
  process.kill(pid, 'SIGKILL');
  const sinceReadMs = performance.now() - readAt;
  await first.close().catch(() => undefined);

  const second = await launch(baseURL);
  try {
    const again = second.pages()[0] ?? (await second.newPage());
    const reopened = new RecordPage(again);
    // The project that was open is opened by itself.
    await reopened.open();
    await expect(reopened.recordings).toHaveCount(1);
    const row = reopened.recordings.first();
    const listed = await reopened.listed(row);
    expect(listed.state).toBe('cut');
    await expect(row.getByText('cut', { exact: true })).toBeVisible();
    expect(shownMs + sinceReadMs - listed.durationMs).toBeLessThan(MOST_MISSING_MS);
    expect(listed.frameCount).toBeGreaterThan((listed.durationMs / 1000) * 45);
    expect(listed.labelCount).toBeGreaterThanOrEqual(labelsBefore);
    await row.getByRole('button', { name: /^Label / }).click();
    await expect(again.getByRole('heading', { name: 'Label', level: 1 })).toBeVisible();
  } finally {
    await second.close();
  }
});

/** A browser on the test's own profile; such contexts take none of the configuration's options. */
async function launch(baseURL: string | undefined): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    baseURL: baseURL ?? '',
    locale: 'en-US',
    viewport: { width: 1440, height: 900 },
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update'],
    ...(process.env.NODLAB_CHROMIUM ? { executablePath: process.env.NODLAB_CHROMIUM } : {}),
  });
}

/** The browser's own process, which takes all its helpers with it. */
async function browserPid(context: BrowserContext): Promise<number> {
  const session = await context.browser()!.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo.find(({ type }) => type === 'browser')!.id;
}
