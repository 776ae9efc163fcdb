import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitWindows } from './split';
import { dataWarnings } from './warnings';
import { windowCounts } from './window-counts';
import type { WindowSet } from './window-set';

interface Sitting {
  readonly subject: string;
  /** Class of each window in turn, one a hop. */
  readonly classes: readonly number[];
  /** Recorded at the same time as others of this name. */
  readonly take?: string;
}

const LENGTH_MS = 1000;
const HOP_MS = 250;

/** A set of the sittings' windows; values do not matter to a split. */
function setOf(sittings: readonly Sitting[], classes = ['nothing', 'nod', 'shake']): WindowSet {
  const subjects = [...new Set(sittings.map(({ subject }) => subject))];
  const rows = sittings.flatMap(({ subject, classes: of }, recording) =>
    of.map((one, at) => ({ one, recording, subject: subjects.indexOf(subject), ms: at * HOP_MS })),
  );
  return {
    options: { rateHz: 50, lengthMs: LENGTH_MS, hopMs: HOP_MS, channelNames: ['accX'] },
    channels: [{ name: 'accX', unit: 'g' }],
    frames: 50,
    count: rows.length,
    values: new Float32Array(0),
    classes,
    classIndex: Uint8Array.from(rows, ({ one }) => one),
    subjects,
    subjectIndex: Uint16Array.from(rows, ({ subject }) => subject),
    recordingIds: sittings.map((_, recording) => `r${recording}`),
    recordingGroups: sittings.map(({ take }, recording) => take ?? `r${recording}`),
    recordingIndex: Uint16Array.from(rows, ({ recording }) => recording),
    leftOutRecordingIds: [],
    startMs: Float64Array.from(rows, ({ ms }) => ms),
  };
}

const sitting = fc.record({
  subject: fc.constantFrom('A', 'B', 'C', 'D', 'E'),
  classes: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 60 }),
});
const anySet = fc.array(sitting, { minLength: 1, maxLength: 9 }).map((sittings) => setOf(sittings));
const seeded = { seed: 1, heldOutSubjects: [] };
/** `times` windows of each class in turn. */
const of = (times: number, ...classes: number[]) =>
  classes.flatMap((one) => Array.from({ length: times }, () => one));

describe('splitting', () => {
  test('recordings of one take are never on both sides', () => {
    const devices = (take: string) =>
      [0, 1].map(() => ({ subject: 'A', classes: of(20, 1, 2), take }));
    const set = setOf(['t1', 't2', 't3', 't4'].flatMap(devices));
    for (let seed = 0; seed < 20; seed++) {
      const split = splitWindows(set, { seed, heldOutSubjects: [] });
      const takeOf = (window: number) => set.recordingGroups[set.recordingIndex[window]!];
      const held = new Set(Array.from(split.heldOut, takeOf));
      expect(split.by).toBe('recording');
      expect([...held]).toEqual(split.heldOutGroups);
      expect(Array.from(split.train, takeOf).some((take) => held.has(take))).toBe(false);
      expect(Array.from(split.validation, takeOf).some((take) => held.has(take))).toBe(false);
    }
  });

  test('no subject, or else no recording, is both held out and trained on', () => {
    fc.assert(
      fc.property(anySet, fc.integer(), (set, seed) => {
        const split = splitWindows(set, { seed, heldOutSubjects: [] });
        const index = split.by === 'subject' ? set.subjectIndex : set.recordingIndex;
        const held = new Set(Array.from(split.heldOut, (window) => index[window]));
        for (const window of [...split.train, ...split.validation]) {
          if (held.has(index[window])) return false;
        }
        expect(split.heldOut.length > 0).toBe(split.by !== 'none');
        expect(split.train.length).toBeGreaterThan(0);
        return held.size === split.heldOutGroups.length;
      }),
    );
  });

  test('no window is in two parts, and none overlaps a window of another part', () => {
    fc.assert(
      fc.property(anySet, fc.integer(), (set, seed) => {
        const split = splitWindows(set, { seed, heldOutSubjects: [] });
        const partOf = new Map<number, number>();
        for (const [part, windows] of [split.train, split.validation, split.heldOut].entries()) {
          for (const window of windows) {
            if (partOf.has(window)) return false;
            partOf.set(window, part);
          }
        }
        for (const [a, part] of partOf) {
          for (let b = a + 1; b < a + LENGTH_MS / HOP_MS && b < set.count; b++) {
            const other = partOf.get(b);
            const together = set.recordingIndex[a] === set.recordingIndex[b];
            if (together && other !== undefined && other !== part) return false;
          }
        }
        return true;
      }),
    );
  });

  test('is the same for the same seed and differs among seeds', () => {
    const set = setOf(
      ['A', 'B', 'C', 'D', 'E', 'F'].map((subject) => ({ subject, classes: of(20, 0, 1, 2) })),
    );
    expect(splitWindows(set, seeded)).toEqual(splitWindows(set, seeded));
    const chosen = new Set(
      [1, 2, 3, 4, 5].map((seed) => splitWindows(set, { ...seeded, seed }).heldOutGroups.join()),
    );
    expect(chosen.size).toBeGreaterThan(1);
  });

  test('six people: two are held out, another one validates', () => {
    const people = ['A', 'B', 'C', 'D', 'E', 'F'];
    const set = setOf(people.map((subject) => ({ subject, classes: of(20, 0, 1, 2) })));
    const split = splitWindows(set, seeded);
    expect(split.by).toBe('subject');
    expect(split.heldOutGroups).toHaveLength(2);
    expect([split.train, split.validation, split.heldOut].map((part) => part.length)).toEqual([
      180, 60, 120,
    ]);
  });

  test('holds out the people that were named, unless that leaves nobody', () => {
    const set = setOf(['A', 'B', 'C'].map((subject) => ({ subject, classes: of(20, 0, 1) })));
    const named = (heldOutSubjects: string[]) => splitWindows(set, { seed: 1, heldOutSubjects });
    expect(named(['B', 'nobody']).heldOutGroups).toEqual(['B']);
    expect(named(['A', 'C']).heldOutGroups).toEqual(['A', 'C']);
    expect(named(['A', 'B', 'C']).heldOutGroups).toHaveLength(1);
  });

  test('a class that one person alone has stays in training, whatever the seed', () => {
    const set = setOf([
      { subject: 'A', classes: of(20, 0, 1, 2) },
      ...['B', 'C', 'D', 'E'].map((subject) => ({ subject, classes: of(20, 0, 1) })),
    ]);
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { train } = splitWindows(set, { ...seeded, seed });
        expect(new Set(Array.from(train, (window) => set.classIndex[window])).size).toBe(3);
      }),
      { numRuns: 30 },
    );
  });

  test('one label a file: every class is trained on, validated and held out', () => {
    const files = [0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2];
    const set = setOf(files.map((one) => ({ subject: 'A', classes: of(40, one) })));
    for (let seed = 0; seed < 20; seed++) {
      const split = splitWindows(set, { ...seeded, seed });
      expect(split.by).toBe('recording');
      for (const part of [split.train, split.validation, split.heldOut]) {
        expect(new Set(Array.from(part, (window) => set.classIndex[window])).size).toBe(3);
      }
    }
  });

  test('one recording holds nothing out and validates on blocks of its time', () => {
    const set = setOf([{ subject: 'A', classes: of(8, ...of(12, 0, 1, 2)) }]);
    const split = splitWindows(set, seeded);
    expect(split).toMatchObject({ by: 'none', heldOutGroups: [] });
    expect(split.heldOut).toHaveLength(0);
    const classesIn = (part: Uint32Array) => new Set(Array.from(part, (w) => set.classIndex[w]));
    expect(classesIn(split.train).size).toBe(3);
    expect(classesIn(split.validation).size).toBe(3);
    expect(split.train.length).toBeGreaterThan(split.validation.length * 2);
  });

  test('an empty set splits into nothing', () => {
    expect(splitWindows(setOf([]), seeded)).toMatchObject({ by: 'none', heldOutGroups: [] });
  });
});

describe('warnings', () => {
  const warned = (set: WindowSet) => dataWarnings(set, splitWindows(set, seeded));

  test('plenty of people and windows need none', () => {
    const people = Array.from({ length: 12 }, (_, at) => ({
      subject: `P${at}`,
      classes: of(20, 0, 1, 2),
    }));
    expect(warned(setOf(people))).toEqual([]);
  });

  test('one recording of one person shows nothing of others and has no result', () => {
    const codes = warned(setOf([{ subject: 'A', classes: of(40, 0, 1, 2) }])).map((w) => w.code);
    expect(codes).toEqual(['one-subject', 'no-held-out']);
  });

  test('rare and missing gestures are named', () => {
    const people = ['A', 'B', 'C', 'D'].map((subject) => ({ subject, classes: of(40, 0, 1) }));
    const set = setOf(
      [...people, { subject: 'E', classes: of(9, 0, 2) }],
      ['nothing', 'a', 'b', 'c'],
    );
    const warnings = warned(set);
    expect(warnings).toContainEqual({ code: 'class-unseen-training', className: 'c' });
    expect(warnings).toContainEqual({ code: 'few-windows', className: 'b', count: 9 });
    expect(warnings).toContainEqual({ code: 'class-unseen-held-out', className: 'b' });
    expect(warnings).toContainEqual({ code: 'few-held-out-subjects' });
  });

  test('recordings without any label, and those left out, are counted', () => {
    const set = setOf([
      { subject: 'A', classes: of(40, 0, 1, 2) },
      { subject: 'B', classes: of(40, 0) },
    ]);
    const warnings = dataWarnings(
      { ...set, leftOutRecordingIds: ['x'] },
      splitWindows(set, seeded),
    );
    expect(warnings).toContainEqual({ code: 'unlabelled-recordings', count: 1 });
    expect(warnings).toContainEqual({ code: 'recordings-left-out', count: 1 });
  });
});

test('windows are counted by class and by what the split keeps together', () => {
  const set = setOf([
    { subject: 'A', classes: of(3, 0, 1) },
    { subject: 'B', classes: of(5, 1) },
    { subject: 'A', classes: of(2, 0) },
  ]);
  const { groups, counts } = windowCounts(set, splitWindows(set, seeded));
  expect(groups).toEqual(['A', 'B']);
  expect([...counts]).toEqual([5, 0, 3, 5, 0, 0]);
});
