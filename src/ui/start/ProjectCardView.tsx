import { ActionIcon, Badge, UnstyledButton } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProjectCard } from '#studio/project-station';
import { GestureDot } from '../parts/GestureDot';
import { Hint } from '../parts/Hint';
import { NameField } from '../parts/NameField';
import classes from './ProjectCardView.module.css';
import { relativeTime, shortDuration } from './relative-time';

export interface ProjectCardViewProps {
  readonly card: ProjectCard;
  readonly isOpen: boolean;
  readonly disabled: boolean;
  /** Unix epoch, ms. */
  readonly nowMs: number;
  onOpen(): void;
  onRename(name: string): void;
  onRemove(): void;
}

/** One project: what it knows, how much was recorded, how well it did. Pressing it opens it. */
export function ProjectCardView(props: ProjectCardViewProps) {
  const { card, isOpen, disabled, nowMs, onOpen, onRename, onRemove } = props;
  const { t, i18n } = useTranslation('start');
  const [renaming, setRenaming] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const endRenaming = () => {
    setRenaming(false);
    // The field that had the focus is gone; whoever clicked elsewhere keeps theirs.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) opener.current?.focus();
    });
  };
  const { project, recordingCount, durationMs, macroF1 } = card;
  const { name, gestures } = project;
  const language = i18n.language;
  return (
    <article className={classes.card} data-open={isOpen || undefined}>
      <header className={classes.header}>
        {renaming ? (
          <NameField
            label={t('shelf.rename', { name })}
            name={name}
            autoFocus
            onRename={onRename}
            onDone={endRenaming}
          />
        ) : (
          <UnstyledButton
            ref={opener}
            className={classes.open}
            aria-label={t('shelf.openProject', { name })}
            disabled={disabled}
            onClick={onOpen}
          >
            {name}
          </UnstyledButton>
        )}
        {isOpen && (
          <Badge size="sm" variant="light" className={classes.current}>
            {t('shelf.current')}
          </Badge>
        )}
        <span className={classes.actions}>
          <CardAction label={t('shelf.rename', { name })} onClick={() => setRenaming(true)}>
            <IconPencil size={16} stroke={1.6} />
          </CardAction>
          <CardAction label={t('shelf.remove', { name })} onClick={onRemove}>
            <IconTrash size={16} stroke={1.6} />
          </CardAction>
        </span>
      </header>
      {gestures.length === 0 ? (
        <p className={classes.none}>{t('shelf.noGestures')}</p>
      ) : (
        <ul className={classes.gestures} aria-label={t('shelf.gestures')}>
          {gestures.map((gesture) => (
            <li key={gesture.id}>
              <GestureDot gesture={gesture} /> {gesture.name}
            </li>
          ))}
        </ul>
      )}
      <footer className={classes.footer}>
        <span>
          {t('shelf.recordings', { count: recordingCount })}
          {durationMs > 0 && ` · ${shortDuration(durationMs, language)}`}
        </span>
        <span>
          {macroF1 === undefined ? (
            t('shelf.noResult')
          ) : (
            <>
              {t('shelf.result')} <strong>{(macroF1 * 100).toFixed(1)} %</strong>
            </>
          )}
        </span>
        <time dateTime={new Date(project.changedAt).toISOString()} className={classes.changed}>
          {t('shelf.changed', { when: relativeTime(project.changedAt, nowMs, language) })}
        </time>
      </footer>
    </article>
  );
}

function CardAction(props: { label: string; onClick(): void; children: ReactNode }) {
  return (
    <Hint label={props.label}>
      <ActionIcon variant="subtle" color="gray" aria-label={props.label} onClick={props.onClick}>
        {props.children}
      </ActionIcon>
    </Hint>
  );
}
