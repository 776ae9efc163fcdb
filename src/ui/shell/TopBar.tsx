import { ActionIcon, Button, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import {
  IconDeviceFloppy,
  IconHelp,
  IconMoon,
  IconSearch,
  IconShare2,
  IconSun,
  IconSunMoon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useStore } from 'zustand';
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '../i18n';
import { Hint } from '../parts/Hint';
import { useStudio } from '../parts/studio-context';
import { Mark } from './Mark';
import { ProjectName } from './ProjectName';
import { SaveState } from './SaveState';
import classes from './TopBar.module.css';
import type { ProjectFile } from './use-project-file';
import { keyName } from './use-shell-keys';

export interface TopBarProps {
  readonly file: ProjectFile;
  onPalette(): void;
  onHelp(): void;
}

const SCHEMES = [
  { scheme: 'auto', Icon: IconSunMoon },
  { scheme: 'light', Icon: IconSun },
  { scheme: 'dark', Icon: IconMoon },
] as const;

/** The project's name and state; language, theme and help. */
export function TopBar({ file, onPalette, onHelp }: TopBarProps) {
  const { t } = useTranslation(['common', 'path']);
  const isOpen = useStore(useStudio().project.store, ({ phase }) => phase === 'open');
  return (
    <header className={classes.bar}>
      <Hint label={t('path:station.start')}>
        <Link to="/" className={classes.brand} aria-label={`Nodlab, ${t('path:station.start')}`}>
          <Mark />
          <span className={classes.brandName}>Nodlab</span>
        </Link>
      </Hint>
      <div className={classes.project}>
        {isOpen && (
          <>
            <ProjectName />
            <SaveState />
          </>
        )}
      </div>
      <div className={classes.actions}>
        {isOpen && file.canShare && (
          <Hint label={t('project.share')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t('project.share')}
              disabled={file.isBusy}
              onClick={file.share}
            >
              <IconShare2 size={18} stroke={1.6} />
            </ActionIcon>
          </Hint>
        )}
        {isOpen && (
          <Hint label={`${t('project.saveFile')} · ${keyName('mod')} S`}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t('project.saveFile')}
              loading={file.isBusy}
              onClick={file.save}
            >
              <IconDeviceFloppy size={18} stroke={1.6} />
            </ActionIcon>
          </Hint>
        )}
        <UnstyledButton className={classes.find} aria-label={t('palette.open')} onClick={onPalette}>
          <IconSearch size={16} stroke={1.8} aria-hidden />
          <kbd>{keyName('mod')} K</kbd>
        </UnstyledButton>
        <LanguageButton />
        <ThemeButton />
        <Hint label={`${t('help.open')} · ?`}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('help.open')}
            onClick={onHelp}
          >
            <IconHelp size={18} stroke={1.6} />
          </ActionIcon>
        </Hint>
      </div>
    </header>
  );
}

/** With two languages, one press is the other one; it stands there in its own words. */
function LanguageButton() {
  const { t, i18n } = useTranslation('common');
  const now = LANGUAGES.indexOf(i18n.resolvedLanguage as Language);
  const next = LANGUAGES[(now + 1) % LANGUAGES.length] as Language;
  const label = t('language', { name: LANGUAGE_NAMES[next] });
  return (
    <Hint label={label}>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        className={classes.language}
        lang={next}
        aria-label={label}
        onClick={() => void i18n.changeLanguage(next)}
      >
        {next === 'zh' ? '中文' : 'EN'}
      </Button>
    </Hint>
  );
}

function ThemeButton() {
  const { t } = useTranslation('common');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const now = SCHEMES.findIndex(({ scheme }) => scheme === colorScheme);
  const { Icon } = SCHEMES[now] ?? SCHEMES[0];
  const label = t(`theme.${colorScheme}`);
  return (
    <Hint label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={label}
        onClick={() => setColorScheme((SCHEMES[(now + 1) % SCHEMES.length] ?? SCHEMES[0]).scheme)}
      >
        <Icon size={18} stroke={1.6} />
      </ActionIcon>
    </Hint>
  );
}
