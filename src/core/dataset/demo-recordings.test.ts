import { expect, test } from 'vitest';
import { demoRecordings } from './demo-recordings';

const request = {
  seed: 20,
  subjectCount: 2,
  gestureIds: {
    nod: 'n',
    shake: 's',
    'neck-left': 'l',
    'neck-right': 'r',
    'head-down': 'd',
    'head-up': 'u',
  },
};

test('each person sits for about three minutes and does everything, labelled with the truth', () => {
  const heard: number[] = [];
  const made = demoRecordings(request, (done) => heard.push(done));
  expect(heard).toEqual([1, 2]);
  expect(made.map(({ subject, name }) => [subject, name])).toEqual([
    ['A', 'A 1'],
    ['B', 'B 1'],
  ]);
  for (const { signal, spans } of made) {
    const { timestampMs } = signal;
    const durationMs = timestampMs.at(-1)! - timestampMs[0]!;
    expect(durationMs).toBeGreaterThan(150_000);
    expect(durationMs).toBeLessThan(215_000);
    const counts = Object.fromEntries('nslrdu'.split('').map((id) => [id, 0]));
    for (const { gestureId, startMs, endMs, source } of spans) {
      counts[gestureId]!++;
      expect(source).toBe('guided');
      expect(startMs).toBeGreaterThanOrEqual(0);
      expect(endMs).toBeGreaterThan(startMs);
      expect(endMs).toBeLessThanOrEqual(durationMs);
    }
    expect(counts).toEqual({ n: 9, s: 9, l: 9, r: 9, d: 3, u: 3 });
  }
});

test('the same request gives the same motion, another seed other motion', () => {
  const small = { ...request, subjectCount: 1 };
  expect(demoRecordings(small)).toEqual(demoRecordings(small));
  const other = demoRecordings({ ...small, seed: 21 })[0]!.signal.values;
  expect(other.slice(0, 900)).not.toEqual(demoRecordings(small)[0]!.signal.values.slice(0, 900));
});
