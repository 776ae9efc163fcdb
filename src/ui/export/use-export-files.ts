import { useEffect, useMemo, useState } from 'react';
import { exportCsv } from '#core/dataset/export-csv';
import type { ArenaPlan } from '#core/firmware/arena/arena-plan';
import { planArena } from '#core/firmware/arena/plan-arena';
import { type FirmwareKind, firmwareBundle, inFirmwareFolder } from '#core/firmware/bundle';
import { type ExportedModel, exportedModel } from '#core/firmware/exported-model';
import { fileStem } from '#core/firmware/file-names';
import { writeTflite } from '#core/tflite/write-tflite';
import { readRoles } from '#studio/apps-memory';
import { readLiveSettings } from '#studio/live-settings';
import { useStudio } from '../parts/studio-context';
import { useOpenProject } from '../parts/use-open-project';
import { zipFiles } from '../parts/zip-files';

/** The files of the present models; recordings are read only when they are asked for. */
export interface ExportFiles {
  readonly model: ExportedModel;
  readonly plan: ArenaPlan;
  /** Files of the chosen target's folder; empty until the library's sources are there. */
  readonly folder: ReadonlyMap<string, Uint8Array>;
  /** The model alone, in each of its forms. */
  readonly tflites: ReadonlyMap<string, Uint8Array>;
  readonly recordingCount: number;
  download(path: string, bytes: Uint8Array): void;
  downloadFolder(): Promise<void>;
  downloadRecordings(): Promise<void>;
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  md: 'text/markdown',
  txt: 'text/plain',
  cc: 'text/plain',
  c: 'text/plain',
  h: 'text/plain',
};

/** What can be downloaded now; `undefined` without an int8 model. */
export function useExportFiles(target: FirmwareKind): ExportFiles | undefined {
  const { platform, project: station } = useStudio();
  const { project, models, recordings } = useOpenProject();
  const [sources, setSources] = useState<ReadonlyMap<string, string>>();
  const { trained, compressed } = models;

  useEffect(() => {
    let here = true;
    // What cannot be read leaves the folder empty, and the page says what to do.
    platform.firmwareSources().then(
      (read) => here && setSources(read),
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, [platform]);

  const made = useMemo(() => {
    if (!trained || !compressed) return undefined;
    const tflites = new Map([['model.tflite', compressed.tflite]]);
    tflites.set('model_float_io.tflite', writeTflite(compressed.graph, { ends: 'float' }));
    if (compressed.floatTflite) tflites.set('model_float32.tflite', compressed.floatTflite);
    const model = exportedModel(trained, compressed, project.name, {
      ...readLiveSettings(platform, project.id),
      roles: readRoles(platform, project.id),
    });
    return { model, tflites, plan: planArena(compressed.graph) };
  }, [trained, compressed, project, platform]);

  return useMemo(() => {
    if (!made) return undefined;
    const { model } = made;
    const folder = sources ? firmwareBundle(model, target, sources) : new Map<string, Uint8Array>();
    const stem = fileStem(project.name);
    return {
      ...made,
      folder,
      recordingCount: recordings.length,
      download(path, bytes) {
        const name = path.slice(path.lastIndexOf('/') + 1);
        const extension = name.slice(name.lastIndexOf('.') + 1);
        platform.download(name, bytes, MEDIA_TYPES[extension] ?? 'application/octet-stream');
      },
      async downloadFolder() {
        const files = inFirmwareFolder(model, target, folder);
        platform.download(`${stem}-${target}.zip`, await zipFiles(files), 'application/zip');
      },
      async downloadRecordings() {
        const entries = new Map<string, Uint8Array>();
        const encoder = new TextEncoder();
        for (const [index, recording] of recordings.entries()) {
          const signal = await station.loadSignal(recording.id);
          const csv = exportCsv(signal, recording.spans, project.gestures);
          entries.set(`${String(index + 1).padStart(2, '0')}.csv`, encoder.encode(csv));
        }
        platform.download(`${stem}-recordings.zip`, await zipFiles(entries), 'application/zip');
      },
    };
  }, [made, sources, target, project, recordings, platform, station]);
}
