import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Failure } from '#core/failure';
import { failureOf } from '#studio/failure-of';
import { nextStation, type StationId } from '#studio/path-state';
import { useStudio } from '../parts/studio-context';
import { readPath } from '../shell/use-path';

/** What is being opened, so that its button shows it. */
export type Opening = 'demo' | 'new' | 'file' | 'stored';

export interface StartActions {
  readonly opening: Opening | undefined;
  readonly failure: Failure | undefined;
  /** Tables dropped on the page, on their way into a new project. */
  readonly tables: readonly File[];
  tryDemo(): void;
  startNew(): void;
  openFiles(files: readonly File[]): void;
  openStored(id: string): void;
  /** The import dialog was closed; tables that are in lead on to their labels. */
  endImport(): void;
}

const TABLE = /\.(csv|tsv|txt|json)$/i;

/** Everything that opens a project. `wanted`: where the person was going. */
export function useStartActions(wanted: StationId | undefined): StartActions {
  const { t } = useTranslation('start');
  const studio = useStudio();
  const [, navigate] = useLocation();
  const [opening, setOpening] = useState<Opening>();
  const [failure, setFailure] = useState<Failure>();
  const [tables, setTables] = useState<readonly File[]>([]);

  async function run(what: Opening, work: () => Promise<string | undefined>) {
    if (opening !== undefined) return;
    setOpening(what);
    setFailure(undefined);
    try {
      const to = await work();
      if (to !== undefined) navigate(to);
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setOpening(undefined);
    }
  }

  const whereItStands = () => `/${wanted ?? nextStation(readPath(studio))}`;

  return {
    opening,
    failure,
    tables,

    tryDemo: () =>
      void run('demo', async () => {
        await studio.project.openDemo(demoNames(t));
        return '/train';
      }),

    startNew: () =>
      void run('new', async () => {
        await studio.project.create(t('names.newProject'));
        return '/device';
      }),

    openFiles: (files) =>
      void run('file', async () => {
        const found = files.filter(({ name }) => TABLE.test(name));
        if (found.length > 0) {
          await studio.project.create(t('names.newProject'));
          setTables(found);
          return undefined;
        }
        const [file] = files;
        if (file === undefined) return undefined;
        await studio.project.openFile(await bytesOf(file));
        return whereItStands();
      }),

    openStored: (id) =>
      void run('stored', async () => {
        await studio.project.open(id);
        return whereItStands();
      }),

    endImport() {
      setTables([]);
      const state = studio.project.store.getState();
      const isIn = state.phase === 'open' && state.recordings.length > 0;
      navigate(isIn ? '/label' : '/device');
    },
  };
}

function demoNames(t: (key: string) => string) {
  const name = (key: string) => t(`names.${key}`);
  return {
    project: name('demo'),
    nod: name('nod'),
    shake: name('shake'),
    neckLeft: name('neckLeft'),
    neckRight: name('neckRight'),
    headDown: name('headDown'),
    headUp: name('headUp'),
  };
}

async function bytesOf(file: File): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    throw new Failure('file-unreadable', `${file.name} could not be read`, { cause });
  }
}
