import { Failure } from '#core/failure';
import type {
  HoldMessage,
  JobContext,
  JobKind,
  Jobs,
  RunMessage,
  WorkerMessage,
} from '../job-protocol';

type RunJob<K extends JobKind> = (
  request: Jobs[K]['request'],
  context: JobContext<Jobs[K]['progress']>,
) => Promise<Jobs[K]['result']>;

/** Each job is a chunk of its own, so that cutting windows does not load TF.js. */
const jobs: { readonly [K in JobKind]: () => Promise<RunJob<K>> } = {
  prepare: async () => (await import('./jobs/prepare-job')).runPrepare,
  train: async () => (await import('./jobs/train-job')).runTrain,
  compress: async () => (await import('./jobs/compress-job')).runCompress,
  startTuning: async () => (await import('./jobs/start-tuning-job')).runStartTuning,
  tryCard: async () => (await import('./jobs/try-card-job')).runTryCard,
  checkFile: async () => (await import('./jobs/check-file-job')).runCheckFile,
  profile: async () => (await import('./jobs/profile-job')).runProfile,
  openModel: async () => (await import('./jobs/open-model-job')).runOpenModel,
  writeC99: async () => (await import('./jobs/write-c99-job')).runWriteC99,
  makeDemo: async () => (await import('./jobs/demo-job')).runMakeDemo,
  readProject: async () => (await import('./jobs/project-file-jobs')).runReadProject,
  writeProject: async () => (await import('./jobs/project-file-jobs')).runWriteProject,
  readTable: async () => (await import('./jobs/read-table-job')).runReadTable,
  summarise: async () => (await import('./jobs/summarise-job')).runSummarise,
};

const scope = self as unknown as DedicatedWorkerGlobalScope;

let held: HoldMessage['data'] | undefined;

scope.addEventListener('message', ({ data: message }: MessageEvent<RunMessage | HoldMessage>) => {
  if (message.kind === 'hold') held = message.data;
  else void run(message);
});

async function run<K extends JobKind>(message: RunMessage & { readonly kind: K }): Promise<void> {
  const context: JobContext<Jobs[K]['progress']> = {
    knownBackends: message.knownBackends,
    ...(held ? { held } : {}),
    report: (progress) => send({ type: 'progress', progress }),
    learn: (key, backend) => send({ type: 'learned', key, backend }),
  };
  try {
    const job = await jobs[message.kind as K]();
    const result = await job(message.request as Jobs[K]['request'], context);
    send({ type: 'done', result }, largeBuffers(result));
  } catch (error) {
    const failure = asFailure(error);
    send({ type: 'failed', code: failure.code, detail: failure.message });
  }
}

function send(message: WorkerMessage, transfer: ArrayBuffer[] = []): void {
  scope.postMessage(message, transfer);
}

function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new Failure('engine-crashed', detail, { cause: error });
}

/** Windows and files are tens of MB: handed over, not copied. The worker keeps nothing of a result. */
function largeBuffers(result: unknown): ArrayBuffer[] {
  // Before looking for `set`, which byte arrays have as well, as a method.
  if (result instanceof Uint8Array) {
    return result.buffer instanceof ArrayBuffer ? [result.buffer] : [];
  }
  if (typeof result !== 'object' || result === null || !('set' in result)) return [];
  const { values } = (result as Jobs['prepare']['result']).set;
  return values.buffer instanceof ArrayBuffer ? [values.buffer] : [];
}
