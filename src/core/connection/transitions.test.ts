import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Failure, type FailureCode } from '../failure';
import type { ConnectionInput, ConnectionState } from './connection-state';
import { next } from './transitions';

const reason = new Failure('device-lost', 'out of range');
const first = { reason, lostAtMs: 1000, attempt: 1 };

const STATES: readonly ConnectionState[] = [
  { phase: 'idle' },
  { phase: 'choosing' },
  { phase: 'connecting' },
  { phase: 'streaming' },
  { phase: 'stalled', sinceMs: 900 },
  { phase: 'lost', ...first, retryAtMs: 1500 },
  { phase: 'reconnecting', ...first },
  { phase: 'failed', reason },
];
const INPUTS: readonly ConnectionInput[] = [
  { type: 'choose' },
  { type: 'chosen' },
  { type: 'opened' },
  { type: 'silent', sinceMs: 900 },
  { type: 'frames' },
  { type: 'dropped', reason, nowMs: 2000 },
  { type: 'retry' },
  { type: 'refused', reason, nowMs: 2000 },
  { type: 'returned', nowMs: 90_000 },
  { type: 'leave' },
];

/** Rows as `STATES`, columns as `INPUTS`; `·`: as it was. */
const EXPECTED = `
  choosing connecting ·         ·       ·         ·    ·            ·      ·            idle
  ·        connecting ·         ·       ·         ·    ·            failed ·            idle
  ·        ·          streaming ·       ·         ·    ·            failed ·            idle
  ·        ·          ·         stalled ·         lost ·            ·      ·            idle
  ·        ·          ·         ·       streaming lost ·            ·      ·            idle
  ·        ·          ·         ·       ·         ·    reconnecting ·      reconnecting idle
  ·        ·          streaming ·       ·         ·    ·            lost   reconnecting idle
  choosing connecting ·         ·       ·         ·    ·            ·      reconnecting idle`
  .trim()
  .split('\n')
  .map((row) => row.trim().split(/\s+/));

test('every state answers every input as the table says, and stays itself where that means nothing', () => {
  for (const [row, state] of STATES.entries()) {
    for (const [column, input] of INPUTS.entries()) {
      const expected = EXPECTED[row]![column]!;
      const reached = next(state, input);
      const what = `${state.phase} on ${input.type}`;
      if (expected === '·') expect(reached, what).toBe(state);
      else expect(reached.phase, what).toBe(expected);
    }
  }
});

test('what is known of a loss goes along with it', () => {
  const lost = next({ phase: 'streaming' }, { type: 'dropped', reason, nowMs: 1000 });
  expect(lost).toEqual({ phase: 'lost', reason, lostAtMs: 1000, attempt: 1, retryAtMs: 1500 });
  const again = next(lost, { type: 'retry' });
  expect(again).toEqual({ phase: 'reconnecting', reason, lostAtMs: 1000, attempt: 1 });
  const busy = new Failure('port-busy', 'not yet');
  expect(next(again, { type: 'refused', reason: busy, nowMs: 1700 })).toEqual({
    phase: 'lost',
    reason: busy,
    lostAtMs: 1000,
    attempt: 2,
    retryAtMs: 2700,
  });
});

test('a device that is back is tried from the first wait on, for five minutes more', () => {
  const late = { ...first, attempt: 20 };
  const back = next({ phase: 'reconnecting', ...late }, { type: 'returned', nowMs: 290_000 });
  expect(back).toEqual({ phase: 'reconnecting', reason, lostAtMs: 290_000, attempt: 1 });
  expect(next(back, { type: 'refused', reason, nowMs: 291_000 })).toMatchObject({
    phase: 'lost',
    retryAtMs: 292_000,
  });
});

test('attempts come at 0.5, 1, 2, 4, 8 and then every 15 seconds, for five minutes', () => {
  let nowMs = 0;
  let state = next({ phase: 'streaming' }, { type: 'dropped', reason, nowMs });
  const waits: number[] = [];
  while (state.phase === 'lost') {
    waits.push(state.retryAtMs - nowMs);
    nowMs = state.retryAtMs;
    state = next(next(state, { type: 'retry' }), { type: 'refused', reason, nowMs });
  }
  expect(waits.slice(0, 7)).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000]);
  expect(nowMs).toBeGreaterThan(280_000);
  expect(nowMs).toBeLessThanOrEqual(300_000);
  expect(state).toMatchObject({
    phase: 'failed',
    reason: { code: 'device-unreachable', cause: reason },
  });
});

test.each<FailureCode>(['permission-denied', 'device-protocol', 'radio-missing'])(
  '%s is not tried again',
  (code) => {
    const hopeless = new Failure(code, 'no');
    const dropped = next(
      { phase: 'streaming' },
      { type: 'dropped', reason: hopeless, nowMs: 2000 },
    );
    expect(dropped).toEqual({ phase: 'failed', reason: hopeless });
    const refused = next(
      { phase: 'reconnecting', ...first },
      { type: 'refused', reason: hopeless, nowMs: 2000 },
    );
    expect(refused).toEqual({ phase: 'failed', reason: hopeless });
  },
);

test('whatever happens, a link streams only when it was opened, and leaving gives idle', () => {
  const time = fc.nat({ max: 400_000 });
  const failure = fc
    .constantFrom<FailureCode>('device-lost', 'port-busy', 'device-silent', 'permission-denied')
    .map((code) => new Failure(code, code));
  const input: fc.Arbitrary<ConnectionInput> = fc.oneof(
    fc.constantFrom<ConnectionInput>(...INPUTS),
    fc.record({ type: fc.constant('dropped' as const), reason: failure, nowMs: time }),
    fc.record({ type: fc.constant('refused' as const), reason: failure, nowMs: time }),
  );
  fc.assert(
    fc.property(fc.array(input, { maxLength: 60 }), (inputs) => {
      let state: ConnectionState = { phase: 'idle' };
      let open = false;
      for (const one of inputs) {
        const before = state;
        state = next(state, one);
        if (state.phase === 'streaming' && one.type === 'opened') open = true;
        else if (state.phase !== 'streaming' && state.phase !== 'stalled') open = false;
        expect(open).toBe(state.phase === 'streaming' || state.phase === 'stalled');
        // Only what streamed is tried again by itself.
        if (state.phase === 'lost' && before.phase !== 'lost') {
          expect(['streaming', 'stalled', 'reconnecting']).toContain(before.phase);
        }
        if (state.phase === 'lost') expect(state.attempt).toBeGreaterThanOrEqual(1);
        expect(next(state, { type: 'leave' })).toEqual({ phase: 'idle' });
      }
    }),
    { numRuns: 300 },
  );
});
