import { floatCost } from '#core/model/cost';
import { type BenchModel, presetGraph } from './preset-graph';
import type { PeakQuestion, StepQuestion } from './step-protocol';

const ROUNDS = 3;
const TRAINED = [
  { model: 'magic-wand-cnn', batchSize: 32, suffix: '' },
  { model: 'magic-wand-cnn', batchSize: 64, suffix: '64' },
  { model: 'separable-cnn', batchSize: 32, suffix: 'Separable' },
  { model: 'lstm', batchSize: 32, suffix: 'Lstm' },
] as const;

/**
 * Our engine against TF.js's back ends, each by our training step and by TF.js's own layers models;
 * the faster of the two counts. A slow one needs few steps to be far above its noise.
 */
const CONTESTANTS = {
  wasm: { backend: 'wasm', way: 'engine', steps: 100 },
  cpu: { backend: 'cpu', way: 'engine', steps: 1 },
  cpuLayers: { backend: 'cpu', way: 'layers', steps: 1 },
  webgl: { backend: 'webgl', way: 'engine', steps: 1 },
  webglLayers: { backend: 'webgl', way: 'layers', steps: 1 },
} as const;
type Contestant = keyof typeof CONTESTANTS;
const names = Object.keys(CONTESTANTS) as Contestant[];

/** Asks the worker in the browser. */
export interface StepAsker {
  (question: StepQuestion): Promise<{ readonly stepMs: number }>;
  (question: PeakQuestion): Promise<{ readonly macsPerSecond: number }>;
}

/** What the part of steps gives. */
export interface StepFigures {
  readonly table: readonly Record<string, string | number>[];
  readonly figures: Readonly<Record<string, number>>;
}

/**
 * Time of one training step (forward, backward, Adam) by back end; contestants take turns within
 * each round, medians over rounds. Ours also against the least time that its multiplications and
 * additions take on this processor.
 */
export async function measureStepTimes(ask: StepAsker): Promise<StepFigures> {
  const table: Record<string, string | number>[] = [];
  const figures: Record<string, number> = {};
  const { macsPerSecond } = await ask({ kind: 'peak' });
  for (const { model, batchSize, suffix } of TRAINED) {
    const stepMs = await inTurns(async (name) => {
      const question = { kind: 'step', ...CONTESTANTS[name], model, batchSize } as const;
      return (await ask(question)).stepMs;
    });
    const ratioToCpu = Math.min(stepMs.cpu, stepMs.cpuLayers) / stepMs.wasm;
    const ratioToWebgl = Math.min(stepMs.webgl, stepMs.webglLayers) / stepMs.wasm;
    const limitMs = (stepMacs(model) * batchSize * 1000) / macsPerSecond;
    table.push({
      model,
      batch: batchSize,
      'wasm ms': round(stepMs.wasm),
      'limit ms': round(limitMs),
      'ours / limit': round(stepMs.wasm / limitMs),
      'cpu ms': round(stepMs.cpu),
      'cpu layers ms': round(stepMs.cpuLayers),
      'webgl ms': round(stepMs.webgl),
      'webgl layers ms': round(stepMs.webglLayers),
      ratioToCpu: round(ratioToCpu),
      ratioToWebgl: round(ratioToWebgl),
    });
    figures[`ratioToCpu${suffix}`] = round(ratioToCpu);
    figures[`ratioToWebgl${suffix}`] = round(ratioToWebgl);
    figures[`wasmStepMs${suffix}`] = round(stepMs.wasm);
    figures[`timesLimit${suffix}`] = round(stepMs.wasm / limitMs);
  }
  figures.peakGigaMacs = round(macsPerSecond / 1e9);
  return { table, figures };
}

/**
 * Multiply-accumulates of a step for one window: forward, the weights' gradients, and the inputs'
 * gradients of every layer with weights but the first.
 */
function stepMacs(model: BenchModel): number {
  const graph = presetGraph(model);
  const first = graph.layers.findIndex((layer) => 'weights' in layer);
  const head = floatCost({ ...graph, layers: graph.layers.slice(0, first + 1) });
  return 3 * floatCost(graph).macs - head.macs;
}

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
