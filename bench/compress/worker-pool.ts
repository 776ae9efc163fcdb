import { parentPort, Worker } from 'node:worker_threads';

/** As many as run side by side. */
export const WORKERS = 2;

type Answer<Result> = { readonly result: Result } | { readonly error: string };

/** Workers that each do one task at a time; more wait their turn. */
export interface WorkerPool<Task, Result> {
  run(task: Task): Promise<Result>;
  close(): Promise<void>;
}

/** Starts `WORKERS` workers of a TypeScript file, which calls `answerTasks`. */
export function openPool<Task, Result>(file: URL): WorkerPool<Task, Result> {
  // A worker does not inherit the loader of TypeScript.
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const first = `import(${loader}).then(({ register }) => {
    register();
    return import(${JSON.stringify(file.href)});
  });`;
  const start = () => new Worker(first, { eval: true });
  const workers = Array.from({ length: WORKERS }, start);
  const free = [...workers];
  const waiting: ((worker: Worker) => void)[] = [];
  return {
    async run(task) {
      const worker = free.pop() ?? (await new Promise<Worker>((take) => waiting.push(take)));
      try {
        return await ask<Task, Result>(worker, task);
      } finally {
        const next = waiting.shift();
        if (next) next(worker);
        else free.push(worker);
      }
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

function ask<Task, Result>(worker: Worker, task: Task): Promise<Result> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (answer: Answer<Result>) => {
      worker.off('error', reject);
      if ('result' in answer) resolve(answer.result);
      else reject(new Error(answer.error));
    });
    worker.postMessage(task);
  });
}

/** To be called in the worker's file. */
export function answerTasks<Task, Result>(run: (task: Task) => Promise<Result>): void {
  parentPort!.on('message', async (task: Task) => {
    const answer: Answer<Result> = await run(task).then(
      (result) => ({ result }),
      (error: Error) => ({ error: `${error.stack ?? error}` }),
    );
    parentPort!.postMessage(answer);
  });
}
