import type { AnswerTo, NoAnswer, Question } from './step-protocol';

const worker = new Worker(new URL('./step-worker.ts', import.meta.url), { type: 'module' });

declare global {
  interface Window {
    ask<Q extends Question>(question: Q): Promise<AnswerTo<Q> | NoAnswer>;
  }
}

window.ask = (question) =>
  new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => resolve({ error: message });
    worker.postMessage(question);
  });
