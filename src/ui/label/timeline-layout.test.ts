import { expect, test } from 'vitest';
import type { LabelSpan } from '#core/dataset/label-span';
import { AXIS_HEIGHT, EVENT_HEIGHT, hitAt, msAt, TRACE_TOP, xOf } from './timeline-layout';

const span = (id: string, startMs: number, endMs: number, gestureId = 'nod'): LabelSpan => ({
  id,
  gestureId,
  startMs,
  endMs,
  source: 'hand',
});

const nod = span('nod-1', 2000, 3000);
const down = span('down-1', 1000, 8000, 'down');
const scene = {
  spans: [down, nod],
  suggestions: [{ startMs: 5000, endMs: 6000, score: 2 }],
  selectedId: undefined as string | undefined,
  isEvent: (id: string) => id === 'nod',
};
/** 10 px are 100 ms. */
const view = { fromMs: 0, toMs: 10_000 };
const WIDTH = 1000;
const ROW = {
  axis: 5,
  event: AXIS_HEIGHT + 5,
  state: AXIS_HEIGHT + EVENT_HEIGHT + 8,
  trace: TRACE_TOP + 50,
};
const at = (ms: number, row: keyof typeof ROW, selectedId?: string) =>
  hitAt(ms / 10, ROW[row], view, WIDTH, { ...scene, selectedId }, 6);

test('place and time are each other’s inverse', () => {
  expect(msAt(xOf(1234, view, WIDTH), view, WIDTH)).toBeCloseTo(1234);
});

test('each lane answers for its own spans', () => {
  expect(at(2500, 'event')).toEqual({ on: 'body', span: nod });
  expect(at(2500, 'state')).toEqual({ on: 'body', span: down });
  expect(at(4000, 'event')).toEqual({ on: 'empty', band: 'event' });
  expect(at(2500, 'axis')).toEqual({ on: 'empty', band: 'axis' });
});

test('near an end the end is meant, from outside too', () => {
  expect(at(2040, 'event')).toEqual({ on: 'edge', span: nod, edge: 'start' });
  expect(at(1950, 'event')).toEqual({ on: 'edge', span: nod, edge: 'start' });
  expect(at(3050, 'event')).toEqual({ on: 'edge', span: nod, edge: 'end' });
  expect(at(3100, 'event')).toEqual({ on: 'empty', band: 'event' });
});

test('on the trace a state is in the way only while it is selected', () => {
  expect(at(4000, 'trace')).toEqual({ on: 'empty', band: 'trace' });
  expect(at(4000, 'trace', 'down-1')).toEqual({ on: 'body', span: down });
  expect(at(2500, 'trace')).toEqual({ on: 'body', span: nod });
});

test('a narrow span can still be taken by its middle', () => {
  const wide = { fromMs: 0, toMs: 100_000 };
  expect(hitAt(25, ROW.event, wide, WIDTH, scene, 16)).toEqual({ on: 'body', span: nod });
});

test('a suggestion answers where no label does', () => {
  expect(at(5500, 'event')).toMatchObject({ on: 'suggestion', band: 'event' });
  expect(at(5500, 'trace')).toMatchObject({ on: 'suggestion', band: 'trace' });
  expect(at(5500, 'state')).toEqual({ on: 'body', span: down });
});
