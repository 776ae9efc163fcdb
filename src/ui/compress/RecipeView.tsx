import { Alert, Button, Stack } from '@mantine/core';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import type { CompressionRecipe } from '#core/compress/compression-recipe';
import { compressedStaleReason, staleReason } from '#studio/path-state';
import { EmptyState } from '../parts/EmptyState';
import { FailureNote } from '../parts/FailureNote';
import { PageFrame } from '../parts/PageFrame';
import { Section } from '../parts/Section';
import { useStudio } from '../parts/studio-context';
import { useEdits } from '../parts/use-edits';
import { useOpenProject } from '../parts/use-open-project';
import { useClassNames } from '../train/use-class-names';
import { BoardFit } from './BoardFit';
import { CompressProgress } from './CompressProgress';
import { LayerTable } from './LayerTable';
import { ModelComparison } from './ModelComparison';
import { NamedRecipes } from './NamedRecipes';
import { OperatorProfile } from './OperatorProfile';
import { RecipeList } from './RecipeList';
import { TradeOff } from './TradeOff';
import classes from './TwoColumns.module.css';
import { ViewSwitch } from './ViewSwitch';

/** One recipe, step by step, beside what each step bought and what it cost. */
export function RecipeView() {
  const { t } = useTranslation(['compress', 'train', 'path']);
  const { compress, project: station } = useStudio();
  const open = useOpenProject();
  const { project, models } = open;
  const state = useStore(compress.store);
  const [, navigate] = useLocation();
  const { trained, compressed } = models;
  const classNames = useClassNames(trained?.classes ?? [], trained?.gestures ?? project.gestures);
  const write = useCallback(
    (compression: CompressionRecipe) => station.update((one) => ({ ...one, compression })),
    [station],
  );
  const edits = useEdits(project.compression, write);

  if (!trained) {
    return (
      <PageFrame title={t('title')} lead={t('lead')} actions={<ViewSwitch view="recipe" />}>
        <EmptyState
          title={t('empty.title')}
          text={t('empty.what')}
          action={<Button onClick={() => navigate('/train')}>{t('empty.action')}</Button>}
        />
      </PageFrame>
    );
  }

  const running = state.phase === 'running';
  const stale = compressedStaleReason(open);
  const networkStale = staleReason(open, trained);
  const finished = compressed !== undefined && stale === undefined && !running;
  const start = () => void compress.start();
  const shown = running ? undefined : compressed;
  const madeFrom = stale === 'retrained' ? undefined : trained;

  const staleNote = stale && (
    <Alert color="yellow" variant="light" role="status" mb="sm" p="xs">
      {t(stale === 'retrained' ? 'stale' : 'staleRecipe')}
    </Alert>
  );

  return (
    <PageFrame
      title={t('title')}
      lead={t('lead')}
      actions={
        <>
          {finished && (
            <Button variant="default" onClick={start}>
              {t('again')}
            </Button>
          )}
          <ViewSwitch view="recipe" />
        </>
      }
      next={
        finished
          ? { label: t('next'), to: '/export' }
          : { label: t(running ? 'running' : 'start'), onClick: start, loading: running }
      }
    >
      <Stack gap="lg">
        {state.phase === 'failed' && <FailureNote failure={state.failure} />}
        {networkStale && !running && (
          <Alert color="yellow" variant="light" role="status">
            {t('staleNetwork', { reason: t(`path:stale.${networkStale}`) })}
            <Button variant="subtle" size="compact-sm" ms="xs" onClick={() => navigate('/train')}>
              {t('train')}
            </Button>
          </Alert>
        )}
        <div className={classes.columns}>
          <Section
            title={t('sections.recipe')}
            actions={
              <NamedRecipes
                recipe={project.compression}
                disabled={running}
                onChoose={(recipe) => edits.change(recipe, 'named')}
              />
            }
          >
            <RecipeList
              recipe={project.compression}
              disabled={running}
              onChange={edits.change}
              onUndo={edits.undo}
            />
          </Section>
          {shown ? (
            <TradeOff compressed={shown} trained={madeFrom} note={staleNote} />
          ) : (
            <Section title={t('sections.tradeOff')}>
              {state.phase === 'running' ? (
                <CompressProgress
                  progress={state.progress}
                  startedAtMs={state.startedAtMs}
                  onCancel={compress.cancel}
                />
              ) : (
                <EmptyState title={t('tradeOff.empty')} text={t('tradeOff.what')} />
              )}
            </Section>
          )}
        </div>
        {shown && (
          <Section title={t('sections.result')}>
            <ModelComparison compressed={shown} trained={madeFrom} classNames={classNames} />
          </Section>
        )}
        {shown && (
          <Section title={t('sections.profile')}>
            <OperatorProfile compressed={shown} />
          </Section>
        )}
        {shown && (
          <Section title={t('sections.boards')}>
            <BoardFit compressed={shown} />
          </Section>
        )}
        {shown && (
          <Section title={t('sections.layers')}>
            <LayerTable graph={shown.graph} />
          </Section>
        )}
      </Stack>
    </PageFrame>
  );
}
