import type { ModelGraph } from '#core/model/graph';
import type { BackendId } from '#core/model/trained-model';
import type { PassedOver } from '../engine';
import { backendState, openBackend } from './backends';
import { measureSteps, TooSlow } from './training/measure-steps';

/**
 * In the order they are tried. The two that compile nothing come first: one of them is ready within
 * a second anywhere, and gives the mark that a later one is given up by.
 */
const CANDIDATES: readonly BackendId[] = ['wasm', 'cpu', 'webgl', 'webgpu'];

/** A back end whose step takes this many times the best one's is not measured further. */
const HOPELESS_RATIO = 5;

/** Once one can train, the others have this long for their first two steps, ms. */
const TIMEOUT_MS = 2_000;

/** One line of the comparison, as the page shows it. */
export interface Measurement {
  readonly backend: BackendId;
  readonly stepMs?: number;
  readonly passedOver?: PassedOver;
  readonly detail?: string;
}

/** What the choice is made with; tests pass their own. */
export interface ChoiceTools {
  readonly backendState: typeof backendState;
  readonly openBackend: typeof openBackend;
  readonly measureSteps: typeof measureSteps;
}

/** Name of a model's shape: what decides which back end is fastest, whatever the weights. */
export function backendKey(graph: ModelGraph, batchSize: number): string {
  const layers = graph.layers.map((layer) => {
    const weights = 'weights' in layer ? layer.weights.length : 0;
    const strides = 'strides' in layer ? layer.strides.join('x') : '';
    return `${layer.kind}:${weights}:${strides}`;
  });
  return [graph.input.join('x'), batchSize, ...layers].join(' ');
}

/**
 * Trains a few steps of this very model on each available back end and gives the fastest; one that
 * fails or takes too long is reported and passed over. Software renderers are not even tried:
 * compiling shaders on them takes seconds and they never win.
 */
export async function chooseBackend(
  graph: ModelGraph,
  batchSize: number,
  report: (measurement: Measurement) => void,
  tools: ChoiceTools = { backendState, openBackend, measureSteps },
): Promise<BackendId> {
  let best: BackendId = 'cpu';
  let bestMs = Number.POSITIVE_INFINITY;
  for (const backend of CANDIDATES) {
    try {
      const state = await tools.backendState(backend);
      if (state === 'missing') continue;
      if (state === 'software') {
        report({ backend, passedOver: 'software' });
        continue;
      }
      report({ backend });
      const opened = await tools.openBackend(backend);
      const stepMs = await tools.measureSteps(opened, graph, batchSize, {
        giveUpAboveMs: bestMs * HOPELESS_RATIO,
        timeoutMs: Number.isFinite(bestMs) ? TIMEOUT_MS : Number.POSITIVE_INFINITY,
      });
      report({ backend, stepMs });
      if (stepMs < bestMs) {
        best = backend;
        bestMs = stepMs;
      }
    } catch (error) {
      report({
        backend,
        passedOver: error instanceof TooSlow ? 'too-slow' : 'failed',
        detail: error instanceof Error ? error.message : String(error),
      });
    }
  }
  return best;
}
