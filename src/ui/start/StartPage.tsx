import { Button, Progress, Text, Title } from '@mantine/core';
import { IconFilePlus, IconFolderOpen, IconPlayerPlay } from '@tabler/icons-react';
import { lazy, Suspense, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { StationId } from '#studio/path-state';
import { FailureNote } from '../parts/FailureNote';
import { SpaceLeft } from '../parts/SpaceLeft';
import { useStudio } from '../parts/studio-context';
import { HeroTrace } from './HeroTrace';
import { ProjectShelf } from './ProjectShelf';
import classes from './StartPage.module.css';
import { usePageDrop } from './use-page-drop';
import { type StartActions, useStartActions } from './use-start-actions';

const ImportDialog = lazy(async () => ({
  default: (await import('../device/ImportDialog')).ImportDialog,
}));

/** What the space left is told in, where no device says otherwise. */
const USUAL_STREAMS = [{ channelCount: 9, rateHz: 100 }];

export interface StartPageProps {
  /** The station that someone asked for while no project is open. */
  readonly wanted?: StationId;
}

/** Where a project is made or opened. */
export function StartPage({ wanted }: StartPageProps) {
  const { t } = useTranslation(['start', 'path']);
  const actions = useStartActions(wanted);
  const isOver = usePageDrop(actions.openFiles);
  const phase = useStore(useStudio().project.store, (state) => state.phase);
  return (
    <div className={classes.page}>
      <section className={classes.hero}>
        <div className={classes.words}>
          <Title order={1} className={classes.title}>
            {t('title')}
          </Title>
          <Text className={classes.lead} c="dimmed">
            {t('lead')}
          </Text>
          {wanted !== undefined && phase !== 'opening' && (
            <Text className={classes.hint} role="status">
              {t('hint', { station: t(`path:station.${wanted}`) })}
            </Text>
          )}
          <Ways actions={actions} busy={actions.opening !== undefined || phase === 'opening'} />
          {actions.failure !== undefined && (
            <div className={classes.failure}>
              <FailureNote failure={actions.failure} />
            </div>
          )}
        </div>
        <HeroTrace />
      </section>
      <ProjectShelf disabled={phase === 'opening'} onOpen={actions.openStored} />
      <SpaceLeft streams={USUAL_STREAMS} />
      {isOver && (
        <div className={classes.drop} aria-hidden>
          <IconFolderOpen size={32} stroke={1.4} />
          {t('drop')}
        </div>
      )}
      {actions.tables.length > 0 && (
        <Suspense>
          <ImportDialog files={actions.tables} onClose={actions.endImport} />
        </Suspense>
      )}
    </div>
  );
}

/** The three ways in, or how far the one taken has come. */
function Ways({ actions, busy }: { actions: StartActions; busy: boolean }) {
  const { t } = useTranslation('start');
  const input = useRef<HTMLInputElement>(null);
  const { opening } = actions;
  return (
    <>
      <div className={classes.ways}>
        <Button
          size="md"
          leftSection={<IconPlayerPlay size={18} aria-hidden />}
          loading={opening === 'demo'}
          disabled={busy && opening !== 'demo'}
          onClick={actions.tryDemo}
        >
          {t('demo')}
        </Button>
        <Button
          size="md"
          variant="default"
          leftSection={<IconFilePlus size={18} stroke={1.7} aria-hidden />}
          loading={opening === 'new'}
          disabled={busy && opening !== 'new'}
          onClick={actions.startNew}
        >
          {t('new')}
        </Button>
        <Button
          size="md"
          variant="default"
          leftSection={<IconFolderOpen size={18} stroke={1.7} aria-hidden />}
          loading={opening === 'file'}
          disabled={busy && opening !== 'file'}
          onClick={() => input.current?.click()}
        >
          {t('open')}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          multiple
          accept=".nodlab,.zip,.csv,.tsv,.txt,.json"
          onChange={(event) => {
            actions.openFiles([...(event.currentTarget.files ?? [])]);
            // The same file can be chosen again.
            event.currentTarget.value = '';
          }}
        />
      </div>
      {busy ? (
        <OpeningProgress />
      ) : (
        <Text size="sm" c="dimmed" className={classes.what}>
          {t('demoWhat')}
        </Text>
      )}
    </>
  );
}

/** Only making the demo tells how far it is. */
function OpeningProgress() {
  const { t } = useTranslation('start');
  const share = useStore(useStudio().project.store, (state) =>
    state.phase === 'opening' ? state.share : undefined,
  );
  const label = t(share === undefined ? 'opening' : 'makingDemo');
  return (
    <div className={classes.what} role="status">
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      {share !== undefined && <Progress value={share * 100} mt={6} aria-label={label} />}
    </div>
  );
}
