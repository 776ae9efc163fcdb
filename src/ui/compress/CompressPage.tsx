import { Alert, Button, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { compressedStaleReason, staleReason } from '#studio/path-state';
import { EmptyState } from '../parts/EmptyState';
import { FailureNote } from '../parts/FailureNote';
import { PageFrame } from '../parts/PageFrame';
import { Section } from '../parts/Section';
import { useStudio } from '../parts/studio-context';
import { useOpenProject } from '../parts/use-open-project';
import { useClassNames } from '../train/use-class-names';
import { LayerTable } from './LayerTable';
import { ModelComparison } from './ModelComparison';
import { RecipeForm } from './RecipeForm';

/** Make the trained network small, and see beside the float model what that cost. */
export function CompressPage() {
  const { t } = useTranslation(['compress', 'path']);
  const { compress, project: station } = useStudio();
  const open = useOpenProject();
  const { project, models } = open;
  const state = useStore(compress.store);
  const [, navigate] = useLocation();
  const { trained, compressed } = models;
  const classNames = useClassNames(trained?.classes ?? [], trained?.gestures ?? project.gestures);

  if (!trained) {
    return (
      <PageFrame title={t('title')} lead={t('lead')}>
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

  return (
    <PageFrame
      title={t('title')}
      lead={t('lead')}
      actions={
        running ? (
          <Button variant="default" onClick={compress.cancel}>
            {t('cancel')}
          </Button>
        ) : (
          finished && (
            <Button variant="default" onClick={start}>
              {t('again')}
            </Button>
          )
        )
      }
      next={
        finished
          ? { label: t('next'), to: '/export' }
          : { label: t(running ? 'running' : 'start'), onClick: start, loading: running }
      }
    >
      <Stack gap="xl">
        {state.phase === 'failed' && <FailureNote failure={state.failure} />}
        {networkStale && !running && (
          <Alert color="yellow" variant="light" role="status">
            {t('staleNetwork', { reason: t(`path:stale.${networkStale}`) })}
            <Button variant="subtle" size="compact-sm" ms="xs" onClick={() => navigate('/train')}>
              {t('train')}
            </Button>
          </Alert>
        )}
        {stale && !running && (
          <Alert color="yellow" variant="light" role="status">
            {t(stale === 'retrained' ? 'stale' : 'staleRecipe')}
          </Alert>
        )}
        {state.phase === 'running' && (
          <Stack gap={6} aria-live="polite">
            <Text size="sm">{t(`progress.${state.progress.step}`, { ...state.progress })}</Text>
            <Progress
              value={
                'total' in state.progress ? (state.progress.done / state.progress.total) * 100 : 100
              }
              animated={!('total' in state.progress)}
              aria-label={t('progress.label')}
            />
          </Stack>
        )}
        {compressed && !running && (
          <Section title={t('sections.result')}>
            <ModelComparison
              compressed={compressed}
              trained={stale === 'retrained' ? undefined : trained}
              classNames={classNames}
            />
          </Section>
        )}
        <Section title={t('sections.recipe')}>
          <RecipeForm
            recipe={project.compression}
            disabled={running}
            onChange={(compression) => station.update((one) => ({ ...one, compression }))}
          />
        </Section>
        {compressed && !running && (
          <Section title={t('sections.layers')}>
            <LayerTable graph={compressed.graph} />
          </Section>
        )}
      </Stack>
    </PageFrame>
  );
}
