import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { build, preview } from 'vite';
import { findChromium } from '../scripts/find-chromium.mjs';
import { tensorflowPython } from './convert/tensorflow-python';
import type { BenchResult } from './run';
import { startKeras } from './train/keras-trainer';
import { type RaceResult, race } from './train/race';
import { writeRaces } from './train/race-files';
import type { AnswerTo, Question } from './train/step-protocol';
import { measureStepTimes } from './train/steps';

const PORT = 4721;
/** A page apart from all others has a clock of 5 µs instead of 100. */
const ISOLATED = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};
const SEEDS = [1, 2, 3, 4, 5] as const;

type Ask = <Q extends Question>(question: Q) => Promise<AnswerTo<Q>>;

/**
 * The training engine in a worker of a real browser: time of a step beside TF.js's back ends and
 * beside the arithmetic limit, and time to a held-out loss beside Keras on the same processor.
 */
export default async function run(): Promise<BenchResult> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium was found; set NODLAB_CHROMIUM to one.');
  const root = join(import.meta.dirname, 'train');
  const outDir = join(import.meta.dirname, '..', '.cache', 'bench-train');
  const config = {
    configFile: false,
    root,
    base: './',
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir, emptyOutDir: true, target: 'es2022' },
  } as const;
  await build(config);
  const races = join(outDir, 'races');
  mkdirSync(races);
  const server = await preview({
    ...config,
    preview: { port: PORT, strictPort: true, headers: ISOLATED },
  });
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--enable-unsafe-swiftshader'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`http://localhost:${PORT}/`);
    await page.waitForFunction(() => 'ask' in window);
    const ask: Ask = async (question) => {
      const answer = await page.evaluate((one) => window.ask(one), question);
      if (typeof answer === 'object' && 'error' in answer) {
        throw new Error(`${JSON.stringify(question)}: ${answer.error}`);
      }
      return answer;
    };

    const raced = await raceKeras(races, ask);
    const steps = await measureStepTimes(ask);
    return {
      table: steps.table,
      figures: { ...steps.figures, ...raced?.figures },
      aims: {
        ...{ ratioToCpu: 5, ratioToWebgl: 5, ratioToCpu64: 5, ratioToWebgl64: 5 },
        ...(raced ? { ratioToKeras: 1, ratioToKerasSeparable: 1 } : {}),
      },
    };
  } finally {
    await browser.close();
    await server.close();
    rmSync(races, { recursive: true, force: true });
  }
}

/** Prints the races' table; nothing where TensorFlow can't be had. */
async function raceKeras(root: string, ask: Ask) {
  const python = pythonOrNothing();
  if (!python) return undefined;
  const contests = writeRaces(root, SEEDS);
  const names = contests.map(({ name }) => name);
  const keras = await startKeras(python, root, names);
  try {
    const [first, second] = await race(contests, SEEDS, keras, ask);
    console.log(
      `Time to the same loss on held-out windows, TensorFlow ${keras.tensorflow}, Keras ${keras.keras} ` +
        `(${Math.round(keras.startMs)} ms to start and compile), ${SEEDS.length} seeds together:`,
    );
    console.table([first!, second!].map(rowOf));
    const figures = {
      ratioToKeras: round(first!.ratio),
      ratioToKerasSeparable: round(second!.ratio),
    };
    return { figures };
  } finally {
    keras.close();
  }
}

function pythonOrNothing(): string | undefined {
  try {
    return tensorflowPython();
  } catch (error) {
    console.error(`Skipped: the race with Keras. ${(error as Error).message}`);
    return undefined;
  }
}

function rowOf({ contest, ours, keras, ratio }: RaceResult): Record<string, string | number> {
  return {
    model: contest.preset,
    windows: contest.source,
    'to loss': contest.targetLoss,
    'ours ms': Math.round(ours.totalMs),
    'keras ms': Math.round(keras.totalMs),
    ratioToKeras: round(ratio),
    'ours epochs': ours.epochs.join(' '),
    'keras epochs': keras.epochs.join(' '),
    'ours ms an epoch': round(ours.epochMs),
    'keras ms an epoch': round(keras.epochMs),
    'ours measured': Math.round(ours.measuredMs),
    'keras measured': Math.round(keras.measuredMs),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
