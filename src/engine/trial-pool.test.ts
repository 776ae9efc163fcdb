import { expect, test } from 'vitest';
import type { DataRequest } from '#core/dataset/labelled-recording';
import type { ModelCard, TrialOutcome } from '#core/tuner/tuning';
import type { HoldMessage, RunMessage, WorkerMessage } from './job-protocol';
import type { WorkerPort } from './job-slot';
import { createTrialPool, fittingWorkerCount } from './trial-pool';

/** A worker that answers when told to. */
class FakeWorker {
  readonly received: (RunMessage | HoldMessage)[] = [];
  terminated = false;
  private listener: ((event: Event) => void) | undefined;

  postMessage(message: RunMessage | HoldMessage): void {
    this.received.push(message);
  }

  terminate(): void {
    this.terminated = true;
  }

  addEventListener(type: string, listener: (event: Event) => void): void {
    if (type === 'message') this.listener = listener;
  }

  say(message: WorkerMessage): void {
    this.listener?.({ data: message } as unknown as Event);
  }
}

const data = { recordings: [], gestures: [] } as unknown as DataRequest;
const card = (seed: number) => ({ recipe: { seed } }) as ModelCard;
const outcome = (sha256: string) => ({ sha256 }) as TrialOutcome;
const requestsOf = (worker: FakeWorker | undefined) =>
  worker?.received.flatMap((one) => ('request' in one ? [one.request] : []));

function poolOfFakes(workerCount: number) {
  const workers: FakeWorker[] = [];
  const pool = createTrialPool(
    data,
    () => {
      workers.push(new FakeWorker());
      return workers.at(-1) as unknown as WorkerPort;
    },
    workerCount,
  );
  return { pool, workers };
}

/** Lets what waits for a free worker go on. */
const settle = () => new Promise((resolve) => setTimeout(resolve));

test('workers start when first needed and get the recordings once, before their trials', async () => {
  const { pool, workers } = poolOfFakes(2);
  const { signal } = new AbortController();
  expect(workers).toHaveLength(0);
  const first = pool.run(card(1), { signal });
  await settle();
  expect(workers).toHaveLength(1);
  workers[0]!.say({ type: 'done', result: outcome('a') });
  expect(await first).toEqual(outcome('a'));
  void pool.run(card(2), { signal }).catch(() => undefined);
  await settle();
  expect(workers).toHaveLength(1);
  expect(workers[0]!.received.map(({ kind }) => kind)).toEqual(['hold', 'tryCard', 'tryCard']);
  expect(workers[0]!.received[0]).toEqual({ kind: 'hold', data });
});

test('trials run side by side, and those beyond the workers wait their turn', async () => {
  const { pool, workers } = poolOfFakes(2);
  const { signal } = new AbortController();
  const runs = [1, 2, 3].map((seed) => pool.run(card(seed), { signal }));
  await settle();
  expect(workers).toHaveLength(2);
  const asked = workers.flatMap(requestsOf);
  expect(asked).toEqual([card(1), card(2)]);
  const second = workers.find((worker) => requestsOf(worker)?.includes(asked[1]!));
  workers[1]!.say({ type: 'done', result: outcome('b') });
  expect(await runs[1]).toEqual(outcome('b'));
  await settle();
  expect(workers).toHaveLength(2);
  expect(requestsOf(second)).toEqual([card(2), card(3)]);
  workers[1]!.say({ type: 'failed', code: 'training-diverged', detail: 'NaN' });
  await expect(runs[2]).rejects.toMatchObject({ code: 'training-diverged' });
});

test('cancelling ends the one worker at once, and another starts only when needed', async () => {
  const { pool, workers } = poolOfFakes(2);
  const cancelled = new AbortController();
  const { signal } = new AbortController();
  const first = pool.run(card(1), { signal: cancelled.signal });
  const second = pool.run(card(2), { signal });
  await settle();
  cancelled.abort();
  await expect(first).rejects.toMatchObject({ name: 'AbortError' });
  expect(workers.map(({ terminated }) => terminated)).toEqual([true, false]);
  expect(workers).toHaveLength(2);
  void pool.run(card(3), { signal }).catch(() => undefined);
  await settle();
  expect(workers).toHaveLength(3);
  expect(workers[2]!.received.map(({ kind }) => kind)).toEqual(['hold', 'tryCard']);
  workers[1]!.say({ type: 'done', result: outcome('b') });
  expect(await second).toEqual(outcome('b'));
});

test('a trial that waits can be cancelled, and takes no worker from the others', async () => {
  const { pool, workers } = poolOfFakes(1);
  const cancelled = new AbortController();
  const { signal } = new AbortController();
  const first = pool.run(card(1), { signal });
  const waiting = pool.run(card(2), { signal: cancelled.signal });
  const last = pool.run(card(3), { signal });
  cancelled.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  await settle();
  workers[0]!.say({ type: 'done', result: outcome('a') });
  await first;
  await settle();
  workers[0]!.say({ type: 'done', result: outcome('c') });
  expect(await last).toEqual(outcome('c'));
  expect(requestsOf(workers[0])).toEqual([card(1), card(3)]);
});

test('closing ends every worker, busy or idle, and every trial', async () => {
  const { pool, workers } = poolOfFakes(2);
  const { signal } = new AbortController();
  const first = pool.run(card(1), { signal });
  const second = pool.run(card(2), { signal });
  const third = pool.run(card(3), { signal });
  await settle();
  workers[0]!.say({ type: 'done', result: outcome('a') });
  workers[1]!.say({ type: 'done', result: outcome('b') });
  await Promise.all([first, second]);
  pool.close();
  await expect(third).rejects.toMatchObject({ name: 'AbortError' });
  expect(workers.every(({ terminated }) => terminated)).toBe(true);
  await expect(pool.run(card(4), { signal })).rejects.toMatchObject({ name: 'AbortError' });
});

test('there is at least one worker, and not one for every core of a large machine', () => {
  expect([0, 1, 2, 3, 4, 16].map(fittingWorkerCount)).toEqual([1, 1, 2, 2, 3, 4]);
});
