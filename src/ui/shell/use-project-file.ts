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
}

/** The open project as `<name>.nodlab`, saved or handed to the system's share sheet. */
export function useProjectFile(): ProjectFile {
  const { t, i18n } = useTranslation(['common', 'errors']);
  const { project, platform } = useStudio();
  const [isBusy, setBusy] = useState(false);

  async function write(hand: (fileName: string, bytes: Uint8Array) => Promise<unknown> | unknown) {
    const state = project.store.getState();
    if (state.phase !== 'open' || isBusy) return;
    setBusy(true);
    try {
      await hand(projectFileName(state.project.name), await project.toFile());
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
      void write((name, bytes) => {
        platform.download(name, bytes, MEDIA_TYPE);
        const megabytes = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
        const size = `${megabytes.format(bytes.length / 1e6)} MB`;
        notifications.show({ message: t('project.savedFile', { name, size }) });
      }),
    share: () => void write((name, bytes) => platform.share(name, bytes, MEDIA_TYPE)),
  };
}

/** A name that every file system takes. */
export function projectFileName(name: string): string {
  const safe = name.replace(/[\\/:*?"<>|\p{Cc}]+/gu, '-').trim();
  return `${safe === '' ? 'project' : safe}.nodlab`;
}
