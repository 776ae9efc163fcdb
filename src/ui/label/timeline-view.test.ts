import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTimelineView, SHORTEST_VIEW_MS } from './timeline-view';

test('a long recording opens at its beginning, a short one as a whole', () => {
  expect(createTimelineView(600_000)).toMatchObject({ fromMs: 0, toMs: 24_000 });
  expect(createTimelineView(3000)).toMatchObject({ fromMs: 0, toMs: 3000 });
});

test('zooming keeps what is under the pointer where it is', () => {
  const view = createTimelineView(600_000);
  view.show(100_000, 110_000);
  view.zoom(0.5, 107_000);
  expect((107_000 - view.fromMs) / (view.toMs - view.fromMs)).toBeCloseTo(0.7);
  expect(view.toMs - view.fromMs).toBeCloseTo(5000);
});

test('revealing moves only as far as needed', () => {
  const view = createTimelineView(600_000);
  view.show(100_000, 110_000);
  view.reveal(105_000, 106_000);
  expect(view).toMatchObject({ fromMs: 100_000, toMs: 110_000 });
  view.reveal(112_000, 113_000);
  expect(view.toMs).toBeGreaterThan(113_000);
  expect(view.fromMs).toBeLessThan(112_000);
  expect(view.toMs - view.fromMs).toBeCloseTo(10_000);
  view.reveal(200_000, 260_000);
  expect(view.fromMs).toBeLessThan(200_000);
  expect(view.toMs).toBeGreaterThan(260_000);
});

test('listeners hear of changes alone, until they leave', () => {
  const view = createTimelineView(600_000);
  let heard = 0;
  const leave = view.subscribe(() => heard++);
  view.pan(-1000);
  expect(heard).toBe(0);
  view.pan(1000);
  expect(heard).toBe(1);
  leave();
  view.whole();
  expect(heard).toBe(1);
});

test('whatever is done, the view stays in the recording and is never too short', () => {
  const ms = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  const move = fc.oneof(
    fc.record({ do: fc.constant('show' as const), a: ms, b: ms }),
    fc.record({ do: fc.constant('reveal' as const), a: ms, b: ms }),
    fc.record({ do: fc.constant('pan' as const), a: ms, b: ms }),
    fc.record({
      do: fc.constant('zoom' as const),
      a: fc.double({ min: 0.01, max: 100, noNaN: true }),
      b: ms,
    }),
  );
  fc.assert(
    fc.property(
      fc.double({ min: 50, max: 1e6, noNaN: true }),
      fc.array(move),
      (durationMs, moves) => {
        const view = createTimelineView(durationMs);
        for (const one of moves) {
          if (one.do === 'pan') view.pan(one.a);
          else view[one.do](one.a, one.b);
          expect(view.fromMs).toBeGreaterThanOrEqual(0);
          expect(view.toMs).toBeLessThanOrEqual(durationMs + 1e-6);
          const least = Math.min(SHORTEST_VIEW_MS, durationMs);
          expect(view.toMs - view.fromMs).toBeGreaterThanOrEqual(least - 1e-6);
        }
      },
    ),
  );
});
