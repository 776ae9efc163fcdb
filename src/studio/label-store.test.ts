import { beforeEach, expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Gesture } from '#core/dataset/gesture';
import type { LabelSpan } from '#core/dataset/label-span';
import type { Recording } from '#core/dataset/session';
import { summariseSignal } from '#core/dataset/signal-summary';
import { Failure } from '#core/failure';
import type { Signal } from '#core/motion/frame';
import type { OpenLabels } from './label-station';
import { createLabelStation } from './label-store';
import { newProject } from './new-project';
import type { OpenProject, ProjectState, ProjectStation } from './project-station';

const FRAMES = 500;
const channels = [{ name: 'gyroX', unit: 'dps' }] as const;

/** Ten seconds at 50 Hz that are quiet but for two movements, from 2 s and from 6 s. */
const signal: Signal = {
  channels,
  timestampMs: Float64Array.from({ length: FRAMES }, (_, i) => 400 + i * 20),
  values: Float32Array.from({ length: FRAMES }, (_, i) =>
    (i >= 100 && i < 150) || (i >= 300 && i < 350) ? 90 : (i % 5) * 0.1,
  ),
};

const GESTURES: Gesture[] = [
  { id: 'nod', name: 'Nod', kind: 'event', colour: 0 },
  { id: 'shake', name: 'Shake', kind: 'event', colour: 1 },
  { id: 'down', name: 'Head down', kind: 'state', colour: 2 },
];

function recordingOf(id: string, spans: LabelSpan[] = []): Recording {
  return {
    id,
    projectId: 'p',
    sessionId: 's',
    name: id,
    state: 'complete',
    channels,
    rateHz: 50,
    startedAt: 0,
    frameCount: FRAMES,
    durationMs: 9980,
    lostCount: 0,
    spans,
  };
}

/** A project in memory that keeps what is saved, and fails to when told to. */
function fakeProject() {
  const store = createStore<ProjectState>(() => ({
    phase: 'open',
    project: newProject('p', 'Project', 0, GESTURES),
    models: {},
    sessions: [],
    recordings: [recordingOf('one'), recordingOf('two')],
    saving: 'saved',
  }));
  const open = () => store.getState() as OpenProject;
  const saved: Recording[] = [];
  const fake = {
    saved,
    failing: undefined as Failure | undefined,
    spans: (id: string) => open().recordings.find((one) => one.id === id)!.spans,
    open,
    store,
    async saveRecording(recording: Recording) {
      store.setState({
        recordings: open().recordings.map((one) => (one.id === recording.id ? recording : one)),
      });
      if (fake.failing) throw fake.failing;
      saved.push(recording);
    },
    async loadSignal(id: string) {
      if (id === 'unreadable') throw new Failure('storage-unavailable', 'gone');
      return signal;
    },
    loadSummary: async () => undefined,
    summarise: async (id: string) => summariseSignal(await fake.loadSignal(id)),
    update: (change: Parameters<ProjectStation['update']>[0]) =>
      store.setState({ project: change(open().project) }),
  };
  return fake;
}

let project: ReturnType<typeof fakeProject>;
let label: ReturnType<typeof createLabelStation>;

beforeEach(() => {
  let ids = 0;
  project = fakeProject();
  label = createLabelStation({
    project: project as unknown as ProjectStation,
    platform: { newId: () => `id-${ids++}` },
  });
});

async function opened(id = 'one', atMs?: number): Promise<void> {
  label.open(id, atMs);
  await expect.poll(() => label.store.getState()).toMatchObject({ phase: 'open', recordingId: id });
}

const labels = () => label.store.getState() as OpenLabels;
const times = (id = 'one') => project.spans(id).map(({ startMs, endMs }) => [startMs, endMs]);

test('an opened recording has its signal, a gesture in hand and the movements without a label', async () => {
  label.open('one', 5000);
  expect(label.store.getState()).toEqual({ phase: 'loading', recordingId: 'one' });
  await opened('one');
  expect(labels()).toMatchObject({ gestureId: 'nod', wanted: { atMs: 5000 }, undoCount: 0 });
  expect(labels().trace.signal).toBe(signal);
  expect(labels().suggestions).toHaveLength(2);
  expect(labels().suggestions[0]!.startMs).toBeGreaterThan(1800);
  expect(labels().suggestions[0]!.endMs).toBeLessThan(3200);
});

test('what is kept of a recording is shown before its frames are read', async () => {
  let read: (whole: Signal) => void = () => undefined;
  const kept = summariseSignal(signal);
  Object.assign(project, {
    loadSummary: async () => kept,
    summarise: () => Promise.reject(new Error('it is there')),
    loadSignal: () =>
      new Promise<Signal>((resolve) => {
        read = resolve;
      }),
  });
  await opened('one');
  expect(labels().trace.signal).toBeUndefined();
  expect(labels().trace.summary).toBe(kept);
  expect(labels().suggestions).toHaveLength(2);
  label.add(1000, 2000);
  read(signal);
  await expect.poll(() => labels().trace.signal).toBe(signal);
  expect(labels().trace.pyramid.values).toBe(signal.values);
  expect(times()).toEqual([[1000, 2000]]);
});

test('in a project that is only read no label changes', async () => {
  await opened('one');
  label.add(1000, 2000);
  project.store.setState({ readOnly: true });
  label.add(4000, 5000);
  label.acceptAll();
  label.undo();
  expect(times()).toEqual([[1000, 2000]]);
  expect(labels().saveFailure).toBeUndefined();
});

test('the recording asked for last is the one shown', async () => {
  label.open('one');
  label.open('two');
  await opened('two');
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(labels().recordingId).toBe('two');
});

test('opening a recording at a place selects the label there, at once or when it is loaded', async () => {
  await opened('one');
  label.add(1000, 2000);
  label.labelWhole('down');
  const [, nod] = project.spans('one');
  label.open('one', 5000);
  expect(labels().selectedId).not.toBe(nod!.id);
  label.open('two', 0);
  await opened('two');
  label.open('one', 1500);
  await opened('one');
  expect(labels()).toMatchObject({ selectedId: nod!.id, wanted: { atMs: 1500 } });
});

test('a recording that cannot be read says so', async () => {
  label.open('unreadable');
  await expect
    .poll(() => label.store.getState())
    .toMatchObject({ phase: 'failed', failure: { code: 'storage-unavailable' } });
});

test('every edit is saved, and undo and redo go all the way back and forth', async () => {
  await opened();
  label.add(1000, 2000);
  const id = labels().selectedId!;
  label.move(id, 1500);
  label.resize(id, 'end', 3000);
  label.nudge(id, 20, 'start');
  label.relabel(id, 'shake');
  label.split(id);
  expect(times()).toEqual([
    [1520, 2260],
    [2260, 3000],
  ]);
  label.remove(id);
  expect(times()).toEqual([[2260, 3000]]);
  expect(project.saved.at(-1)?.spans).toEqual(project.spans('one'));
  const end = project.spans('one');

  expect(labels()).toMatchObject({ undoCount: 7, redoCount: 0 });
  for (let i = 0; i < 9; i++) label.undo();
  expect(project.spans('one')).toEqual([]);
  expect(labels()).toMatchObject({ undoCount: 0, redoCount: 7 });
  for (let i = 0; i < 9; i++) label.redo();
  expect(project.spans('one')).toEqual(end);
  expect(project.saved.at(-1)?.spans).toEqual(end);
});

test('an edit that changes nothing is no step, and a new one ends what could be redone', async () => {
  await opened();
  label.add(1000, 2000);
  label.move(labels().selectedId!, 1000);
  expect(labels().undoCount).toBe(1);
  label.undo();
  label.add(4000, 5000);
  expect(labels()).toMatchObject({ undoCount: 1, redoCount: 0 });
});

test('each recording has a history of its own', async () => {
  await opened('one');
  label.add(1000, 2000);
  await opened('two');
  label.undo();
  expect(times('one')).toEqual([[1000, 2000]]);
  await opened('one');
  label.undo();
  expect(times('one')).toEqual([]);
});

test('suggestions are accepted one by one as the gesture in hand, and come back with undo', async () => {
  await opened();
  label.setGesture('shake');
  const [first, second] = labels().suggestions;
  label.accept();
  expect(project.spans('one')).toMatchObject([
    { gestureId: 'shake', startMs: first!.startMs, endMs: first!.endMs },
  ]);
  expect(label.nextSuggestion()).toEqual(second);
  label.accept();
  expect(labels().suggestions).toEqual([]);
  label.undo();
  expect(labels().suggestions).toEqual([second]);
});

test('all suggestions are accepted as one step; a dismissed one stays away until that is undone', async () => {
  await opened();
  label.dismiss();
  expect(labels().suggestions).toHaveLength(1);
  label.acceptAll();
  expect(project.spans('one')).toHaveLength(1);
  label.undo();
  expect(labels().suggestions).toHaveLength(1);
  label.undo();
  expect(labels().suggestions).toHaveLength(2);
});

test('the selection moves from label to label in time order', async () => {
  await opened();
  label.add(6000, 7000);
  label.add(1000, 2000);
  label.select(undefined);
  label.setCursor(3000);
  label.selectNext(1);
  expect(labels().cursorMs).toBe(6000);
  label.selectNext(1);
  expect(labels().cursorMs).toBe(6000);
  label.selectNext(-1);
  expect(labels().cursorMs).toBe(1000);
});

test('one label over everything replaces those of its lane', async () => {
  await opened();
  label.add(1000, 2000);
  label.labelWhole('down');
  label.labelWhole('shake');
  expect(project.spans('one').map(({ gestureId }) => gestureId)).toEqual(['down', 'shake']);
  label.undo();
  expect(times()).toEqual([
    [0, 9980],
    [1000, 2000],
  ]);
});

test('a removed gesture takes its labels with it and brings them back', async () => {
  await opened('two');
  label.add(5000, 5500, 'nod');
  await opened('one');
  label.add(1000, 2000, 'nod');
  label.add(3000, 4000, 'shake');
  const undo = label.removeGesture('nod');
  expect(project.open().project.gestures.map(({ id }) => id)).toEqual(['shake', 'down']);
  expect(times('one')).toEqual([[3000, 4000]]);
  expect(times('two')).toEqual([]);
  expect(labels().gestureId).toBe('shake');
  // Going back past the removal must not bring labels of no gesture.
  label.undo();
  expect(project.spans('one')).toEqual([]);
  await undo();
  expect(project.open().project.gestures.map(({ id }) => id)).toEqual(['nod', 'shake', 'down']);
  expect(times('one')).toEqual([[1000, 2000]]);
  expect(times('two')).toEqual([[5000, 5500]]);
});

test('a save that fails is shown, keeps the label, and the next one clears it', async () => {
  await opened();
  project.failing = new Failure('storage-full', 'no room');
  label.add(1000, 2000);
  await expect.poll(() => labels().saveFailure?.code).toBe('storage-full');
  expect(times()).toEqual([[1000, 2000]]);
  project.failing = undefined;
  label.add(4000, 5000);
  await expect.poll(() => labels().saveFailure).toBe(undefined);
  expect(project.saved.at(-1)?.spans).toHaveLength(2);
});

test('a recording removed elsewhere is closed here', async () => {
  await opened();
  project.store.setState({ recordings: [recordingOf('two')] });
  expect(label.store.getState()).toEqual({ phase: 'none' });
});

test('with another project everything is forgotten', async () => {
  await opened();
  label.add(1000, 2000);
  label.reset();
  expect(label.store.getState()).toEqual({ phase: 'none' });
  await opened();
  expect(labels().undoCount).toBe(0);
});
