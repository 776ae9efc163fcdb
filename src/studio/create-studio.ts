import type { ProjectModels } from '#core/dataset/project';
import type { Engine } from '#engine/engine';
import type { Platform } from '#platform/platform';
import type { Storage } from '#storage/storage';
import { createAppsStation } from './apps-store';
import { createCameraStation } from './camera-station';
import { createCompressStation } from './compress-store';
import { createDeviceStation, type Devices } from './device-store';
import { createExportStation } from './export-store';
import { createLeadFrames } from './frame-bus';
import { createImportStation } from './import-station';
import { createLabelStation } from './label-store';
import { createLazyStart } from './lazy-start';
import { createLazyTuner } from './lazy-tuner';
import { createLiveStation } from './live-store';
import { createOpenedModelStation } from './opened-model-store';
import { createProfileStation } from './profile-store';
import { openProject } from './project-document';
import { createProjectStation, LAST_PROJECT } from './project-store';
import { createRecordStation } from './record-store';
import { refuseWrites } from './refuse-writes';
import type { Studio } from './studio';
import { createTrainStation } from './train-store';

/** Everything that reaches outside the program; tests hand in their own. */
export interface Adapters {
  readonly storage: Storage;
  readonly engine: Engine;
  readonly platform: Platform;
  readonly devices: Devices;
}

/** Builds every station and joins them; asks outside for nothing but the devices that are granted. */
export function createStudio({ engine, platform, devices, ...adapters }: Adapters): Studio {
  const frames = createLeadFrames();
  const storage = refuseWrites(adapters.storage, () => {
    const state = project.store.getState();
    return state.phase === 'open' && state.readOnly ? state : undefined;
  });
  const project = createProjectStation({ storage, engine, platform });
  const device = createDeviceStation({ devices, frames, platform });
  const record = createRecordStation({ device, project, sessions: storage.sessions, platform });
  const camera = createCameraStation({ record, videos: storage.videos, platform });
  const importing = createImportStation({ engine, project, platform });
  const label = createLabelStation({ project, platform });
  const open = () => openProject(project.store.getState());
  const models = (): ProjectModels => open().models;
  const { loadData } = project;
  const starting = createLazyStart({
    engine,
    projects: storage.projects,
    sessions: storage.sessions,
    platform,
  });
  const train = createTrainStation({
    engine,
    loadData,
    recipe: () => open().project.recipe,
    loadStart: starting.load,
    // What was compressed stays until it is compressed again, and is shown as out of date.
    saveTrained: (trained) => project.saveModels({ ...models(), trained }),
    epochMs: platform.epochMs,
  });
  const compress = createCompressStation({
    engine,
    loadData,
    recipe: () => open().project.compression,
    trained: () => models().trained,
    saveCompressed: (compressed) => project.saveModels({ ...models(), compressed }),
    nowMs: platform.nowMs,
  });
  const profile = createProfileStation(engine);
  const tuner = createLazyTuner({
    engine,
    tunings: storage.tunings,
    project: () => open().project,
    loadData,
    update: project.update,
    epochMs: platform.epochMs,
    nowMs: platform.nowMs,
  });
  const exporting = createExportStation({ engine, loadData, models });
  const openedModel = createOpenedModelStation(engine, platform);
  const live = createLiveStation({ frames, device, project, platform });
  const apps = createAppsStation({ live, project, platform });

  let openId: string | undefined;
  project.store.subscribe((state) => {
    // While another one opens, the one before may yet come back.
    if (state.phase === 'opening') return;
    // One that was only read is read anew to be changed: all that was shown of it may be old.
    const id = state.phase === 'open' ? `${state.project.id} ${state.readOnly}` : undefined;
    if (id === openId) return;
    openId = id;
    train.reset();
    compress.cancel();
    profile.reset();
    tuner.reset();
    if (state.phase === 'open') void tuner.load(state.project.id);
    exporting.reset();
    label.reset();
    // Frames that come from now on belong to nothing that is open.
    void record.stop();
  });

  return {
    platform,
    storage,
    frames,
    project,
    device,
    record,
    camera,
    importing,
    label,
    starting,
    train,
    compress,
    profile,
    tuner,
    export: exporting,
    openedModel,
    live,
    apps,
  };
}

/**
 * What a page does when it starts: mends recordings that a dead page left, then opens their project,
 * else the one that was open last. Never rejects: what can't be opened is left on the shelf.
 */
export async function resume(
  studio: Pick<Studio, 'project' | 'record' | 'platform'>,
): Promise<void> {
  const mended = await studio.record.mendCut().catch(() => []);
  // Which project was open is remembered less safely than what was recorded in it.
  const last = mended.at(-1)?.projectId ?? studio.platform.preference(LAST_PROJECT);
  if (last === undefined || last === '') return;
  await studio.project.open(last).catch(() => undefined);
}
