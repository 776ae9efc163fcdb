import type { CDPSession, Page } from '@playwright/test';
import type { NumberedDevice } from '../../e2e/hardware/numbered-devices';
import { NUMBER_CHANNELS } from '../../e2e/hardware/numbered-frames';
import {
  breaks,
  numbersOf,
  type StoredRecording,
  storedRecordings,
} from '../../e2e/hardware/stored-recordings';
import { RecordPage } from '../../e2e/pages/record-page';

/** What came of one recording of one device. */
export interface Outcome {
  readonly sent: number;
  readonly recorded: number;
  readonly lost: number;
  /** Frames that don't follow on the one before them. */
  readonly outOfOrder: number;
}

/** How long everything that was sent may take to arrive, ms. */
const ARRIVAL_MS = 1500;

/** Shares of the time that the page's main thread was at work, 0 … 1. */
export interface Load {
  /** On the record page, with its traces. */
  readonly drawing: number;
  /** Of that, in JavaScript. */
  readonly script: number;
  /** On a page without traces. */
  readonly quiet: number;
}

/**
 * Records the next `seconds` of connected devices, each from its next frame on, and counts what
 * IndexedDB has of it afterwards. The record page is open, and the devices are not sending.
 */
export async function recordFor(
  page: Page,
  devices: readonly NumberedDevice[],
  seconds: number,
): Promise<{ outcomes: readonly Outcome[]; sentForS: number }> {
  const record = new RecordPage(page);
  // Not out of the database: reading it would take so long that the devices seem dead.
  const earlier = await record.recordings.count();
  await record.start();
  const startMs = performance.now();
  const firsts = devices.map(({ next }) => next);
  await Promise.all(
    devices.map((device) => {
      const packets = Math.round((seconds * device.rateHz) / device.framesPerPacket);
      return device.start(packets * device.framesPerPacket);
    }),
  );
  const sentForS = (performance.now() - startMs) / 1000;
  await page.waitForTimeout(ARRIVAL_MS);
  await record.stop();
  const stored = await storedRecordings(page, { skip: earlier, only: NUMBER_CHANNELS });
  const outcomes = devices.map((device, index) =>
    outcomeOf(
      stored.find(({ deviceName }) => deviceName === device.name),
      firsts[index]!,
      device.next - 1,
    ),
  );
  return { outcomes, sentForS };
}

/** Measures for twice `seconds` what is being recorded; comes back to the record page. */
export async function measureLoad(page: Page, seconds: number): Promise<Load> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const measure = async () => {
    const before = await spent(session);
    const startMs = performance.now();
    await page.waitForTimeout(seconds * 1000);
    const after = await spent(session);
    const wallS = (performance.now() - startMs) / 1000;
    return {
      task: (after.task - before.task) / wallS,
      script: (after.script - before.script) / wallS,
    };
  };
  const drawing = await measure();
  await page.keyboard.press('Alt+t');
  await page.goto('/#/export');
  await page.waitForTimeout(1000);
  const quiet = await measure();
  await page.keyboard.press('Alt+t');
  await page.goto('/#/record');
  await session.detach();
  return { drawing: drawing.task, script: drawing.script, quiet: quiet.task };
}

function outcomeOf(stored: StoredRecording | undefined, first: number, last: number): Outcome {
  const numbers = stored ? numbersOf(stored) : [];
  const wanted = numbers.filter((number) => number >= first && number <= last);
  const sent = last - first + 1;
  return {
    sent,
    recorded: wanted.length,
    lost: sent - new Set(wanted).size,
    outOfOrder: breaks(numbers),
  };
}

/** Seconds that the page's main thread has been at work since it began, and in JavaScript. */
async function spent(session: CDPSession): Promise<{ task: number; script: number }> {
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (wanted: string) => metrics.find(({ name }) => name === wanted)!.value;
  return { task: of('TaskDuration'), script: of('ScriptDuration') };
}
