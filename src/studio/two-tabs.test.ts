import 'fake-indexeddb/auto';
import { beforeEach, expect, test, vi } from 'vitest';
import { summariseSignal } from '#core/dataset/signal-summary';
import { openStorage } from '#storage/open-storage';
import type { Storage } from '#storage/storage';
import { openProject } from './project-document';
import type { ProjectStation } from './project-station';
import { createProjectStation } from './project-store';
import { refuseWrites } from './refuse-writes';

/** Names held by some tab, and who waits for them. */
let locks: Map<string, () => void>;
let waiting: Map<string, (() => void)[]>;
let storage: Storage;
let databases = 0;
let ids = 0;

beforeEach(async () => {
  storage = await openStorage(`tabs-${databases++}`);
  locks = new Map();
  waiting = new Map();
});

function openTab(): ProjectStation {
  const station: ProjectStation = createProjectStation({
    storage: refuseWrites(storage, () => {
      const state = station.store.getState();
      return state.phase === 'open' && state.readOnly ? state : undefined;
    }),
    engine: {
      makeDemo: vi.fn(),
      readProject: vi.fn(),
      writeProject: vi.fn(async () => new Uint8Array(3)),
      summarise: async (signal) => summariseSignal(signal),
    },
    platform: {
      epochMs: () => 1_000_000,
      newId: () => `id-${ids++}`,
      preference: () => undefined,
      setPreference: () => undefined,
      askPersistence: async () => true,
      claimed: async () => new Set(locks.keys()),
      async claimAlone(name) {
        if (locks.has(name)) return undefined;
        const release = () => {
          if (locks.get(name) !== release) return;
          locks.delete(name);
          for (const tell of waiting.get(name) ?? []) tell();
          waiting.delete(name);
        };
        locks.set(name, release);
        return release;
      },
      whenFree: (name, signal) =>
        new Promise((resolve, reject) => {
          waiting.set(name, [...(waiting.get(name) ?? []), resolve]);
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    },
  });
  return station;
}

const open = (tab: ProjectStation) => openProject(tab.store.getState());

async function twoTabs() {
  const first = openTab();
  await first.create('Shared');
  const { id } = open(first).project;
  const second = openTab();
  await second.open(id);
  return { first, second, id };
}

test('the second tab on a project reads it, and refuses to write in every way', async () => {
  const { first, second, id } = await twoTabs();
  expect(open(first).readOnly).toBe(false);
  expect(open(second)).toMatchObject({ readOnly: true, project: { name: 'Shared' } });
  second.update((project) => ({ ...project, name: 'Stolen' }));
  await second.saveModels({});
  await expect(second.sessionFor('A', 'band')).rejects.toMatchObject({ code: 'project-in-use' });
  await expect(second.rename(id, 'Stolen')).rejects.toMatchObject({ code: 'project-in-use' });
  await expect(second.remove(id)).rejects.toMatchObject({ code: 'project-in-use' });
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(open(second).project.name).toBe('Shared');
  expect((await storage.projects.load(id))?.name).toBe('Shared');
  expect(await storage.sessions.listSessions(id)).toEqual([]);
  expect(await second.toFile()).toHaveLength(3);
});

test('when the first tab lets go, the second one is told, and goes on with what is stored', async () => {
  const { first, second } = await twoTabs();
  first.update((project) => ({ ...project, name: 'Renamed' }));
  first.close();
  await vi.waitFor(() => expect(open(second).freeAgain).toBe(true));
  expect(open(second).readOnly).toBe(true);
  await second.editHere();
  expect(open(second)).toMatchObject({ readOnly: false, project: { name: 'Renamed' } });
  expect(open(second).freeAgain).toBeUndefined();
  second.update((project) => ({ ...project, name: 'Mine' }));
  await vi.waitFor(() => expect(open(second).saving).toBe('saved'));
  const { id } = open(second).project;
  await first.open(id);
  expect(open(first)).toMatchObject({ readOnly: true, project: { name: 'Mine' } });
});

test('opening another project lets go of the one before', async () => {
  const { first, second, id } = await twoTabs();
  await first.create('Other');
  await second.editHere();
  expect(open(second)).toMatchObject({ readOnly: false, project: { id } });
  expect([...locks.keys()].sort()).toEqual(
    [`project.${id}`, `project.${open(first).project.id}`].sort(),
  );
});

test('a tab that reads one project can make and change another', async () => {
  const { second } = await twoTabs();
  await second.create('Own');
  second.update((project) => ({ ...project, name: 'Own, changed' }));
  await vi.waitFor(() => expect(open(second).saving).toBe('saved'));
  const { id } = open(second).project;
  expect((await storage.projects.load(id))?.name).toBe('Own, changed');
});

test('opening what does not open keeps the claim on what stays open', async () => {
  const load = vi.spyOn(storage.projects, 'load');
  const { first, id } = await twoTabs();
  load.mockRejectedValueOnce(new Error('unreadable'));
  await expect(first.open('elsewhere')).rejects.toMatchObject({ message: 'unreadable' });
  expect(open(first)).toMatchObject({ readOnly: false, project: { id } });
  expect([...locks.keys()]).toEqual([`project.${id}`]);
});
