import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LabelSpan } from './label-span';
import {
  addSpan,
  labelWhole,
  moveSpan,
  nudgeSpan,
  placeSpan,
  relabelSpan,
  removeSpan,
  resizeSpan,
  SHORTEST_SPAN_MS,
  splitSpan,
} from './span-edits';

const EVENTS = ['nod', 'shake'];
const rules = { durationMs: 10_000, isEvent: (id: string) => EVENTS.includes(id) };

function span(id: string, startMs: number, endMs: number, gestureId = 'nod'): LabelSpan {
  return { id, gestureId, startMs, endMs, source: 'guided' };
}

const times = (spans: readonly LabelSpan[]) => spans.map((one) => [one.startMs, one.endMs]);

test('a new span gives way to its neighbours', () => {
  const spans = [span('a', 1000, 2000), span('b', 3000, 4000)];
  expect(times(addSpan(spans, span('c', 1500, 2800), rules))).toContainEqual([2000, 2800]);
  expect(times(addSpan(spans, span('c', 2900, 2100), rules))).toContainEqual([2100, 2900]);
  expect(times(addSpan(spans, span('c', 9500, 12_000), rules))).toContainEqual([9500, 10_000]);
  expect(addSpan(spans, span('c', 1200, 1800), rules)).toBe(spans);
});

test('a click is widened to the shortest span that there can be', () => {
  const [only] = addSpan([], span('a', 500, 500), rules);
  expect(only!.endMs - only!.startMs).toBe(SHORTEST_SPAN_MS);
});

test('a state holds events, not another state', () => {
  const spans = [span('down', 1000, 5000, 'head-down')];
  const nodded = addSpan(spans, span('a', 2000, 3000), rules);
  expect(times(nodded)).toEqual([
    [1000, 5000],
    [2000, 3000],
  ]);
  expect(times(addSpan(spans, span('up', 4000, 7000, 'head-up'), rules))).toContainEqual([
    5000, 7000,
  ]);
});

test('a moved span keeps its length and stops at its neighbour', () => {
  const spans = [span('a', 1000, 2000), span('b', 3000, 4000)];
  expect(moveSpan(spans, 'a', 1500, rules)[0]).toMatchObject({
    startMs: 1500,
    endMs: 2500,
    source: 'hand',
  });
  expect(times(moveSpan(spans, 'a', 2900, rules))[0]).toEqual([2000, 3000]);
  expect(times(moveSpan(spans, 'b', 99_000, rules))[1]).toEqual([9000, 10_000]);
  expect(moveSpan(spans, 'a', 1000, rules)).toBe(spans);
  expect(moveSpan(spans, 'nobody', 0, rules)).toBe(spans);
});

test('an end is dragged to the neighbour at most, and never past the other end', () => {
  const spans = [span('a', 1000, 2000), span('b', 3000, 4000)];
  expect(times(resizeSpan(spans, 'a', 'end', 3500, rules))[0]).toEqual([1000, 3000]);
  expect(times(resizeSpan(spans, 'a', 'end', 0, rules))[0]).toEqual([
    1000,
    1000 + SHORTEST_SPAN_MS,
  ]);
  expect(times(resizeSpan(spans, 'b', 'start', 1500, rules))[1]).toEqual([2000, 4000]);
});

test('a span that becomes a state is clipped to where no other state is', () => {
  const spans = [span('down', 0, 1500, 'head-down'), span('a', 1000, 2000)];
  expect(relabelSpan(spans, 'a', 'head-up', rules)[1]).toMatchObject({
    gestureId: 'head-up',
    startMs: 1500,
    endMs: 2000,
  });
  expect(relabelSpan(spans, 'a', 'shake', rules)[1]).toMatchObject({ startMs: 1000, endMs: 2000 });
  const covered = [span('down', 0, 10_000, 'head-down'), span('a', 1000, 2000)];
  expect(relabelSpan(covered, 'a', 'head-up', rules)).toBe(covered);
});

test('a split makes two spans that meet, unless one would be too short', () => {
  const spans = [span('a', 1000, 2000)];
  expect(times(splitSpan(spans, 'a', 1300, 'b'))).toEqual([
    [1000, 1300],
    [1300, 2000],
  ]);
  expect(splitSpan(spans, 'a', 1010, 'b')).toBe(spans);
});

test('the whole recording under one label keeps the other lane', () => {
  const spans = [span('down', 0, 1500, 'head-down'), span('a', 1000, 2000)];
  const whole = labelWhole(spans, { id: 'w', gestureId: 'shake', source: 'hand' }, rules);
  expect(whole.map(({ id }) => id)).toEqual(['down', 'w']);
  expect(times(whole)[1]).toEqual([0, 10_000]);
});

test('spans that overlapped before stay until they are edited', () => {
  const imported = [span('a', 1000, 3000), span('b', 2000, 4000)];
  expect(times(resizeSpan(imported, 'a', 'end', 5000, rules))).toEqual(times(imported));
  expect(times(nudgeSpan(imported, 'b', 500, rules))[1]).toEqual([2500, 4500]);
});

const gestureId = fc.constantFrom('nod', 'shake', 'head-down', 'head-up');
const ms = fc.integer({ min: -2000, max: 12_000 });
const edit = fc.oneof(
  fc.record({ do: fc.constant('add' as const), from: ms, to: ms, gestureId }),
  fc.record({ do: fc.constant('move' as const), which: fc.nat(9), to: ms }),
  fc.record({
    do: fc.constant('resize' as const),
    which: fc.nat(9),
    to: ms,
    edge: fc.constantFrom('start' as const, 'end' as const),
  }),
  fc.record({ do: fc.constant('place' as const), which: fc.nat(9), from: ms, to: ms }),
  fc.record({ do: fc.constant('relabel' as const), which: fc.nat(9), gestureId }),
  fc.record({ do: fc.constant('remove' as const), which: fc.nat(9) }),
  fc.record({ do: fc.constant('split' as const), which: fc.nat(9), to: ms }),
  fc.record({
    do: fc.constant('nudge' as const),
    which: fc.nat(9),
    to: ms,
    edge: fc.constantFrom(undefined, 'start' as const, 'end' as const),
  }),
  fc.record({ do: fc.constant('whole' as const), gestureId }),
);

test('after any edits spans are in order, in bounds, long enough, apart in their lane, unlike in id', () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 30 }), (edits) => {
      let spans: readonly LabelSpan[] = [];
      edits.forEach((one, index) => {
        const id = 'which' in one ? (spans[one.which % Math.max(1, spans.length)]?.id ?? '') : '';
        const newId = `n${index}`;
        switch (one.do) {
          case 'add':
            spans = addSpan(spans, span(newId, one.from, one.to, one.gestureId), rules);
            break;
          case 'move':
            spans = moveSpan(spans, id, one.to, rules);
            break;
          case 'resize':
            spans = resizeSpan(spans, id, one.edge, one.to, rules);
            break;
          case 'place':
            spans = placeSpan(spans, id, one.from, one.to, rules);
            break;
          case 'relabel':
            spans = relabelSpan(spans, id, one.gestureId, rules);
            break;
          case 'remove':
            spans = removeSpan(spans, id);
            break;
          case 'split':
            spans = splitSpan(spans, id, one.to, newId);
            break;
          case 'nudge':
            spans = nudgeSpan(spans, id, one.to - 5000, rules, one.edge);
            break;
          case 'whole':
            spans = labelWhole(
              spans,
              { id: newId, gestureId: one.gestureId, source: 'hand' },
              rules,
            );
            break;
        }
        expect(new Set(spans.map((each) => each.id)).size).toBe(spans.length);
        for (const isEvent of [true, false]) {
          const lane = spans.filter((each) => rules.isEvent(each.gestureId) === isEvent);
          lane.forEach((each, at) => {
            expect(each.startMs).toBeGreaterThanOrEqual(lane[at - 1]?.endMs ?? 0);
            expect(each.endMs - each.startMs).toBeGreaterThanOrEqual(SHORTEST_SPAN_MS);
            expect(each.endMs).toBeLessThanOrEqual(rules.durationMs);
          });
        }
      });
    }),
  );
});
