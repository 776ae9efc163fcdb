import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { failureOf } from '#studio/failure-of';
import { useStudio } from '../parts/studio-context';

const MEDIA_TYPE = 'application/octet-stream';

export interface ProjectFile {
  /** Writing takes a moment with long recordings. */
  readonly isBusy: boolean;
  readonly canShare: boolean;
  /** Does nothing while no project is open. */
  save(): void;
  share(): void;
  /** Asked before a project with camera pictures leaves; undefined for no answer calls it off. */
  readonly onAnswer: ((withPictures: boolean | undefined) => void) | undefined;
}

type Hand = (fileName: string, bytes: Uint8Array) => Promise<unknown> | unknown;

/** The open project as `<name>.nodlab`, saved or handed to the system's share sheet. */
export function useProjectFile(): ProjectFile {
  const { t, i18n } = useTranslation(['common', 'errors']);
  const { project, platform, camera } = useStudio();
  const [isBusy, setBusy] = useState(false);
  const [asked, setAsked] = useState<Hand>();

  async function ask(hand: Hand) {
    const state = project.store.getState();
    if (state.phase !== 'open' || isBusy) return;
    await camera.readIds();
    const { ids } = camera.pictures.getState();
    if (state.recordings.some(({ id }) => ids.has(id))) setAsked(() => hand);
    else await write(hand, false);
  }

  async function write(hand: Hand, withVideos: boolean) {
    const state = project.store.getState();
    if (state.phase !== 'open') return;
    setBusy(true);
    try {
      await hand(projectFileName(state.project.name), await project.toFile({ withVideos }));
    } catch (error) {
      const { code } = failureOf(error);
      notifications.show({
        color: 'red',
        title: t(`errors:codes.${code}.title`),
        message: t(`errors:codes.${code}.advice`),
      });
    } finally {
      setBusy(false);
    }
  }

  return {
    isBusy,
    canShare: platform.canShare(),
    save: () =>
      void ask((name, bytes) => {
        platform.download(name, bytes, MEDIA_TYPE);
        const megabytes = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
        const size = `${megabytes.format(bytes.length / 1e6)} MB`;
        notifications.show({ message: t('project.savedFile', { name, size }) });
      }),
    share: () => void ask((name, bytes) => platform.share(name, bytes, MEDIA_TYPE)),
    onAnswer:
      asked &&
      ((withPictures) => {
        setAsked(undefined);
        if (withPictures !== undefined) void write(asked, withPictures);
      }),
  };
}

/** A name that every file system takes. */
export function projectFileName(name: string): string {
  const safe = name.replace(/[\\/:*?"<>|\p{Cc}]+/gu, '-').trim();
  return `${safe === '' ? 'project' : safe}.nodlab`;
}
