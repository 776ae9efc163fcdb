import { Alert, Button, Skeleton, Stack, Text } from '@mantine/core';
import { memo, useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { NOTHING } from '#core/dataset/gesture';
import { checkArchitecture } from '#core/model/architecture-outline';
import { architectureOf } from '#core/model/build-graph';
import type { BackendId, ModelRecipe, TrainedModel } from '#core/model/trained-model';
import { staleReason } from '#studio/path-state';
import type { PreparedState, TrainingRun } from '#studio/train-store';
import { EmptyState } from '../parts/EmptyState';
import { FailureNote } from '../parts/FailureNote';
import { PageFrame } from '../parts/PageFrame';
import { Section } from '../parts/Section';
import { useStudio } from '../parts/studio-context';
import { useOpenProject } from '../parts/use-open-project';
import { type Cell, CellWindows } from './CellWindows';
import { HeldOutPicker } from './HeldOutPicker';
import { JudgementView } from './JudgementView';
import { NetworkSection } from './NetworkSection';
import { TrainingProgress } from './TrainingProgress';
import { TrainSettings } from './TrainSettings';
import { useClassNames } from './use-class-names';
import { WindowsSection } from './WindowsSection';

// Training reports several times a second; what it does not change need not be drawn again.
const Windows = memo(WindowsSection);
const Model = memo(NetworkSection);
const Settings = memo(TrainSettings);
const HeldOut = memo(HeldOutPicker);
const Result = memo(JudgementView);

/** Cut windows, train a network on them, and see how it does on people it has never met. */
export function TrainPage() {
  const { t } = useTranslation(['train', 'path']);
  const { train, project: station } = useStudio();
  const open = useOpenProject();
  const { project, models, recordings, sessions } = open;
  const { prepared, training } = useStore(train.store);
  const [, navigate] = useLocation();
  const { recipe, windowing, gestures } = project;
  const { seed, heldOutSubjects } = recipe;
  const running = training.phase === 'running';
  const { trained } = models;
  const classNames = useClassNames(trained?.classes ?? [], trained?.gestures ?? gestures);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what the windows are made of
  useEffect(() => {
    void train.prepare();
  }, [train, windowing, gestures, recordings, seed, heldOutSubjects]);

  const setRecipe = useCallback(
    (change: Partial<ModelRecipe>) =>
      station.update((one) => ({ ...one, recipe: { ...one.recipe, ...change } })),
    [station],
  );
  const askBackend = useCallback((backend: BackendId) => setRecipe({ backend }), [setRecipe]);
  const holdOut = useCallback(
    (names: readonly string[]) => setRecipe({ heldOutSubjects: names }),
    [setRecipe],
  );
  const subjects = useMemo(
    () => [...new Set(sessions.map((one) => one.subject))].sort((a, b) => a.localeCompare(b)),
    [sessions],
  );
  const classGestures = useMemo(
    () =>
      (trained?.classes ?? []).map((id) =>
        id === NOTHING ? undefined : trained?.gestures.find((one) => one.id === id),
      ),
    [trained],
  );
  const size = useMemo(
    () => ({
      frames: Math.round((windowing.lengthMs * windowing.rateHz) / 1000),
      channels: windowing.channelNames.length,
      classCount: gestures.length + 1,
    }),
    [windowing, gestures],
  );
  const fits = useMemo(
    () => checkArchitecture(architectureOf(recipe, size), size) === undefined,
    [recipe, size],
  );
  const shown = useLastReady(prepared);
  const lastRun = useMemo(() => trained && runOf(trained), [trained]);

  const [cell, setCell] = useState<Cell>();
  const openCell = useCallback((truth: number, answer: number) => setCell({ truth, answer }), []);

  if (!recordings.some((one) => one.spans.length > 0)) {
    return (
      <PageFrame title={t('title')} lead={t('lead')}>
        <EmptyState
          title={t('empty.title')}
          text={t('empty.what')}
          action={
            <Button onClick={() => navigate(recordings.length > 0 ? '/label' : '/record')}>
              {t(recordings.length > 0 ? 'empty.label' : 'empty.record')}
            </Button>
          }
        />
      </PageFrame>
    );
  }

  const start = () => void train.start();
  const run = training.phase === 'idle' ? lastRun : training.run;
  const reason = trained && staleReason(open, trained);
  const otherWindows =
    trained !== undefined && prepared.phase === 'ready' && prepared.dataHash !== trained.dataHash;
  const stale = reason !== undefined || otherWindows;
  const finished = trained !== undefined && !stale && !running;
  // Windows that are other than those judged cannot stand behind the matrix.
  const judgedWindows = finished && prepared.phase === 'ready' ? prepared : undefined;
  const groupNames = trained?.heldOutGroups.map(
    (group) => recordings.find((one) => one.id === group)?.name ?? group,
  );

  return (
    <PageFrame
      title={t('title')}
      lead={t('lead')}
      actions={
        running ? (
          <Button variant="default" onClick={train.cancel}>
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
          ? { label: t('next'), to: '/compress' }
          : {
              label: t(running ? 'training' : 'start'),
              onClick: start,
              loading: running,
              disabled: fits
                ? prepared.phase === 'failed'
                  ? t('windows.failed')
                  : undefined
                : t('layers.blocked'),
            }
      }
    >
      <Stack gap="xl">
        {training.phase === 'failed' && <FailureNote failure={training.failure} />}
        {stale && !running && (
          <Alert color="yellow" variant="light" role="status">
            {t(reason === undefined ? 'windows.stale' : `path:stale.${reason}`)}
          </Alert>
        )}
        {trained && !running && (
          <Section title={t('sections.result')}>
            {trained.judgement ? (
              <Result
                judgement={trained.judgement}
                classNames={classNames}
                classGestures={classGestures}
                heldOutBy={trained.heldOutBy}
                heldOutNames={groupNames ?? []}
                {...(judgedWindows ? { onOpenCell: openCell } : {})}
              />
            ) : (
              <Text>{t('result.none')}</Text>
            )}
            {judgedWindows && (
              <CellWindows
                cell={cell}
                model={trained}
                set={judgedWindows.set}
                split={judgedWindows.split}
                classNames={classNames}
                onClose={() => setCell(undefined)}
              />
            )}
          </Section>
        )}
        {run && (
          <Section title={t('sections.training')}>
            <TrainingProgress
              run={run}
              running={running}
              recipe={
                trained === undefined || running || training.phase === 'failed'
                  ? recipe
                  : trained.recipe
              }
              finished={training.phase === 'idle' || training.phase === 'done'}
              askedBackend={recipe.backend}
              onAskBackend={askBackend}
            />
          </Section>
        )}
        <Section title={t('sections.windows')}>
          {prepared.phase === 'failed' && <FailureNote failure={prepared.failure} />}
          <Stack gap="lg">
            {shown ? (
              <div aria-busy={prepared.phase === 'preparing'}>
                <Windows {...shown} gestures={gestures} recordings={recordings} />
              </div>
            ) : (
              prepared.phase !== 'failed' && (
                <Skeleton height={180} role="status" aria-label={t('windows.preparing')} />
              )
            )}
            {subjects.length > 1 && (
              <HeldOut
                subjects={subjects}
                picked={heldOutSubjects}
                heldOut={prepared.phase === 'ready' ? prepared.split.heldOutGroups : undefined}
                seed={seed}
                disabled={running}
                onChange={holdOut}
              />
            )}
          </Stack>
        </Section>
        <Section title={t('sections.model')}>
          <Model key={project.id} recipe={recipe} size={size} disabled={running} />
        </Section>
        <Section title={t('sections.settings')}>
          <Settings disabled={running} />
        </Section>
      </Stack>
    </PageFrame>
  );
}

type Ready = Extract<PreparedState, { phase: 'ready' }>;

/** The windows last cut stay on the page until the next ones are there. */
function useLastReady(prepared: PreparedState): Ready | undefined {
  const [last, setLast] = useState<Ready>();
  if (prepared.phase === 'ready' && prepared !== last) setLast(prepared);
  if ((prepared.phase === 'none' || prepared.phase === 'failed') && last) setLast(undefined);
  return prepared.phase === 'ready' ? prepared : last;
}

/** The run that a stored model came from, as far as the model remembers it. */
function runOf({ backend, epochs }: TrainedModel): TrainingRun {
  return { step: 'epoch', backend, measures: [], epochs, share: 1 };
}
