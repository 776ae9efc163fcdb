import { Group, Progress, Skeleton, Stack, Text } from '@mantine/core';
import { lazy, memo, Suspense, useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import type { BackendId, EpochResult, ModelRecipe } from '#core/model/trained-model';
import type { TrainingRun } from '#studio/train-store';
import { BackendTable } from './BackendTable';

const NO_EPOCHS: readonly EpochResult[] = [];
// The chart library is as large as the rest of the page: it comes when there is a curve to draw.
const Curves = memo(
  lazy(async () => ({ default: (await import('./LearningCurves')).LearningCurves })),
);

export interface TrainingProgressProps {
  readonly run: TrainingRun;
  readonly running: boolean;
  /** What this run was asked for. */
  readonly recipe: ModelRecipe;
  /** Whether a model came of it: then what was kept of it is said. */
  readonly finished: boolean;
  /** What the next run is asked to run on. */
  readonly askedBackend: ModelRecipe['backend'];
  onAskBackend(backend: BackendId): void;
}

/** What training is doing, how long it will take, the curves, and how the back ends compared. */
export function TrainingProgress(props: TrainingProgressProps) {
  const { run, running, recipe, finished, askedBackend, onAskBackend } = props;
  const { t } = useTranslation('train');
  // Charts are slow to draw: they are drawn in between, so that the page answers meanwhile.
  const epochs = useDeferredValue(run.epochs, NO_EPOCHS);
  const best = finished ? bestEpoch(run.epochs) : undefined;
  const early = run.epochs.length < recipe.epochs;
  return (
    <Stack gap="md">
      {running && (
        <Stack gap={6} aria-live="polite">
          <Group justify="space-between">
            <Text size="sm">
              {t(`progress.${run.step}`, {
                epoch: Math.min(run.epochs.length + 1, recipe.epochs),
                epochs: recipe.epochs,
              })}
            </Text>
            {run.remainingMs !== undefined && run.step !== 'judging' && (
              <Text size="sm" c="dimmed">
                <TimeLeft ms={run.remainingMs} />
              </Text>
            )}
          </Group>
          <Progress value={run.share * 100} aria-label={t('progress.label')} />
        </Stack>
      )}
      {best !== undefined && (
        <Text size="sm" data-testid="training-end">
          {t(early ? 'curves.early' : 'curves.whole', {
            epochs: run.epochs.length,
            limit: recipe.epochs,
            patience: recipe.patience,
            best,
          })}
        </Text>
      )}
      {epochs.length > 0 && (
        <Suspense fallback={<Skeleton height={350} />}>
          <Curves epochs={epochs} epochLimit={recipe.epochs} bestEpoch={best} />
        </Suspense>
      )}
      {run.measures.length > 0 ? (
        <BackendTable
          measures={run.measures}
          chosen={run.backend}
          asked={askedBackend}
          disabled={running}
          onAsk={onAskBackend}
        />
      ) : (
        run.backend !== undefined && (
          <Text size="xs" c="dimmed">
            {t(recipe.backend === 'auto' ? 'backend.remembered' : 'backend.asked', {
              name: t(`backend.${run.backend}`),
            })}
          </Text>
        )
      )}
    </Stack>
  );
}

function TimeLeft({ ms }: { ms: number }) {
  const { t } = useTranslation('train');
  return ms > 90_000
    ? t('progress.remainingMinutes', { count: Math.ceil(ms / 60_000) })
    : t('progress.remaining', { count: Math.ceil(ms / 1000) });
}

/** The epoch whose weights training keeps: the first of the lowest validation loss. */
function bestEpoch(epochs: readonly EpochResult[]): number | undefined {
  let best: EpochResult | undefined;
  for (const one of epochs) {
    if (best === undefined || one.validationLoss < best.validationLoss) best = one;
  }
  return best?.epoch;
}
