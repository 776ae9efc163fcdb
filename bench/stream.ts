import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { build, preview } from 'vite';
import { type FakeBluez, startFakeBluez } from '../e2e/hardware/fake-bluez';
import { startFakeSerial } from '../e2e/hardware/fake-serial';
import { Lab } from '../e2e/hardware/lab';
import { missingFor } from '../e2e/hardware/missing-parts';
import {
  ARDUINO,
  LineBoard,
  NodlabWearable,
  type NumberedDevice,
} from '../e2e/hardware/numbered-devices';
import { DevicePage } from '../e2e/pages/device-page';
import { connectGranted, LinkPanel } from '../e2e/pages/link-panel';
import { RecordPage } from '../e2e/pages/record-page';
import { StartPage } from '../e2e/pages/start-page';
import { findChromium } from '../scripts/find-chromium.mjs';
import { MOTION_SERVICE } from '../src/core/motion/gatt-profile';
import type { BenchResult } from './run';
import { type Load, measureLoad, type Outcome, recordFor } from './stream/desk';

const PORT = 4722;
const SECONDS = Number(process.env.NODLAB_STREAM_SECONDS ?? 60);
const NOTIFICATIONS_HZ = 200;
const LINES_HZ = 1000;
/** Rates that one device is tried at, frames a second, by how many of them a notification holds. */
const CEILINGS = [
  { framesPerPacket: 1, ratesHz: [1000, 2000, 3000, 4000, 6000, 8000] },
  { framesPerPacket: 30, ratesHz: [30_000, 60_000, 90_000, 120_000, 180_000] },
] as const;
const CEILING_SECONDS = 5;
const WARM_UP_PACKETS = 500;
/** The sender itself is at its limit when it takes longer than this share of the time. */
const LATE_SHARE = 1.05;

/**
 * Two wearables on the pretend radio and a board on the pretend cable, recorded together from the
 * production build; then one wearable, ever faster, until a frame is lost. Frames carry their numbers
 * and are counted in IndexedDB afterwards.
 */
export default async function run(): Promise<BenchResult> {
  const missing = missingFor('radio') ?? missingFor('cable');
  if (missing) throw new Error(`The hardware can't be pretended here: ${missing}.`);
  process.env.NODLAB_CHROMIUM ??= findChromium() ?? undefined;
  if (!process.env.NODLAB_CHROMIUM) throw new Error('No Chromium was found; set NODLAB_CHROMIUM.');
  const config = {
    logLevel: 'error',
    build: { outDir: join('.cache', 'bench-stream'), emptyOutDir: true },
  } as const;
  await build(config);
  const server = await preview({ ...config, preview: { port: PORT, strictPort: true } });
  const radio = await startFakeBluez();
  const cable = await startFakeSerial();
  const lab = new Lab(`http://localhost:${PORT}`, { ...radio.env, ...cable.env });
  try {
    const bands = [1, 2].map((index) => new NodlabWearable(radio, index, NOTIFICATIONS_HZ));
    const board = await LineBoard.plugIn(cable, LINES_HZ);
    const fast = fastWearables(radio);
    const page = await lab.start({
      wearables: [...bands, ...fast].map(({ device }) => ({
        ...device,
        services: [MOTION_SERVICE],
      })),
      boards: [ARDUINO],
    });
    const start = new StartPage(page);
    await start.open();
    await start.startNew();
    await connectAll(page, bands, board);
    const [{ outcomes }, load] = await Promise.all([
      recordFor(page, [...bands, board], SECONDS),
      measureLoad(page, SECONDS / 4),
    ]);
    return resultOf(outcomes, load, await findCeilings(page, fast));
  } finally {
    await lab.end();
    await cable.stop();
    await radio.stop();
    await server.close();
  }
}

function fastWearables(radio: FakeBluez): readonly NodlabWearable[] {
  const all = CEILINGS.flatMap(({ framesPerPacket, ratesHz }) =>
    ratesHz.map((rateHz) => ({ framesPerPacket, rateHz })),
  );
  return all.map(
    ({ rateHz, framesPerPacket }, index) =>
      new NodlabWearable(radio, index + 3, rateHz, framesPerPacket),
  );
}

/** Leaves everything connected, the record page open, and nothing sending. */
async function connectAll(
  page: Page,
  bands: readonly NodlabWearable[],
  board: NumberedDevice,
): Promise<void> {
  for (const device of [...bands, board]) void device.start();
  await connectGranted(page, board.name);
  const dialog = page.getByRole('dialog', { name: 'What the columns are' });
  await dialog.getByRole('button', { name: 'These are right' }).click();
  await page.getByRole('switch', { name: 'Keep what is connected' }).check();
  for (const { name } of bands) await connectGranted(page, name);
  const record = new RecordPage(page);
  await record.open();
  await record.setCountdown('none');
  for (const device of [...bands, board]) device.stop();
}

interface Ceiling {
  readonly framesPerPacket: number;
  /** The fastest rate at which every frame was recorded, Hz. */
  readonly rateHz: number;
  /** What ended the search. */
  readonly limit: string;
}

async function findCeilings(
  page: Page,
  fast: readonly NodlabWearable[],
): Promise<readonly Ceiling[]> {
  const ceilings: Ceiling[] = [];
  for (const { framesPerPacket } of CEILINGS) {
    let best: Ceiling = { framesPerPacket, rateHz: 0, limit: 'none found' };
    for (const wearable of fast.filter((one) => one.framesPerPacket === framesPerPacket)) {
      const { outcome, sentForS } = await recordOne(page, wearable);
      const sentHz = outcome.sent / sentForS;
      const late = sentForS > CEILING_SECONDS * LATE_SHARE;
      if (outcome.lost > 0 || outcome.outOfOrder > 0) {
        const limit = `${outcome.lost} of ${outcome.sent} lost at ${Math.round(sentHz)} Hz`;
        best = { ...best, limit };
        break;
      }
      best = { framesPerPacket, rateHz: Math.round(sentHz), limit: 'none found' };
      if (late) {
        best = { ...best, limit: 'the sender' };
        break;
      }
    }
    ceilings.push(best);
  }
  return ceilings;
}

async function recordOne(page: Page, wearable: NodlabWearable) {
  const device = new DevicePage(page);
  await device.open();
  // Enough to be seen. A sender at its limit would leave this very process no time for the browser.
  void wearable.start(wearable.framesPerPacket * WARM_UP_PACKETS);
  await connectGranted(page, wearable.name);
  const record = new RecordPage(page);
  await record.open();
  const { outcomes, sentForS } = await recordFor(page, [wearable], CEILING_SECONDS);
  await device.open();
  await new LinkPanel(page, wearable.name).disconnect();
  return { outcome: outcomes[0]!, sentForS };
}

function resultOf(
  outcomes: readonly Outcome[],
  load: Load,
  ceilings: readonly Ceiling[],
): BenchResult {
  const share = (value: number) => Math.round(value * 1000) / 1000;
  const sum = (figure: keyof Outcome) =>
    outcomes.reduce((total, outcome) => total + outcome[figure], 0);
  return {
    table: [
      ...outcomes.map((outcome, index) => ({
        what: ['wearable 1', 'wearable 2', 'board'][index]!,
        'frames/s': index < 2 ? NOTIFICATIONS_HZ : LINES_HZ,
        seconds: SECONDS,
        ...outcome,
      })),
      ...ceilings.map(({ framesPerPacket, rateHz, limit }) => ({
        what: `one wearable, ${framesPerPacket} a notification`,
        'frames/s': rateHz,
        seconds: CEILING_SECONDS,
        limit,
      })),
    ],
    figures: {
      sent: sum('sent'),
      recorded: sum('recorded'),
      lost: sum('lost'),
      outOfOrder: sum('outOfOrder'),
      recordedShare: sum('recorded') / sum('sent'),
      inOrder: sum('outOfOrder') === 0 ? 1 : 0,
      mainThreadShare: share(load.drawing),
      scriptShare: share(load.script),
      mainThreadShareQuiet: share(load.quiet),
      idleShareQuiet: share(1 - load.quiet),
      ceilingHz: ceilings[0]!.rateHz,
      ceilingPackedHz: ceilings[1]!.rateHz,
    },
    aims: { recordedShare: 1, inOrder: 1, idleShareQuiet: 0.5, ceilingHz: 1000 },
  };
}
