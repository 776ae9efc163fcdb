import type { CompressionStep } from '#core/compress/compression-recipe';
import type { ModelGraph } from '#core/model/graph';
import type { CompressProgress } from '../../engine';
import { shareValues } from './cluster-pass';
import { distil } from './distil-pass';
import type { Constraints, PassContext, PassResult, Workbench } from './pass';
import { removeChannels } from './prune-channels-pass';
import { removeWeights } from './prune-weights-pass';
import { practiseRounding } from './quantise-aware-pass';

/**
 * Runs the steps that are switched on, in order, and tells what the graph is after each. What a pass
 * did is kept by those after it: zeros stay zero, shared values shared, until a distilled network
 * takes the place of all that. Gives the very same graph where no step is on.
 */
export async function runRecipe(
  graph: ModelGraph,
  bench: Workbench,
  report: (progress: CompressProgress) => void,
  onStage: (step: CompressionStep, graph: ModelGraph) => Promise<void>,
): Promise<ModelGraph> {
  const steps = bench.compression.steps.filter(({ enabled }) => enabled);
  let present = graph;
  let constraints: Constraints = { keepZeros: false, keepClusters: false };
  for (const [at, step] of steps.entries()) {
    const { kind, epochs } = step;
    const onEpoch = (epoch: number) =>
      report({ step: 'pass', kind, at, count: steps.length, epoch, epochs });
    onEpoch(0);
    const result = await runStep(present, step, { ...bench, constraints, at, onEpoch });
    present = result.graph;
    constraints = result.constraints ?? constraints;
    await onStage(step, present);
  }
  return present;
}

function runStep(
  graph: ModelGraph,
  step: CompressionStep,
  context: PassContext,
): Promise<PassResult> {
  switch (step.kind) {
    case 'distil':
      return distil(graph, step, context);
    case 'prune-channels':
      return removeChannels(graph, step, context);
    case 'prune-weights':
      return removeWeights(graph, step, context);
    case 'cluster':
      return shareValues(graph, step, context);
    case 'quantise-aware':
      return practiseRounding(graph, step, context);
  }
}
