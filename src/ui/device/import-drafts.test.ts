import { expect, test } from 'vitest';
import { readMotionTable } from '#core/dataset/read-motion-table';
import { Failure } from '#core/failure';
import {
  changeDrafts,
  type DraftAction,
  draftsOf,
  type ImportDraft,
  newLabels,
  recordingOf,
} from './import-drafts';

const bare = readMotionTable(`x,y,z\n${'0,0,1\n'.repeat(60)}`);
const timed = readMotionTable(
  `timestamp_ms,x,y,z,label\n${Array.from({ length: 60 }, (_, k) => `${k * 20},0,0,1,${k < 30 ? 'wave' : ''}`).join('\n')}`,
);

function after(...actions: DraftAction[]): ImportDraft[] {
  const files = [{ name: 'nod1.csv' }, { name: 'walk.csv' }, { name: 'log.csv' }];
  return actions.reduce(changeDrafts, draftsOf(files, 'Ada'));
}

const allRead: DraftAction[] = [
  { do: 'read', key: 0, table: bare },
  { do: 'read', key: 1, table: bare },
  { do: 'read', key: 2, table: timed },
];
const channelsOf = (draft: ImportDraft) =>
  recordingOf(draft)?.signal.channels.map(({ name }) => name);

test('labels come from the names, everyone gets the subject', () => {
  expect(after().map(({ label, subject }) => [label, subject])).toEqual([
    ['nod', 'Ada'],
    ['', 'Ada'],
    ['', 'Ada'],
  ]);
});

test('a rate for all reaches the files that do not tell the time, and no others', () => {
  const before = after(...allRead);
  expect(before.map((draft) => recordingOf(draft)?.rateHz)).toEqual([undefined, undefined, 50]);
  const [a, b, c] = changeDrafts(before, { do: 'rate', rateHz: 26 });
  expect(recordingOf(a!)!.rateHz).toBeCloseTo(26);
  expect(recordingOf(b!)!.rateHz).toBeCloseTo(26);
  expect(recordingOf(c!)!.rateHz).toBeCloseTo(50);
  const [one, other] = changeDrafts([a!, b!], { do: 'rate', key: 0, rateHz: 30 });
  expect(recordingOf(one!)!.rateHz).toBeCloseTo(30);
  expect(recordingOf(other!)!.rateHz).toBeCloseTo(26);
});

test('a column that is changed in one file changes in those with the same columns', () => {
  const changed = after(
    ...allRead,
    { do: 'rate', rateHz: 50 },
    { do: 'column', key: 0, column: 2, role: { role: 'skip' } },
  );
  expect(changed.map(channelsOf)).toEqual([
    ['accX', 'accY'],
    ['accX', 'accY'],
    ['accX', 'accY', 'accZ'],
  ]);
});

test('new labels are those of names and columns that no gesture has, each once', () => {
  const drafts = after(...allRead, { do: 'label', key: 1, label: ' Nod ' });
  expect(newLabels(drafts, [])).toEqual(['nod', 'wave']);
  expect(newLabels(drafts, ['NOD'])).toEqual(['wave']);
});

test('a file that could not be read keeps its place and makes no recording', () => {
  const failure = new Failure('csv-no-numbers', 'none');
  const [first, second] = after({ do: 'fail', key: 0, failure });
  expect(first).toMatchObject({ phase: 'failed', failure, fileName: 'nod1.csv' });
  expect(second).toMatchObject({ phase: 'waiting' });
  expect(recordingOf(first!)).toBeUndefined();
});
