import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { build, preview } from 'vite';
import { findChromium } from '../scripts/find-chromium.mjs';
import type { BenchResult } from './run';
import type { StepAnswer, StepQuestion } from './train/step-protocol';

const PORT = 4721;
const ROUNDS = 5;
const MODELS = ['magic-wand-cnn', 'separable-cnn', 'lstm'] as const;
const BATCH_SIZES = [32, 64] as const;

/**
 * Ours on WebAssembly against TF.js's other back ends, each by our training step and by TF.js's own
 * layers models; the faster of the two counts. A slow one needs few steps to be far above its
 * noise.
 */
const CONTESTANTS = {
  wasm: { backend: 'wasm', way: 'engine', steps: 20 },
  cpu: { backend: 'cpu', way: 'engine', steps: 3 },
  cpuLayers: { backend: 'cpu', way: 'layers', steps: 3 },
  webgl: { backend: 'webgl', way: 'engine', steps: 3 },
  webglLayers: { backend: 'webgl', way: 'layers', steps: 3 },
} as const;

type Contestant = keyof typeof CONTESTANTS;
const names = Object.keys(CONTESTANTS) as Contestant[];

/**
 * Time of one training step (forward, backward, Adam) by back end, the engine's code in a worker
 * of a real browser; contestants take turns within each round, medians over rounds.
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
  const server = await preview({ ...config, preview: { port: PORT, strictPort: true } });
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--enable-unsafe-swiftshader'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`http://localhost:${PORT}/`);
    await page.waitForFunction(() => 'measureStep' in window);
    const ask = async (question: StepQuestion): Promise<number> => {
      const answer: StepAnswer = await page.evaluate((one) => window.measureStep(one), question);
      if ('error' in answer) throw new Error(`${question.backend}: ${answer.error}`);
      return answer.stepMs;
    };

    const table: Record<string, string | number>[] = [];
    const figures: Record<string, number> = {};
    for (const model of MODELS) {
      for (const batchSize of BATCH_SIZES) {
        const stepMs = await inTurns((name) => ask({ ...CONTESTANTS[name], model, batchSize }));
        const ratioToCpu = Math.min(stepMs.cpu, stepMs.cpuLayers) / stepMs.wasm;
        const ratioToWebgl = Math.min(stepMs.webgl, stepMs.webglLayers) / stepMs.wasm;
        table.push({
          model,
          batch: batchSize,
          'wasm ms': round(stepMs.wasm),
          'cpu ms': round(stepMs.cpu),
          'cpu layers ms': round(stepMs.cpuLayers),
          'webgl ms': round(stepMs.webgl),
          'webgl layers ms': round(stepMs.webglLayers),
          ratioToCpu: round(ratioToCpu),
          ratioToWebgl: round(ratioToWebgl),
        });
        const suffix = MODEL_SUFFIX[model] + SIZE_SUFFIX[batchSize];
        figures[`ratioToCpu${suffix}`] = round(ratioToCpu);
        figures[`ratioToWebgl${suffix}`] = round(ratioToWebgl);
        figures[`wasmStepMs${suffix}`] = round(stepMs.wasm);
      }
    }
    return {
      table,
      figures,
      aims: { ratioToCpu: 5, ratioToWebgl: 5, ratioToCpu64: 5, ratioToWebgl64: 5 },
    };
  } finally {
    await browser.close();
    await server.close();
  }
}

/** The figures' plain names are those of the magic-wand CNN in batches of 32. */
const MODEL_SUFFIX = { 'magic-wand-cnn': '', 'separable-cnn': 'Separable', lstm: 'Lstm' } as const;
const SIZE_SUFFIX = { 32: '', 64: '64' } as const;

/** One round to warm up, which compiles, then `ROUNDS`, everyone once in each. */
async function inTurns(
  measure: (name: Contestant) => Promise<number>,
): Promise<Record<Contestant, number>> {
  const times = new Map<Contestant, number[]>(names.map((name) => [name, []]));
  for (let turn = 0; turn <= ROUNDS; turn++) {
    for (const name of names) {
      const stepMs = await measure(name);
      if (turn > 0) times.get(name)!.push(stepMs);
    }
  }
  const medians = names.map((name) => [name, median(times.get(name)!)] as const);
  return Object.fromEntries(medians) as Record<Contestant, number>;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
