import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { build, preview } from 'vite';
import { StartPage } from '../e2e/pages/start-page';
import { findChromium } from '../scripts/find-chromium.mjs';
import { dropSummary, fillHour, fillMany, HOUR, keptOf } from './long-recording/fill';
import {
  type Opening,
  open,
  panAndZoom,
  quantile,
  rendererMemoryMb,
  timeUntil,
} from './long-recording/measure';
import type { BenchResult } from './run';

const PORT = 4723;
const ROUNDS = 3;
const PAN_SECONDS = 10;
const MANY = 1000;
/** What the first frame, and each later one, may take, ms. */
const OPEN_MS = 500;
const FRAME_MS = 16.7;

/**
 * An hour of nine channels at 200 Hz in the production build: opening it on the label page as it is
 * kept now, without its summary, and as thousands of small chunks; panning and zooming; memory. Then
 * a project of a thousand recordings: listing and filtering them.
 */
export default async function run(): Promise<BenchResult> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium was found; set NODLAB_CHROMIUM to one.');
  const config = {
    logLevel: 'error',
    build: { outDir: join('.cache', 'bench-long-recording'), emptyOutDir: true },
  } as const;
  await build(config);
  const server = await preview({ ...config, preview: { port: PORT, strictPort: true } });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({
      viewport: { width: 1440, height: 900 },
      baseURL: `http://localhost:${PORT}/`,
      serviceWorkers: 'block',
    });
    // What tsx wraps named functions in, also those that run in the page.
    await page.addInitScript('globalThis.__name = (named) => named');
    const start = new StartPage(page);
    await start.open();
    await start.startNew();
    const hour = await measureHour(page, browser);
    const many = await measureMany(page);
    return resultOf(hour, many);
  } finally {
    await browser.close();
    await server.close();
  }
}

async function measureHour(page: Page, browser: Browser) {
  const id = await fillHour(page);
  await backToList(page);
  const beforeMb = await rendererMemoryMb(page, browser);
  const small = await open(page, 'An hour');
  await settled(page, id);

  const kept: Opening[] = [];
  const bare: Opening[] = [];
  // In turns, so that a busy machine is busy for both.
  for (let round = 0; round < ROUNDS; round++) {
    await dropSummary(page, id);
    await backToList(page);
    bare.push(await open(page, 'An hour'));
    await settled(page, id);
    await backToList(page);
    kept.push(await open(page, 'An hour'));
  }
  const afterMb = await rendererMemoryMb(page, browser);
  await page.getByText('Magnetic field').click();
  await page.waitForTimeout(500);
  const frames = await panAndZoom(page, PAN_SECONDS);
  return { small, bare, kept, frames, grownMb: afterMb - beforeMb };
}

/** Waits until the page has merged the chunks and kept a summary. */
async function settled(page: Page, id: string): Promise<void> {
  const large = HOUR.frames / 8192;
  for (;;) {
    const { summary, chunks } = await keptOf(page, id);
    if (summary && chunks <= large) return;
    await page.waitForTimeout(200);
  }
}

/** A fresh page, so that nothing is in memory. */
async function backToList(page: Page): Promise<void> {
  await page.goto('/#/record');
  await page.reload();
  await page.getByRole('heading', { name: 'Record', level: 1 }).waitFor();
  await page.waitForTimeout(500);
}

async function measureMany(page: Page) {
  await fillMany(page, MANY);
  await page.goto('/#/device');
  await page.reload();
  await page.getByRole('heading', { name: 'Device', level: 1 }).waitFor();
  const rows = '[data-testid=recording]';
  const list = await timeUntil(page, 'click', rows, 20, MANY, () =>
    page.getByRole('link', { name: /^Record/ }).click(),
  );
  const search = page.getByRole('searchbox', { name: 'Find recordings' });
  const filter = await timeUntil(page, 'input', rows, 1, 30, () => search.fill('take 77'));
  await search.fill('');
  await page.getByRole('link', { name: /^Label/ }).click();
  const picker = page.getByRole('combobox', { name: 'Recording' });
  await picker.waitFor();
  const options = '[role=option]';
  const pick = await timeUntil(page, 'click', options, 2, MANY, () => picker.click());
  const narrow = await timeUntil(page, 'input', options, 1, 30, () => picker.fill('take 77'));
  return { list, filter, pick, narrow };
}

function resultOf(
  { small, bare, kept, frames, grownMb }: Awaited<ReturnType<typeof measureHour>>,
  many: Awaited<ReturnType<typeof measureMany>>,
): BenchResult {
  const openRow = (what: string, openings: readonly Opening[]) => ({
    what,
    'first frame ms': middle(openings.map(({ drawnMs }) => drawnMs)),
    'all frames ms': middle(openings.map(({ readMs }) => readMs)),
    'longest task ms': middle(openings.map(({ longestTaskMs }) => longestTaskMs)),
  });
  const spread = (values: readonly number[]) => ({
    p50: round(quantile(values, 0.5)),
    p95: round(quantile(values, 0.95)),
    max: round(Math.max(...values)),
  });
  const openMs = middle(kept.map(({ drawnMs }) => drawnMs));
  const bareMs = middle(bare.map(({ drawnMs }) => drawnMs));
  const work = spread(frames.workMs);
  const interval = spread(frames.intervalMs);
  return {
    table: [
      openRow('opened as it is kept', kept),
      openRow('without its summary', bare),
      openRow('in small chunks, without summary', [small]),
      { what: `work a frame, ${frames.workMs.length} frames, ms`, ...work },
      { what: 'from frame to frame, ms', ...interval },
      { what: `list of ${MANY}, ms`, ...rounded(many) },
    ],
    figures: {
      openMs,
      bareMs,
      smallMs: round(small.drawnMs),
      openRatio: round(bareMs / openMs),
      openMargin: round(OPEN_MS / openMs),
      workP95Ms: work.p95,
      intervalP95Ms: interval.p95,
      frameMargin: round(FRAME_MS / work.p95),
      grownMb: Math.round(grownMb),
      ...rounded(many),
      filterMargin: round(100 / many.filter),
    },
    aims: { openMargin: 1, frameMargin: 1, openRatio: 1, filterMargin: 1 },
  };
}

function rounded<T extends Readonly<Record<string, number>>>(figures: T): Record<string, number> {
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [`${name}Ms`, Math.round(value)]),
  );
}

function middle(values: readonly number[]): number {
  return Math.round(quantile(values, 0.5));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
