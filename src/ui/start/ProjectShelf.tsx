import { Skeleton, Text, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Failure } from '#core/failure';
import { failureOf } from '#studio/failure-of';
import { FailureNote } from '../parts/FailureNote';
import { useStudio } from '../parts/studio-context';
import { useUndoNotice } from '../parts/use-undo-notice';
import { ProjectCardView } from './ProjectCardView';
import classes from './ProjectShelf.module.css';

export interface ProjectShelfProps {
  readonly disabled: boolean;
  onOpen(id: string): void;
}

/** The projects of this browser, those changed last first. */
export function ProjectShelf({ disabled, onOpen }: ProjectShelfProps) {
  const { t } = useTranslation('start');
  const { project: station, platform } = useStudio();
  const shelf = useStore(station.shelf);
  const openId = useStore(station.store, (state) =>
    state.phase === 'open' ? state.project.id : undefined,
  );
  const offer = useUndoNotice();
  const [failure, setFailure] = useState<Failure>();
  const attempt = async (work: () => Promise<void>) => {
    setFailure(undefined);
    await work().catch((error) => setFailure(failureOf(error)));
  };

  useEffect(() => {
    void station.readShelf();
  }, [station]);

  return (
    <section className={classes.shelf} aria-labelledby="shelf-title">
      <Title order={2} size="h4" id="shelf-title">
        {t('shelf.title')}
      </Title>
      {failure && <FailureNote failure={failure} />}
      {shelf.phase === 'reading' && <Skeleton height={132} />}
      {shelf.phase === 'failed' && <FailureNote failure={shelf.failure} />}
      {shelf.phase === 'ready' && shelf.cards.length === 0 && (
        <Text c="dimmed" className={classes.empty}>
          {t('shelf.empty')}
        </Text>
      )}
      {shelf.phase === 'ready' && shelf.cards.length > 0 && (
        <ul className={classes.cards}>
          {shelf.cards.map((card) => (
            <li key={card.project.id}>
              <ProjectCardView
                card={card}
                isOpen={card.project.id === openId}
                disabled={disabled}
                nowMs={platform.epochMs()}
                onOpen={() => onOpen(card.project.id)}
                onRename={(name) => void attempt(() => station.rename(card.project.id, name))}
                onRemove={() =>
                  void attempt(async () => {
                    const undo = await station.remove(card.project.id);
                    offer(t('shelf.removed', { name: card.project.name }), undo);
                  })
                }
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
