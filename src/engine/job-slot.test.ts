import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Failure } from '#core/failure';
import type { TrainedModel } from '#core/model/trained-model';
import type { TrainProgress, TrainRequest } from './engine';
import type { RunMessage, WorkerMessage } from './job-protocol';
import { createJobSlot, type WorkerPort } from './job-slot';

/** A worker that does nothing by itself: deaf to everything but `terminate`, as a busy one is. */
class FakeWorker {
  readonly received: RunMessage[] = [];
  terminated = false;
  private readonly listeners = new Map<string, ((event: Event) => void)[]>();

  postMessage(message: RunMessage): void {
    this.received.push(message);
  }

  terminate(): void {
    this.terminated = true;
  }

  addEventListener(type: string, listener: (event: Event) => void): void {
    this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener]);
  }

  say(message: WorkerMessage): void {
    this.emit('message', { data: message });
  }

  emit(type: string, event: object): void {
    for (const listener of this.listeners.get(type) ?? []) listener(event as Event);
  }
}

const request = { recipe: { seed: 1 } } as TrainRequest;
const model = { backend: 'wasm' } as TrainedModel;

function slotOfFakes() {
  const workers: FakeWorker[] = [];
  const known = {};
  const run = createJobSlot(
    'train',
    () => {
      workers.push(new FakeWorker());
      return workers.at(-1) as unknown as WorkerPort;
    },
    known,
  );
  return { run, workers, known };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a run', () => {
  test('gets its request to a worker and the worker’s answer back', async () => {
    const { run, workers } = slotOfFakes();
    const heard: TrainProgress[] = [];
    const result = run(request, {
      signal: new AbortController().signal,
      onProgress: (progress) => heard.push(progress),
    });
    expect(workers[0]!.received).toEqual([{ kind: 'train', request, knownBackends: {} }]);
    workers[0]!.say({ type: 'progress', progress: { step: 'judging' } });
    workers[0]!.say({ type: 'done', result: model });
    expect(await result).toBe(model);
    expect(heard).toEqual([{ step: 'judging' }]);
  });

  test('rejects with the failure that the worker names', async () => {
    const { run, workers } = slotOfFakes();
    const result = run(request, { signal: new AbortController().signal });
    workers[0]!.say({ type: 'failed', code: 'training-diverged', detail: 'NaN' });
    await expect(result).rejects.toEqual(new Failure('training-diverged', 'NaN'));
    expect(workers[0]!.terminated).toBe(false);
  });

  test('rejects with engine-crashed when the worker dies, and the next one gets a fresh worker', async () => {
    const { run, workers } = slotOfFakes();
    const { signal } = new AbortController();
    const result = run(request, { signal });
    workers[0]!.emit('error', { message: 'out of memory', error: undefined });
    await expect(result).rejects.toMatchObject({
      code: 'engine-crashed',
      message: 'out of memory',
    });
    expect(workers[0]!.terminated).toBe(true);
    void run(request, { signal });
    expect(workers).toHaveLength(2);
  });

  test('rejects when its request cannot be sent, and leaves nothing running', async () => {
    const { run, workers } = slotOfFakes();
    const unsendable = new DOMException('could not be cloned', 'DataCloneError');
    vi.spyOn(FakeWorker.prototype, 'postMessage').mockImplementationOnce(() => {
      throw unsendable;
    });
    const result = run(request, { signal: new AbortController().signal });
    await expect(result).rejects.toMatchObject({ code: 'engine-crashed', cause: unsendable });
    expect(workers[0]!.terminated).toBe(true);
  });
});

describe('cancelling', () => {
  test('terminates a worker that hears nothing, and rejects well within 300 ms', async () => {
    vi.useRealTimers();
    const { run, workers } = slotOfFakes();
    const controller = new AbortController();
    const result = run(request, { signal: controller.signal });
    const startMs = performance.now();
    controller.abort();
    await expect(result).rejects.toMatchObject({ name: 'AbortError' });
    expect(performance.now() - startMs).toBeLessThan(300);
    expect(workers[0]!.terminated).toBe(true);
  });

  test('before the start starts no worker', async () => {
    const { run, workers } = slotOfFakes();
    await expect(run(request, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(workers).toHaveLength(0);
  });

  test('by a newer run silences the older one', async () => {
    const { run, workers } = slotOfFakes();
    const heard: unknown[] = [];
    const { signal } = new AbortController();
    const older = run(request, { signal, onProgress: (progress) => heard.push(progress) });
    const newer = run(request, { signal });
    await expect(older).rejects.toMatchObject({ name: 'AbortError' });
    workers[0]!.say({ type: 'progress', progress: { step: 'judging' } });
    workers[0]!.say({ type: 'done', result: {} });
    workers[1]!.say({ type: 'done', result: model });
    expect(await newer).toBe(model);
    expect(heard).toEqual([]);
  });

  test('after the end touches nothing', async () => {
    const { run, workers } = slotOfFakes();
    const controller = new AbortController();
    const result = run(request, { signal: controller.signal });
    workers[0]!.say({ type: 'done', result: model });
    await result;
    controller.abort();
    expect(workers[0]!.terminated).toBe(false);
  });
});

describe('a worker', () => {
  test('serves one run after another, and hears what earlier ones measured', async () => {
    const { run, workers } = slotOfFakes();
    const { signal } = new AbortController();
    const first = run(request, { signal });
    workers[0]!.say({ type: 'learned', key: 'cnn', backend: 'wasm' });
    workers[0]!.say({ type: 'done', result: model });
    await first;
    void run(request, { signal });
    expect(workers).toHaveLength(1);
    expect(workers[0]!.received[1]!.knownBackends).toEqual({ cnn: 'wasm' });
  });

  test('goes after two idle minutes, but not in the middle of a run', async () => {
    const { run, workers } = slotOfFakes();
    const { signal } = new AbortController();
    const first = run(request, { signal });
    workers[0]!.say({ type: 'done', result: model });
    await first;
    vi.advanceTimersByTime(119_000);
    void run(request, { signal });
    vi.advanceTimersByTime(600_000);
    expect(workers[0]!.terminated).toBe(false);
    workers[0]!.say({ type: 'done', result: model });
    vi.advanceTimersByTime(121_000);
    expect(workers[0]!.terminated).toBe(true);
  });
});
