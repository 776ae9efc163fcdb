import { Failure } from '#core/failure';
import type { StartingPoint, TrainedModel } from '#core/model/trained-model';
import type { Engine } from '#engine/engine';
import type { Platform } from '#platform/platform';
import type { ProjectRepository, SessionRepository } from '#storage/storage';

/** A trained network that another training can start from. */
export interface StartCandidate {
  readonly from: StartingPoint['from'];
  /** Of its project; none for the model that ships with the studio. */
  readonly name?: string;
  readonly model: TrainedModel;
  /** People whom it has learned from. */
  readonly subjects: readonly string[];
}

export interface StartingPoints {
  /** The studio's own model first, then those of the stored projects but `exceptId`. */
  list(exceptId: string): Promise<readonly StartCandidate[]>;
  /** Rejects with `Failure`: `start-missing` when its project or its model is gone. */
  load(start: StartingPoint): Promise<TrainedModel>;
}

export interface StartingDeps {
  readonly engine: Pick<Engine, 'readProject'>;
  readonly projects: Pick<ProjectRepository, 'list' | 'loadModels'>;
  readonly sessions: Pick<SessionRepository, 'listSessions'>;
  readonly platform: Pick<Platform, 'generalModel'>;
}

/** Networks to start from. */
export function createStartingPoints(deps: StartingDeps): StartingPoints {
  let general: Promise<TrainedModel> | undefined;

  async function readGeneral(): Promise<TrainedModel> {
    const file = await deps.platform.generalModel();
    const { models } = await deps.engine.readProject(file, {
      signal: new AbortController().signal,
    });
    if (!models.trained) throw new Error('The file holds no model.');
    return models.trained;
  }

  function loadGeneral(): Promise<TrainedModel> {
    general ??= readGeneral();
    return general.catch((cause: unknown) => {
      general = undefined;
      throw new Failure('start-missing', `The general model: ${String(cause)}`, { cause });
    });
  }

  async function ofProject(id: string, name: string): Promise<StartCandidate | undefined> {
    const [{ trained }, sessions] = await Promise.all([
      deps.projects.loadModels(id),
      deps.sessions.listSessions(id),
    ]);
    if (!trained) return undefined;
    const heldOut = trained.heldOutBy === 'subject' ? trained.heldOutGroups : [];
    const subjects = new Set(sessions.map(({ subject }) => subject));
    for (const subject of heldOut) subjects.delete(subject);
    return { from: { projectId: id }, name, model: trained, subjects: [...subjects] };
  }

  return {
    async list(exceptId) {
      const stored = await deps.projects.list();
      const others = await Promise.all(
        stored.filter(({ id }) => id !== exceptId).map(({ id, name }) => ofProject(id, name)),
      );
      const own = await loadGeneral().then(
        (model): StartCandidate[] => [{ from: 'general', model, subjects: [] }],
        () => [],
      );
      return [...own, ...others.filter((one) => one !== undefined)];
    },

    async load({ from, name }) {
      if (from === 'general') return loadGeneral();
      const { trained } = await deps.projects.loadModels(from.projectId);
      if (trained) return trained;
      throw new Failure('start-missing', `${name} (${from.projectId}) holds no trained model.`);
    },
  };
}
