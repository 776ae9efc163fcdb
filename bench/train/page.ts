import type { StepAnswer, StepQuestion } from './step-protocol';

const worker = new Worker(new URL('./step-worker.ts', import.meta.url), { type: 'module' });

declare global {
  interface Window {
    measureStep(question: StepQuestion): Promise<StepAnswer>;
  }
}

window.measureStep = (question) =>
  new Promise((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<StepAnswer>) => resolve(data);
    worker.onerror = ({ message }) => resolve({ error: message });
    worker.postMessage(question);
  });
