import { zip } from 'fflate';
import { useMemo } from 'react';
import { exportCsv } from '#core/dataset/export-csv';
import { firmwareFiles } from '#core/firmware/bundle';
import { type ExportedModel, exportedModel } from '#core/firmware/exported-model';
import { useStudio } from '../parts/studio-context';
import { useOpenProject } from '../parts/use-open-project';

/** The files of the present models; recordings are read only when everything is asked for. */
export interface ExportFiles {
  readonly model: ExportedModel;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Recordings that come along as CSV when everything is asked for. */
  readonly recordingCount: number;
  download(fileName: string): void;
  downloadAll(zipName: string): Promise<void>;
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  md: 'text/markdown',
  txt: 'text/plain',
  cc: 'text/plain',
  h: 'text/plain',
  csv: 'text/csv',
};

/** What can be downloaded now; `undefined` without an int8 model. */
export function useExportFiles(): ExportFiles | undefined {
  const { platform, project: station } = useStudio();
  const { project, models, recordings } = useOpenProject();
  const { trained, compressed } = models;
  return useMemo(() => {
    if (!trained || !compressed) return undefined;
    const model = exportedModel(trained, compressed);
    const files = firmwareFiles(model);
    return {
      model,
      files,
      recordingCount: recordings.length,
      download(fileName) {
        const bytes = files.get(fileName);
        const extension = fileName.slice(fileName.lastIndexOf('.') + 1);
        const mediaType = MEDIA_TYPES[extension] ?? 'application/octet-stream';
        if (bytes) platform.download(fileName, bytes, mediaType);
      },
      async downloadAll(zipName) {
        const entries: Record<string, Uint8Array> = Object.fromEntries(files);
        const encoder = new TextEncoder();
        for (const [index, recording] of recordings.entries()) {
          const signal = await station.loadSignal(recording.id);
          const csv = exportCsv(signal, recording.spans, project.gestures);
          const number = String(index + 1).padStart(2, '0');
          entries[`recordings/${number}.csv`] = encoder.encode(csv);
        }
        // fflate's own worker: the page stays awake while an hour of CSV is packed.
        const bytes = await new Promise<Uint8Array>((resolve, reject) => {
          zip(entries, { level: 6 }, (error, done) => (error ? reject(error) : resolve(done)));
        });
        platform.download(zipName, bytes, 'application/zip');
      },
    };
  }, [trained, compressed, recordings, project.gestures, platform, station]);
}
