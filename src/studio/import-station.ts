import type { Gesture } from '#core/dataset/gesture';
import type { ImportedRecording } from '#core/dataset/import-csv';
import type { LabelSpan } from '#core/dataset/label-span';
import type { MotionTable } from '#core/dataset/motion-table';
import type { Recording } from '#core/dataset/session';
import type { Engine } from '#engine/engine';
import type { Platform } from '#platform/platform';
import { openProject } from './project-document';
import type { ProjectStation, Undo } from './project-station';

/** One file that is ready to become a recording. */
export interface ImportItem {
  readonly fileName: string;
  readonly subject: string;
  /** Gesture of the whole file by name; empty: none, or those of the file's own column. */
  readonly label: string;
  readonly recording: ImportedRecording;
}

export interface ImportStation {
  /** Reads a file into columns off the page's thread. Rejects with `Failure` or `AbortError`. */
  read(file: Uint8Array, signal: AbortSignal): Promise<MotionTable>;
  /**
   * Stores the files as recordings of the open project and makes the gestures that it lacks, of the
   * kind that `kindOf` says. Hears how many are done. Stops after the present one when aborted.
   * Rejects with `Failure`; what was stored until then stays.
   */
  store(
    items: readonly ImportItem[],
    options: {
      readonly signal: AbortSignal;
      kindOf(label: string): Gesture['kind'];
      onProgress?(done: number): void;
    },
  ): Promise<Undo>;
}

export interface ImportDeps {
  readonly engine: Pick<Engine, 'readTable'>;
  readonly project: ProjectStation;
  readonly platform: Pick<Platform, 'epochMs' | 'newId'>;
}

/** What imported recordings say in place of a device. */
const FILE_DEVICE = 'file';

export function createImportStation({ engine, project, platform }: ImportDeps): ImportStation {
  const open = () => openProject(project.store.getState());

  function gestureNamed(name: string, kindOf: (label: string) => Gesture['kind']): Gesture {
    const same = (one: Gesture) => one.name.toLowerCase() === name.toLowerCase();
    return open().project.gestures.find(same) ?? project.addGesture(name, kindOf(name));
  }

  async function storeOne(
    { fileName, subject, label, recording: imported }: ImportItem,
    kindOf: (label: string) => Gesture['kind'],
  ): Promise<string> {
    const { timestampMs } = imported.signal;
    const durationMs = timestampMs.at(-1)! - timestampMs[0]!;
    const named = label === '' ? imported.spans : [{ label, startMs: 0, endMs: durationMs }];
    const spans = named.map(
      ({ label: name, startMs, endMs }): LabelSpan => ({
        id: platform.newId(),
        gestureId: gestureNamed(name, kindOf).id,
        startMs,
        endMs,
        source: 'imported',
      }),
    );
    const session = await project.sessionFor(subject, FILE_DEVICE);
    const recording: Recording = {
      id: platform.newId(),
      projectId: session.projectId,
      sessionId: session.id,
      name: freeName(fileName.replace(/\.[^.]*$/, ''), open().recordings),
      state: 'complete',
      channels: imported.signal.channels,
      rateHz: imported.rateHz,
      startedAt: platform.epochMs(),
      frameCount: timestampMs.length,
      durationMs,
      lostCount: 0,
      spans,
    };
    await project.addRecording(recording, imported.signal);
    return recording.id;
  }

  return {
    read: (file, signal) => engine.readTable(file, { signal }),

    async store(items, { signal, kindOf, onProgress }) {
      const before = open();
      const known = new Set(before.project.gestures.map(({ id }) => id));
      const isFirst = before.recordings.length === 0;
      const stored: string[] = [];
      for (const item of items) {
        if (signal.aborted) break;
        stored.push(await storeOne(item, kindOf));
        onProgress?.(stored.length);
      }
      if (isFirst) fitWindowing(project, items.slice(0, stored.length));
      return async () => {
        for (const id of stored) await project.removeRecording(id);
        project.update((document) => ({
          ...document,
          windowing: isFirst ? before.project.windowing : document.windowing,
          gestures: document.gestures.filter(({ id }) => known.has(id) || isUsed(open(), id)),
        }));
      };
    },
  };
}

/** A new project's windows take the channels and the rate that its first files have. */
function fitWindowing(project: ProjectStation, items: readonly ImportItem[]): void {
  const [first] = items;
  if (!first) return;
  const names = first.recording.signal.channels.map(({ name }) => name);
  const shared = names.filter((name) =>
    items.every(({ recording }) => recording.signal.channels.some((one) => one.name === name)),
  );
  // Training on a compass would learn where the room's north is.
  const wanted = shared.filter((name) => !name.startsWith('mag'));
  const lowestHz = Math.round(Math.min(...items.map(({ recording }) => recording.rateHz)));
  project.update((document) => ({
    ...document,
    windowing: {
      ...document.windowing,
      channelNames: wanted.length > 0 ? wanted : document.windowing.channelNames,
      rateHz:
        lowestHz > 0 ? Math.min(document.windowing.rateHz, lowestHz) : document.windowing.rateHz,
    },
  }));
}

function isUsed(open: { readonly recordings: readonly Recording[] }, gestureId: string): boolean {
  return open.recordings.some(({ spans }) => spans.some((span) => span.gestureId === gestureId));
}

/** The name, with a number where it is taken: lists tell recordings apart by it. */
function freeName(name: string, others: readonly Recording[]): string {
  const taken = new Set(others.map((one) => one.name));
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name} ${number}`;
  return free;
}
