import { Failure } from '#core/failure';
import type { BackendId } from '#core/model/trained-model';
import type { JobOptions } from './engine';
import type { JobKind, Jobs, RunMessage, WorkerMessage } from './job-protocol';

/** The part of `Worker` that the bridge needs; tests pass their own. */
export type WorkerPort = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;

/** Starts a fresh engine worker. */
export type StartWorker = () => WorkerPort;

/** An idle worker holds TF.js and its buffers, tens of MB; it goes after this time, ms. */
const IDLE_STOP_MS = 120_000;

interface Run {
  finish(): void;
  cancel(): void;
  receive(message: WorkerMessage): void;
  crash(detail: string, cause?: unknown): void;
}

/**
 * The runs of one kind of job, one at a time, on one worker that is kept while it behaves. Rejects
 * with the worker's `Failure`, `engine-crashed` when the worker dies, or `AbortError`.
 */
export function createJobSlot<K extends JobKind>(
  kind: K,
  startWorker: StartWorker,
  knownBackends: Record<string, BackendId>,
): (
  request: Jobs[K]['request'],
  options: JobOptions<Jobs[K]['progress']>,
) => Promise<Jobs[K]['result']> {
  let worker: WorkerPort | undefined;
  let current: Run | undefined;
  let idleTimer: ReturnType<typeof setTimeout> | undefined;

  const stopWorker = () => {
    worker?.terminate();
    worker = undefined;
  };

  const openWorker = (): WorkerPort => {
    const opened = startWorker();
    opened.addEventListener('message', (event) => {
      if (opened === worker) current?.receive((event as MessageEvent<WorkerMessage>).data);
    });
    opened.addEventListener('error', (event) => {
      if (opened !== worker) return;
      const { message, error } = event as ErrorEvent;
      current?.crash(message || 'the worker could not be loaded', error);
    });
    opened.addEventListener('messageerror', () => {
      if (opened === worker) current?.crash('a message could not be read');
    });
    return opened;
  };

  return (request, { signal, onProgress }) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(abortError());
        return;
      }
      current?.cancel();
      clearTimeout(idleTimer);

      const run: Run = {
        finish() {
          signal.removeEventListener('abort', run.cancel);
          if (current !== run) return;
          current = undefined;
          idleTimer = setTimeout(stopWorker, IDLE_STOP_MS);
        },
        cancel() {
          stopWorker();
          run.finish();
          reject(abortError());
        },
        receive(message) {
          switch (message.type) {
            case 'progress':
              onProgress?.(message.progress as Jobs[K]['progress']);
              break;
            case 'learned':
              knownBackends[message.key] = message.backend;
              break;
            case 'done':
              run.finish();
              resolve(message.result as Jobs[K]['result']);
              break;
            case 'failed':
              // A crash inside a job may leave the worker's state broken: start afresh.
              if (message.code === 'engine-crashed') stopWorker();
              run.finish();
              reject(new Failure(message.code, message.detail));
              break;
          }
        },
        crash(detail, cause) {
          stopWorker();
          run.finish();
          reject(new Failure('engine-crashed', detail, { cause }));
        },
      };

      current = run;
      signal.addEventListener('abort', run.cancel);
      worker ??= openWorker();
      try {
        worker.postMessage({ kind, request, knownBackends } as unknown as RunMessage);
      } catch (cause) {
        run.crash(`the request could not be sent: ${String(cause)}`, cause);
      }
    });
}

/** What a job rejects with when it is cancelled. */
export function abortError(): DOMException {
  return new DOMException('The job was cancelled.', 'AbortError');
}
