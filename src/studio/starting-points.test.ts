import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readProjectFile } from '#core/dataset/project-file';
import type { TrainedModel } from '#core/model/trained-model';
import { newProject } from './new-project';
import { createStartingPoints, type StartingDeps } from './starting-points';

const file = new Uint8Array(readFileSync('public/general-model.nodlab'));
const shipped = readProjectFile(file).models.trained!;

function pointsWith(change: Partial<StartingDeps> = {}) {
  const projects = [newProject('a', 'First', 0), newProject('b', 'Second', 0)];
  const heldOut: TrainedModel = { ...shipped, heldOutBy: 'subject', heldOutGroups: ['Ben'] };
  return createStartingPoints({
    engine: { readProject: async (bytes) => readProjectFile(bytes) },
    projects: {
      list: async () => projects,
      loadModels: async (id) => (id === 'b' ? { trained: heldOut } : {}),
    },
    sessions: {
      listSessions: async (projectId) =>
        ['Ann', 'Ben', 'Ann'].map((subject, at) => ({
          id: `${at}`,
          projectId,
          subject,
          deviceName: '',
          startedAt: 0,
        })),
    },
    platform: { generalModel: async () => file },
    ...change,
  });
}

describe('networks to start from', () => {
  test("are the studio's own and those of other projects, with who taught them", async () => {
    const found = await pointsWith().list('a');
    expect(found.map(({ from, name, subjects }) => ({ from, name, subjects }))).toEqual([
      { from: 'general', name: undefined, subjects: [] },
      { from: { projectId: 'b' }, name: 'Second', subjects: ['Ann'] },
    ]);
  });

  test("leave out the project's own", async () => {
    expect((await pointsWith().list('b')).map(({ from }) => from)).toEqual(['general']);
  });

  test("are others' alone where the studio's own can't be had, which is tried again", async () => {
    let online = false;
    const points = pointsWith({
      platform: {
        generalModel: async () => {
          if (!online) throw new Error('offline');
          return file;
        },
      },
    });
    expect(await points.list('b')).toEqual([]);
    await expect(points.load({ from: 'general', name: '', freeze: true })).rejects.toMatchObject({
      code: 'start-missing',
    });
    online = true;
    expect(await points.list('b')).toHaveLength(1);
  });

  test('are missing once their model is gone', async () => {
    const start = { from: { projectId: 'a' }, name: 'First', freeze: true } as const;
    await expect(pointsWith().load(start)).rejects.toMatchObject({ code: 'start-missing' });
    expect(await pointsWith().load({ ...start, from: { projectId: 'b' } })).toMatchObject({
      heldOutGroups: ['Ben'],
    });
  });
});
