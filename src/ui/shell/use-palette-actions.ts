import { useMantineColorScheme } from '@mantine/core';
import {
  IconBluetooth,
  IconDeviceFloppy,
  IconFilePlus,
  IconFolder,
  IconFolderOpen,
  IconHelp,
  IconHome,
  IconLanguage,
  IconLayoutBottombar,
  IconMoon,
  IconPlayerPlay,
  IconPlayerRecord,
  IconPlayerStop,
  IconPlugConnectedX,
  IconShare2,
  IconSun,
  IconSunMoon,
  IconUsb,
  IconUser,
  type TablerIcon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { standingOf } from '#studio/device-station';
import { type PathState, STATIONS } from '#studio/path-state';
import { LANGUAGE_NAMES, LANGUAGES } from '../i18n';
import { useStudio } from '../parts/studio-context';
import type { StartActions } from '../start/use-start-actions';
import { STATION_ICONS } from './station-icons';
import type { ProjectFile } from './use-project-file';
import { keyName } from './use-shell-keys';

/** One thing that can be done from anywhere. */
export interface PaletteAction {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  readonly hint?: string;
  readonly keys?: string;
  readonly Icon: TablerIcon;
  run(): void;
}

export interface PaletteContext {
  readonly file: ProjectFile;
  readonly path: PathState;
  readonly start: StartActions;
  onHelp(): void;
  onDock(): void;
  onPickFile(): void;
}

const SCHEMES = [
  { scheme: 'auto', Icon: IconSunMoon },
  { scheme: 'light', Icon: IconSun },
  { scheme: 'dark', Icon: IconMoon },
] as const;

const DEVICES = [
  { kind: 'simulator', label: 'dock.simulator', Icon: IconUser },
  { kind: 'web-bluetooth', label: 'palette.bluetooth', Icon: IconBluetooth },
  { kind: 'web-serial', label: 'palette.serial', Icon: IconUsb },
] as const;

/** What can be done now, in groups; nothing that would have no effect. */
export function usePaletteActions(context: PaletteContext): readonly PaletteAction[] {
  const { file, path, start, onHelp, onDock, onPickFile } = context;
  const { t, i18n } = useTranslation(['common', 'path', 'start']);
  const [, navigate] = useLocation();
  const { project, device, record } = useStudio();
  const { setColorScheme } = useMantineColorScheme();
  const openId = useStore(project.store, (state) =>
    state.phase === 'open' ? state.project.id : undefined,
  );
  const shelf = useStore(project.shelf);
  const connection = useStore(device.store, standingOf);
  const recording = useStore(record.store, ({ phase }) => phase);
  const cards = shelf.phase === 'ready' ? shelf.cards : [];

  const go: PaletteAction[] = STATIONS.map((station, index) => {
    const state = path[station];
    return {
      id: station,
      group: t('palette.go'),
      label: t(`path:station.${station}`),
      hint:
        state.state === 'blocked' ? t(`path:reason.${state.reason}`) : t(`path:what.${station}`),
      keys: `Alt ${index + 1}`,
      Icon: STATION_ICONS[station],
      run: () => navigate(`/${station}`),
    };
  });
  go.push({
    id: 'start',
    group: t('palette.go'),
    label: t('path:station.start'),
    keys: 'Alt 0',
    Icon: IconHome,
    run: () => navigate('/'),
  });

  const group = t('palette.projects');
  const projects: PaletteAction[] = [];
  if (openId !== undefined) {
    projects.push({
      id: 'save',
      group,
      label: t('project.saveFile'),
      keys: `${keyName('mod')} S`,
      Icon: IconDeviceFloppy,
      run: file.save,
    });
    if (file.canShare) {
      projects.push({
        id: 'share',
        group,
        label: t('project.share'),
        Icon: IconShare2,
        run: file.share,
      });
    }
  }
  for (const card of cards) {
    const { id, name } = card.project;
    if (id === openId) continue;
    projects.push({
      id: `project-${id}`,
      group,
      label: t('start:shelf.openProject', { name }),
      hint: t('start:shelf.recordings', { count: card.recordingCount }),
      Icon: IconFolder,
      run: () => start.openStored(id),
    });
  }
  projects.push(
    { id: 'new', group, label: t('start:new'), Icon: IconFilePlus, run: start.startNew },
    { id: 'open', group, label: t('start:open'), Icon: IconFolderOpen, run: onPickFile },
    { id: 'demo', group, label: t('start:demo'), Icon: IconPlayerPlay, run: start.tryDemo },
  );

  const devices: PaletteAction[] = [];
  const deviceGroup = t('palette.device');
  if (connection === 'connected') {
    if (openId !== undefined && (recording === 'idle' || recording === 'failed')) {
      devices.push({
        id: 'record-start',
        group: deviceGroup,
        label: t('dock.record'),
        Icon: IconPlayerRecord,
        run: () => void record.start(),
      });
    }
    if (recording === 'recording' || recording === 'interrupted') {
      devices.push({
        id: 'record-stop',
        group: deviceGroup,
        label: t('palette.stopRecording'),
        Icon: IconPlayerStop,
        run: () => void record.stop(),
      });
    }
    devices.push({
      id: 'disconnect',
      group: deviceGroup,
      label: t('dock.disconnect'),
      Icon: IconPlugConnectedX,
      run: () => void device.disconnect(),
    });
  } else {
    for (const { kind, label, Icon } of DEVICES) {
      if (device.availability(kind).state !== 'available') continue;
      devices.push({
        id: kind,
        group: deviceGroup,
        label: t(label),
        Icon,
        run: () => void device.connect(kind),
      });
    }
  }

  const look: PaletteAction[] = [];
  const lookGroup = t('palette.look');
  for (const language of LANGUAGES) {
    if (language === i18n.resolvedLanguage) continue;
    look.push({
      id: `language-${language}`,
      group: lookGroup,
      label: t('language', { name: LANGUAGE_NAMES[language] }),
      Icon: IconLanguage,
      run: () => void i18n.changeLanguage(language),
    });
  }
  for (const { scheme, Icon } of SCHEMES) {
    look.push({
      id: `theme-${scheme}`,
      group: lookGroup,
      label: t(`theme.${scheme}`),
      Icon,
      run: () => setColorScheme(scheme),
    });
  }
  look.push(
    {
      id: 'dock',
      group: lookGroup,
      label: t('keys.dock'),
      keys: 'Alt T',
      Icon: IconLayoutBottombar,
      run: onDock,
    },
    { id: 'help', group: lookGroup, label: t('help.open'), keys: '?', Icon: IconHelp, run: onHelp },
  );
  return [...go, ...projects, ...devices, ...look];
}
