import { openBackend } from '../../src/engine/worker/backends';
import { measureSteps } from '../../src/engine/worker/training/measure-steps';
import { measureLayersSteps } from './layers-steps';
import { measurePeakRate } from './peak-rate';
import { presetGraph } from './preset-graph';
import { runRace } from './run-race';
import type { Answers, Question, StepQuestion } from './step-protocol';

const scope = self as unknown as DedicatedWorkerGlobalScope;

scope.addEventListener('message', async ({ data: question }: MessageEvent<Question>) => {
  const answer = await answerTo(question).catch((error: unknown) => ({ error: String(error) }));
  scope.postMessage(answer);
});

async function answerTo(question: Question): Promise<Answers[Question['kind']]> {
  switch (question.kind) {
    case 'step':
      return { stepMs: await stepMsOf(question) };
    case 'race':
      return runRace(question);
    case 'peak':
      return { macsPerSecond: await measurePeakRate() };
  }
}

async function stepMsOf({ backend, way, model, batchSize, steps }: StepQuestion): Promise<number> {
  const opened = await openBackend(backend);
  const graph = presetGraph(model);
  return way === 'engine'
    ? measureSteps(opened, graph, batchSize, { steps, budgetMs: 3000 })
    : measureLayersSteps(graph, batchSize, steps);
}
