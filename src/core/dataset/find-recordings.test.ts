import { expect, test } from 'vitest';
import { isFound, searchTexts } from './find-recordings';
import type { Recording, Session } from './session';

const session = (id: string, subject: string, deviceName: string): Session => ({
  id,
  projectId: 'p',
  subject,
  deviceName,
  startedAt: 0,
});
const recording = (
  name: string,
  sessionId: string,
  state: Recording['state'],
  gestureIds: readonly string[],
): Recording => ({
  id: name,
  projectId: 'p',
  sessionId,
  name,
  state,
  channels: [],
  rateHz: 50,
  startedAt: 0,
  frameCount: 0,
  durationMs: 0,
  lostCount: 0,
  spans: gestureIds.map((gestureId, i) => ({
    id: `${name} ${i}`,
    gestureId,
    startMs: i,
    endMs: i + 1,
    source: 'hand',
  })),
});

const recordings = [
  recording('Morning', 's1', 'complete', ['nod', 'nod', 'gone']),
  recording('Evening', 's2', 'cut', ['shake']),
  recording('Lonely', 'missing', 'complete', []),
];
const texts = searchTexts(recordings, {
  sessions: [session('s1', 'Ada', 'Band 7'), session('s2', 'Zoë', 'Watch')],
  gestures: [
    { id: 'nod', name: 'Nod', kind: 'event', colour: 0 },
    { id: 'shake', name: 'Shake head', kind: 'event', colour: 1 },
  ],
  stateWords: { recording: 'recording now', complete: '', cut: 'cut' },
});
const found = (query: string) => recordings.filter((_, i) => isFound(texts[i]!, query));

test.each([
  ['', ['Morning', 'Evening', 'Lonely']],
  ['  ', ['Morning', 'Evening', 'Lonely']],
  ['morn', ['Morning']],
  ['ADA', ['Morning']],
  ['zoë watch', ['Evening']],
  ['watch ada', []],
  ['band 7', ['Morning']],
  ['cut', ['Evening']],
  ['nod', ['Morning']],
  ['head shake', ['Evening']],
  ['undefined', []],
])('%j finds %j', (query, names) => {
  expect(found(query).map(({ name }) => name)).toEqual(names);
});

test('no word is found across the end of one thing and the beginning of the next', () => {
  expect(found('ada\nband')).toHaveLength(1);
  expect(found('adaband')).toEqual([]);
});
