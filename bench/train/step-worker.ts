import { startBackend } from '../../src/engine/worker/backends';
import { measureSteps } from '../../src/engine/worker/training/measure-steps';
import { measureLayersSteps } from './layers-steps';
import { presetGraph } from './preset-graph';
import type { StepAnswer, StepQuestion } from './step-protocol';

const scope = self as unknown as DedicatedWorkerGlobalScope;

scope.addEventListener('message', async ({ data: question }: MessageEvent<StepQuestion>) => {
  const answer = await measure(question).catch((error: unknown) => ({ error: String(error) }));
  scope.postMessage(answer satisfies StepAnswer);
});

async function measure(question: StepQuestion): Promise<StepAnswer> {
  const { backend, way, model, batchSize, steps } = question;
  await startBackend(backend);
  const graph = presetGraph(model);
  const stepMs =
    way === 'engine'
      ? await measureSteps(graph, batchSize, { steps, budgetMs: 3000 })
      : await measureLayersSteps(graph, batchSize, steps);
  return { stepMs };
}
