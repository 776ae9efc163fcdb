import { labelFromPath } from '../../src/core/dataset/file-labels';
import type { Gesture } from '../../src/core/dataset/gesture';
import { importCsv } from '../../src/core/dataset/import-csv';
import type { LabelledRecording } from '../../src/core/dataset/labelled-recording';
import { realFiles, realText } from './real-data';

/** Rates by the recordings' own README, Hz; the files do not tell the time. */
export const DEVICES = { lsm6dsox: 26, lsm6dsv16bx: 30 } as const;
export type DeviceName = keyof typeof DEVICES;

export const GESTURES: readonly Gesture[] = [
  { id: 'nod', name: 'nod', kind: 'event', colour: 0 },
  { id: 'shake', name: 'shake', kind: 'event', colour: 1 },
];

export const ST_FOLDER = 'st-headphone-head-gestures';

/** Files of one device, without `.csv`. */
export function filesOf(device: DeviceName): string[] {
  return realFiles(`${ST_FOLDER}/${device}/datalogs`).map((name) => name.replace('.csv', ''));
}

/** Every file as the import stores it; the subject is whatever `subjectOf` says. */
export function stRecordings(subjectOf: (file: string) => string): LabelledRecording[] {
  return (Object.keys(DEVICES) as DeviceName[]).flatMap((device) =>
    filesOf(device).map((file) => {
      const path = `${ST_FOLDER}/${device}/datalogs/${file}.csv`;
      const { signal } = importCsv(realText(path), { rateHz: DEVICES[device] });
      const id = `${device}/${file}`;
      const label = labelFromPath(path);
      const endMs = signal.timestampMs.at(-1)! - signal.timestampMs[0]!;
      const span = { id, gestureId: label, startMs: 0, endMs, source: 'imported' as const };
      return { id, subject: subjectOf(id), signal, spans: label === '' ? [] : [span] };
    }),
  );
}
