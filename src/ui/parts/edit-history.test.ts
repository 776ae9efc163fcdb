import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type History, NO_HISTORY, recorded, redone, undone } from './edit-history';

describe('edits', () => {
  test('are taken back and made again one by one', () => {
    let history: History<string> = recorded(NO_HISTORY, 'a', 'first', 0);
    history = recorded(history, 'b', 'second', 10);
    const back = undone(history, 'c')!;
    expect(back.value).toBe('b');
    const further = undone(back.history, 'b')!;
    expect(further.value).toBe('a');
    expect(undone(further.history, 'a')).toBeUndefined();
    const forth = redone(further.history, 'a')!;
    expect(forth.value).toBe('b');
    expect(redone(forth.history, 'b')!.value).toBe('c');
  });

  test('of one setting in quick succession are one', () => {
    let history: History<number> = recorded(NO_HISTORY, 1, 'filters', 0);
    history = recorded(history, 10, 'filters', 1000);
    history = recorded(history, 100, 'filters', 2000);
    expect(history.past).toHaveLength(1);
    expect(undone(history, 1000)!.value).toBe(1);
    expect(recorded(history, 1000, 'filters', 9000).past).toHaveLength(2);
    expect(recorded(history, 1000, 'units', 2001).past).toHaveLength(2);
  });

  test('that were taken back are gone once another is made', () => {
    const back = undone(recorded(NO_HISTORY, 'a', 'x', 0), 'b')!;
    expect(redone(recorded(back.history, 'a', 'y', 1), 'c')).toBeUndefined();
    const sameAgain = undone(recorded(recorded(NO_HISTORY, 'a', 'x', 0), 'b', 'y', 1), 'c')!;
    expect(redone(recorded(sameAgain.history, 'b', 'x', 2), 'd')).toBeUndefined();
  });

  test('all taken back and made again end where they were', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1, maxLength: 30 }), (values) => {
        let history: History<number> = NO_HISTORY;
        let now = 0;
        for (const [at, value] of values.entries()) {
          history = recorded(history, now, `${at}`, at);
          now = value;
        }
        const walk = (step: typeof undone<number>) => {
          for (let next = step(history, now); next; next = step(history, now)) {
            ({ history } = next);
            now = next.value;
          }
        };
        walk(undone);
        expect(now).toBe(0);
        walk(redone);
        expect(now).toBe(values.at(-1));
        walk(undone);
        expect(now).toBe(0);
      }),
    );
  });
});
