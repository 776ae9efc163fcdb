import type { ProjectModels } from '#core/dataset/project';
import type { Engine } from '#engine/engine';
import type { Platform } from '#platform/platform';
import type { Storage } from '#storage/storage';
import { createAppsStation } from './apps-store';
import { createCompressStation } from './compress-store';
import { createDeviceStation, type Devices } from './device-store';
import { createExportStation } from './export-store';
import { createFrameBus } from './frame-bus';
import { createImportStation } from './import-station';
import { createLabelStation } from './label-store';
import { createLiveStation } from './live-store';
import { createOpenedModelStation } from './opened-model-store';
import { openProject } from './project-document';
import { createProjectStation, LAST_PROJECT } from './project-store';
import { createRecordStation } from './record-store';
import type { Studio } from './studio';
import { createTrainStation } from './train-store';

/** Everything that reaches outside the program; tests hand in their own. */
export interface Adapters {
  readonly storage: Storage;
  readonly engine: Engine;
  readonly platform: Platform;
  readonly devices: Devices;
}

/** Builds every station and joins them; touches nothing outside until a verb is called. */
export function createStudio({ storage, engine, platform, devices }: Adapters): Studio {
  const frames = createFrameBus();
  const project = createProjectStation({ storage, engine, platform });
  const device = createDeviceStation({ devices, frames, platform });
  const record = createRecordStation({
    frames,
    device,
    project,
    sessions: storage.sessions,
    platform,
  });
  const importing = createImportStation({ engine, project, platform });
  const label = createLabelStation({ project, platform });
  const open = () => openProject(project.store.getState());
  const models = (): ProjectModels => open().models;
  const { loadData } = project;
  const train = createTrainStation({
    engine,
    loadData,
    recipe: () => open().project.recipe,
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
  const exporting = createExportStation({ engine, loadData, models });
  const openedModel = createOpenedModelStation(engine, platform);
  const live = createLiveStation({ frames, device, project, platform });
  const apps = createAppsStation({ live, project, platform });

  let openId: string | undefined;
  project.store.subscribe((state) => {
    // While another one opens, the one before may yet come back.
    if (state.phase === 'opening') return;
    const id = state.phase === 'open' ? state.project.id : undefined;
    if (id === openId) return;
    openId = id;
    train.reset();
    compress.cancel();
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
    importing,
    label,
    train,
    compress,
    export: exporting,
    openedModel,
    live,
    apps,
  };
}

/**
 * What a page does when it starts: mends recordings that a dead page left, then opens the project
 * that was open last. Never rejects: what can't be opened is left on the shelf.
 */
export async function resume(
  studio: Pick<Studio, 'project' | 'record' | 'platform'>,
): Promise<void> {
  await studio.record.mendCut().catch(() => undefined);
  const last = studio.platform.preference(LAST_PROJECT);
  if (last === undefined || last === '') return;
  await studio.project.open(last).catch(() => undefined);
}
