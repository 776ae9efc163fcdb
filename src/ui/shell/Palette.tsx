import { Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PathState } from '#studio/path-state';
import { useStudio } from '../parts/studio-context';
import { useStartActions } from '../start/use-start-actions';
import classes from './Palette.module.css';
import { matching } from './palette-search';
import { type PaletteAction, usePaletteActions } from './use-palette-actions';
import type { ProjectFile } from './use-project-file';

export interface PaletteProps {
  /** Counts openings: every new number opens the palette. */
  readonly opened: number;
  readonly file: ProjectFile;
  readonly path: PathState;
  onHelp(): void;
  onDock(): void;
}

/** Every action by name: type, choose with the arrows, Enter. */
export default function Palette({ opened, file, path, onHelp, onDock }: PaletteProps) {
  const { t } = useTranslation(['common', 'errors']);
  const { project } = useStudio();
  const start = useStartActions(undefined);
  const [isOpen, setOpen] = useState(false);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  // What was chosen may take the focus elsewhere; only a palette that was left gives it back.
  const [chosen, setChosen] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const onPickFile = () => input.current?.click();
  const actions = usePaletteActions({ file, path, start, onHelp, onDock, onPickFile });
  const found = matching(actions, query);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `opened` counts, its value says nothing
  useEffect(() => {
    setQuery('');
    setAt(0);
    setChosen(false);
    setOpen(true);
    void project.readShelf();
  }, [opened, project]);

  useEffect(() => {
    if (start.failure === undefined) return;
    const { code } = start.failure;
    notifications.show({
      color: 'red',
      title: t(`errors:codes.${code}.title`),
      message: t(`errors:codes.${code}.advice`),
    });
  }, [start.failure, t]);

  const run = (action: PaletteAction) => {
    setChosen(true);
    setOpen(false);
    action.run();
  };

  return (
    <>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        withCloseButton={false}
        returnFocus={!chosen}
        aria-label={t('palette.open')}
        size={600}
        yOffset="12vh"
        padding={0}
        transitionProps={{ duration: 100 }}
      >
        <Finder
          query={query}
          found={found}
          at={Math.min(at, found.length - 1)}
          onQuery={(next) => {
            setQuery(next);
            setAt(0);
          }}
          onMove={setAt}
          onRun={run}
        />
      </Modal>
      <input
        ref={input}
        type="file"
        hidden
        accept=".nodlab,.zip"
        onChange={(event) => {
          start.openFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}

interface FinderProps {
  readonly query: string;
  readonly found: readonly PaletteAction[];
  /** Which of `found` Enter would run. */
  readonly at: number;
  onQuery(query: string): void;
  onMove(at: number): void;
  onRun(action: PaletteAction): void;
}

/** A combobox whose list is always shown. */
function Finder({ query, found, at, onQuery, onMove, onRun }: FinderProps) {
  const { t } = useTranslation('common');
  const id = useId();
  const optionId = (index: number) => `${id}-${index}`;
  const list = useRef<HTMLDivElement>(null);
  const current = found[at];

  useEffect(() => {
    list.current?.querySelector(`[data-at="${at}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  const press = (event: KeyboardEvent) => {
    // An input method uses the same keys while it composes.
    if (event.nativeEvent.isComposing || found.length === 0) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) onMove((at + step + found.length) % found.length);
    else if (event.key === 'Enter' && current !== undefined) onRun(current);
    else return;
    event.preventDefault();
  };

  return (
    <div className={classes.finder}>
      <div className={classes.field}>
        <IconSearch size={18} stroke={1.6} aria-hidden />
        <input
          data-autofocus
          role="combobox"
          aria-expanded
          aria-controls={id}
          aria-activedescendant={current === undefined ? undefined : optionId(at)}
          aria-label={t('palette.open')}
          placeholder={t('palette.search')}
          value={query}
          spellCheck={false}
          onChange={(event) => onQuery(event.currentTarget.value)}
          onKeyDown={press}
        />
      </div>
      <div
        ref={list}
        id={id}
        role="listbox"
        aria-label={t('palette.open')}
        className={classes.list}
      >
        {found.map((action, index) => (
          <div key={action.id}>
            {query.trim() === '' && action.group !== found[index - 1]?.group && (
              <div className={classes.group} role="presentation">
                {action.group}
              </div>
            )}
            {/* biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field */}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field listens to the keys */}
            <div
              role="option"
              id={optionId(index)}
              data-at={index}
              aria-selected={index === at}
              className={classes.action}
              onPointerMove={() => index !== at && onMove(index)}
              onClick={() => onRun(action)}
            >
              <action.Icon size={18} stroke={1.6} aria-hidden />
              <span className={classes.label}>{action.label}</span>
              {action.hint !== undefined && <span className={classes.hint}>{action.hint}</span>}
              {action.keys !== undefined && <kbd>{action.keys}</kbd>}
            </div>
          </div>
        ))}
        {found.length === 0 && <p className={classes.nothing}>{t('palette.nothing')}</p>}
      </div>
    </div>
  );
}
