import { describe, expect, test } from 'vitest';
import type { Channel } from '../motion/frame';
import type { Gesture } from './gesture';
import type { LabelSpan } from './label-span';
import type { LabelledRecording } from './labelled-recording';
import { cutWindows } from './windowing';

const GESTURES: readonly Gesture[] = [
  { id: 'nod', name: 'Nod', kind: 'event', colour: 0 },
  { id: 'shake', name: 'Shake', kind: 'event', colour: 1 },
  { id: 'down', name: 'Down', kind: 'state', colour: 2 },
];
const WINDOWING = { rateHz: 50, lengthMs: 1000, hopMs: 100, channelNames: ['accX'] };
const ACC_X: Channel = { name: 'accX', unit: 'g' };

function span(gestureId: string, startMs: number, endMs: number): LabelSpan {
  return { id: `${gestureId}${startMs}`, gestureId, startMs, endMs, source: 'hand' };
}

/** Ten seconds whose first channel counts the seconds. */
function recording(
  spans: readonly LabelSpan[],
  change: Partial<{ id: string; channels: readonly Channel[]; timesMs: readonly number[] }> = {},
): LabelledRecording {
  const timesMs = change.timesMs ?? Array.from({ length: 501 }, (_, frame) => 5000 + frame * 20);
  const channels = change.channels ?? [ACC_X];
  const values = timesMs.flatMap((ms) => channels.map((_, at) => ms / 1000 - 5 + 100 * at));
  return {
    id: change.id ?? 'r',
    subject: 'A',
    signal: {
      channels,
      timestampMs: Float64Array.from(timesMs),
      values: Float32Array.from(values),
    },
    spans,
  };
}

const cut = (...recordings: LabelledRecording[]) =>
  cutWindows({ recordings, gestures: GESTURES, windowing: WINDOWING });

/** Starts of the windows of a class, ms. */
function startsOf(set: ReturnType<typeof cutWindows>, className: string): number[] {
  const index = set.classes.indexOf(className);
  return [...set.startMs].filter((_, window) => set.classIndex[window] === index);
}

describe('cutting windows', () => {
  test('follows hop and length, and each holds the motion of its own time', () => {
    const set = cut(recording([]));
    expect(set.frames).toBe(50);
    expect([...set.startMs].slice(0, 3)).toEqual([0, 100, 200]);
    expect(set.count).toBe(91);
    expect(set.values[90 * 50]).toBeCloseTo(9, 5);
    expect(set.values[90 * 50 + 49]).toBeCloseTo(9.98, 5);
  });

  test('reads a slower recording at the wanted rate by its own clock', () => {
    const slow = recording([], { timesMs: Array.from({ length: 261 }, (_, k) => (k * 1000) / 26) });
    const set = cut(slow);
    expect(set.count).toBe(91);
    expect(set.values[49]! - set.values[0]!).toBeCloseTo(0.98, 4);
  });

  test('leaves out every window that touches a gap', () => {
    const timesMs = Array.from({ length: 501 }, (_, k) => k * 20).filter(
      (ms) => ms <= 4000 || ms >= 4500,
    );
    const starts = [...cut(recording([], { timesMs })).startMs];
    expect(starts).toContain(3000);
    expect(starts.filter((ms) => ms > 3020 && ms < 4500)).toEqual([]);
    expect(starts).toContain(4500);
  });

  test('a window is an event when it holds nearly all of it, and left out with a fragment', () => {
    const set = cut(recording([span('nod', 3000, 3500)]));
    // From the window that ends after four fifths of the nod to the one that begins before them.
    expect(startsOf(set, 'nod')).toEqual([2400, 2500, 2600, 2700, 2800, 2900, 3000, 3100]);
    const nothing = startsOf(set, 'nothing');
    expect(nothing).toContain(2000);
    expect(nothing.filter((ms) => ms > 2050 && ms < 3450)).toEqual([]);
    expect(nothing).toContain(3500);
  });

  test('an event longer than the window labels the windows inside it, a whole file say', () => {
    const set = cut(recording([span('nod', 0, 10_000)]));
    expect(startsOf(set, 'nod')).toHaveLength(91);
    expect(set.count).toBe(91);
  });

  test('a state needs most of the window, an event inside it wins, edges are left out', () => {
    const set = cut(recording([span('down', 2000, 8000), span('nod', 4000, 4500)]));
    const down = startsOf(set, 'down');
    expect(down).toContain(1800);
    expect(down).not.toContain(1700);
    expect(startsOf(set, 'nod')).toContain(3800);
    expect(down.filter((ms) => ms > 3050 && ms < 4450)).toEqual([]);
    const nothing = startsOf(set, 'nothing');
    expect(nothing).toContain(1200);
    expect(nothing).not.toContain(1300);
    expect(nothing).not.toContain(1700);
  });

  test('a window with two different events is neither', () => {
    const set = cut(recording([span('nod', 3000, 3300), span('shake', 3500, 3800)]));
    expect(startsOf(set, 'nod')).toEqual([2300, 2400, 2500]);
    expect(startsOf(set, 'shake')).toEqual([3300, 3400, 3500]);
  });

  test('labels of gestures that the project no longer has count for nothing', () => {
    const set = cut(recording([span('gone', 0, 10_000)]));
    expect(startsOf(set, 'nothing')).toHaveLength(91);
  });

  test('takes channels by name and leaves recordings out that lack one or mean another unit', () => {
    const swapped = recording([], { id: 'swapped', channels: [{ name: 'x', unit: 'raw' }, ACC_X] });
    const raw = recording([], { id: 'raw', channels: [{ name: 'accX', unit: 'raw' }] });
    const without = recording([], { id: 'without', channels: [{ name: 'y', unit: 'g' }] });
    const set = cut(recording([]), swapped, raw, without);
    expect(set.recordingIds).toEqual(['r', 'swapped']);
    expect(set.leftOutRecordingIds).toEqual(['raw', 'without']);
    expect(set.values[91 * 50]).toBeCloseTo(100, 4);
  });

  test('recordings of one take are of one group, named by its first', () => {
    const of = (id: string, takeId?: string) => ({ ...recording([], { id }), takeId });
    const set = cut(of('a', 't'), of('b'), of('c', 't'));
    expect(set.recordingIds).toEqual(['a', 'b', 'c']);
    expect(set.recordingGroups).toEqual(['a', 'b', 'a']);
  });

  test('fails when no recording has the channels together, naming what there is', () => {
    const other = recording([], { channels: [{ name: 'y', unit: 'g' }] });
    expect(() => cut(other)).toThrow(/accX.*There: y/);
    expect(() => cut(other)).toThrow(expect.objectContaining({ code: 'data-too-little' }));
  });
});
