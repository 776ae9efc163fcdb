// Walks the whole path as a person would and takes a picture of every page in both themes and at
// both widths, for people to look at: `npm run screenshots`, or with the address of a running page.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { preview } from 'vite';
import { CompressPage } from '../e2e/pages/compress-page';
import { SearchPage } from '../e2e/pages/search-page';
import { Shell } from '../e2e/pages/shell';
import { StartPage } from '../e2e/pages/start-page';
import { TrainPage } from '../e2e/pages/train-page';
import { findChromium } from './find-chromium.mjs';

const FOLDER = join(import.meta.dirname, '..', 'screenshots');
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
const THEMES = ['light', 'dark'] as const;
/** No picture is longer than this, px. */
const LONGEST = 4000;
/** Pages that are looked at in Chinese too. */
const IN_CHINESE = [
  'start',
  'device',
  'record',
  'label',
  'train',
  'compress',
  'compress/search',
  'export',
  'live',
  'apps',
  'apps/call',
  'apps/sedentary',
];

let failures = 0;

async function main(): Promise<void> {
  const server = process.argv[2]
    ? undefined
    : await preview({ preview: { port: 4189, strictPort: false } });
  const url = process.argv[2] ?? server?.resolvedUrls?.local[0] ?? '';
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER);
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath === null ? {} : { executablePath }),
    args: ['--no-sandbox'],
  });
  try {
    const context = await browser.newContext({ baseURL: url, serviceWorkers: 'block' });
    const page = await context.newPage();
    page.on('pageerror', (error) => report(`error on ${page.url()}: ${error.message}`));
    await walk(page);
  } finally {
    await browser.close();
    await server?.close();
  }
  console.log(`${failures === 0 ? 'Done' : `${failures} steps failed`}: ${FOLDER}`);
  process.exitCode = failures === 0 ? 0 : 1;
}

async function walk(page: Page): Promise<void> {
  const start = new StartPage(page);
  const train = new TrainPage(page);
  const compress = new CompressPage(page);
  const search = new SearchPage(page);
  const shell = new Shell(page);

  await page.setViewportSize(SIZES[0]!);
  await start.open();
  await page.getByRole('img', { name: /^Turning rate/ }).waitFor();
  await step('start-empty', page);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').waitFor();
  await step('palette', page);
  await page.keyboard.press('Escape');
  await page.getByRole('combobox').waitFor({ state: 'hidden' });
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Help' }).waitFor();
  await step('help', page);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Help' }).waitFor({ state: 'hidden' });

  await start.startNew();
  await step('device-none', page);
  await go(page, 'label');
  await step('label-empty', page);

  await go(page, '');
  await start.tryDemo();
  await page.getByRole('table').first().waitFor();
  await step('train-before', page);
  await step('train-running', page, async () => {
    await train.start();
    await page.getByText(/^Epoch [2-9]/).waitFor({ timeout: 60_000 });
  });
  await train.macroF1.waitFor({ timeout: 120_000 });
  await step('train', page);
  await train.next();
  await compress.compressToEnd();
  await step('compress', page);
  await search.open();
  await step('search-before', page);
  await search.start(9);
  await search.rows.nth(8).waitFor({ timeout: 180_000 });
  await page
    .getByText(/9 networks/)
    .waitFor({ timeout: 10_000 })
    .catch(() => undefined);
  await page.waitForTimeout(20_000);
  await search.rows.first().getByRole('button').first().click();
  await step('search', page);
  await go(page, 'compress');
  await compress.next();
  await page.getByTestId('check-differing').waitFor({ timeout: 90_000 });
  await step('export', page);
  await go(page, 'label');
  await step('label', page);

  await page.getByRole('button', { name: 'Use the simulated wearable' }).first().click();
  await page.waitForTimeout(3000);
  for (const station of ['device', 'record', 'live', 'apps']) {
    await go(page, station);
    await step(station, page);
  }
  for (const app of ['posture', 'sedentary', 'call', 'exercise']) {
    await go(page, `apps/${app}`);
    await step(`apps-${app}`, page);
  }
  await go(page, '');
  await step('start', page);
  await shell.saved();

  await page.setViewportSize(SIZES[0]!);
  await page.getByRole('button', { name: 'Language: 中文' }).click();
  for (const name of IN_CHINESE) {
    await go(page, name === 'start' ? '' : name);
    await step(`${name.replace('/', '-')}-zh`, page);
  }
}

async function go(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    window.location.hash = `/${to}`;
  }, path);
  await page.waitForTimeout(1200);
}

/** Pictures of what is there now; what fails is reported and the walk goes on. */
async function step(name: string, page: Page, before?: () => Promise<void>): Promise<void> {
  try {
    await before?.();
    for (const size of SIZES) {
      for (const theme of THEMES) {
        await page.emulateMedia({ colorScheme: theme });
        await page.setViewportSize(size);
        await page.waitForTimeout(250);
        const beyond = await page.evaluate(() => {
          const main = document.querySelector('main');
          return {
            down: main === null ? 0 : main.scrollHeight - main.clientHeight,
            right: document.documentElement.scrollWidth - window.innerWidth,
          };
        });
        if (beyond.right > 0) report(`${name} is ${beyond.right} px wider than ${size.width}`);
        if (beyond.down > 0) {
          const height = Math.min(LONGEST, size.height + beyond.down);
          await page.setViewportSize({ width: size.width, height });
          await page.waitForTimeout(150);
        }
        await page.screenshot({ path: join(FOLDER, `${name}-${size.width}-${theme}.png`) });
      }
    }
    await page.setViewportSize(SIZES[0]!);
  } catch (error) {
    report(`${name}: ${error instanceof Error ? error.message : error}`);
  }
}

function report(what: string): void {
  failures++;
  console.error(what);
}

await main();
