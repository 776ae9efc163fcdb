import { expect, test } from 'vitest';
import type { CompressedModel } from '#core/compress/compressed-model';
import type { Engine, OperatorTimes } from '#engine/engine';
import { createProfileStation } from './profile-store';

const modelOf = (sha256: string) => ({ graph: {}, sha256 }) as CompressedModel;
const times: OperatorTimes = { wholeMs: 2, operatorMs: [1, 1] };

test('times belong to the file that was measured', async () => {
  const station = createProfileStation({ profile: async () => times });
  await station.measure(modelOf('a'));
  expect(station.store.getState()).toEqual({ phase: 'done', sha256: 'a', times });
  station.reset();
  expect(station.store.getState()).toEqual({ phase: 'idle' });
});

test('progress is told, and a newer run silences the older one', async () => {
  let tell: ((progress: { done: number; total: number }) => void) | undefined;
  const profile: Engine['profile'] = (_, { signal, onProgress }) => {
    tell = onProgress;
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
    });
  };
  const station = createProfileStation({ profile });
  const first = station.measure(modelOf('a'));
  tell?.({ done: 1, total: 4 });
  expect(station.store.getState()).toEqual({ phase: 'running', sha256: 'a', share: 0.25 });
  void station.measure(modelOf('b'));
  await first;
  expect(station.store.getState()).toEqual({ phase: 'running', sha256: 'b', share: 0 });
});

test('a failure says of which file', async () => {
  const station = createProfileStation({ profile: () => Promise.reject(new Error('no')) });
  await station.measure(modelOf('a'));
  expect(station.store.getState()).toMatchObject({ phase: 'failed', sha256: 'a' });
});
