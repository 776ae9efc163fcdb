import { Button, Stack } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import type { TuningLimits } from '#core/tuner/tuning';
import { EmptyState } from '../../parts/EmptyState';
import { FailureNote } from '../../parts/FailureNote';
import { type NextStep, PageFrame } from '../../parts/PageFrame';
import { Section } from '../../parts/Section';
import { useStudio } from '../../parts/studio-context';
import { useOpenProject } from '../../parts/use-open-project';
import { useUndoNotice } from '../../parts/use-undo-notice';
import { ViewSwitch } from '../ViewSwitch';
import { SearchResult } from './SearchResult';
import { SearchSettings } from './SearchSettings';
import classes from './SearchView.module.css';
import { type SearchForm, searchForm, spaceOf } from './search-form';

/** Enough for a few of every network, and done in a few minutes. */
const FIRST_CANDIDATES = 48;

/** What a person has changed since the page opened; the rest is that of the last search, if any. */
interface Wishes {
  readonly form?: SearchForm;
  readonly limits?: TuningLimits;
  readonly candidateCount?: number;
}

/** A search among many models: what it may try, how far it is, and what it found. */
export function SearchView() {
  const { t } = useTranslation(['compress', 'train']);
  const { tuner } = useStudio();
  const { project, recordings } = useOpenProject();
  const { run, opened } = useStore(tuner.store);
  const [, navigate] = useLocation();
  const offerUndo = useUndoNotice();
  const [wishes, setWishes] = useState<Wishes>({});
  const tuning = 'tuning' in run ? run.tuning : undefined;
  const plan = tuning?.plan;
  const { windowing, recipe, compression } = project;
  const lastForm = useMemo(
    () => searchForm({ windowing, recipe, compression }, plan?.space),
    [windowing, recipe, compression, plan],
  );
  const form = wishes.form ?? lastForm;
  const limits = wishes.limits ?? plan?.limits ?? {};
  const candidateCount = wishes.candidateCount ?? plan?.candidateCount ?? FIRST_CANDIDATES;

  const switcher = <ViewSwitch view="search" />;
  if (!recordings.some(({ spans }) => spans.length > 0)) {
    return (
      <PageFrame title={t('title')} lead={t('search.lead')} actions={switcher}>
        <EmptyState
          title={t('search.empty.title')}
          text={t('search.empty.what')}
          action={<Button onClick={() => navigate('/label')}>{t('search.empty.action')}</Button>}
        />
      </PageFrame>
    );
  }

  const busy = run.phase === 'running' || run.phase === 'preparing';
  const resumable = run.phase === 'paused' || (run.phase === 'failed' && tuning !== undefined);
  const start = () => void tuner.start({ limits, candidateCount, space: spaceOf(form) });
  const take = (id: number) => {
    const undo = tuner.take(id);
    offerUndo(t('search.taken'), undo);
    navigate('/train');
  };
  const nextStep = (): NextStep => {
    if (resumable) return { label: t('search.resume'), onClick: () => void tuner.resume() };
    if (run.phase !== 'done') {
      return { label: t(busy ? 'search.busy' : 'search.start'), onClick: start, loading: busy };
    }
    const [first] = opened;
    return {
      label: t(opened.length > 1 ? 'point.takeFirst' : 'point.take'),
      onClick: () => first !== undefined && take(first),
      disabled: first === undefined ? t('search.chooseFirst') : undefined,
    };
  };

  return (
    <PageFrame
      title={t('title')}
      lead={t('search.lead')}
      actions={
        <>
          {run.phase === 'running' && (
            <Button variant="default" onClick={tuner.pause}>
              {t('search.pause')}
            </Button>
          )}
          {(busy || run.phase === 'paused') && (
            <Button variant="default" onClick={tuner.cancel}>
              {t('cancel')}
            </Button>
          )}
          {(run.phase === 'done' || run.phase === 'failed') && tuning && (
            <Button variant="default" onClick={start}>
              {t('search.again')}
            </Button>
          )}
          {switcher}
        </>
      }
      next={nextStep()}
    >
      <Stack gap="lg">
        {run.phase === 'failed' && <FailureNote failure={run.failure} />}
        <div className={classes.columns}>
          <div className={classes.settings}>
            <Section title={t('search.settings')}>
              <SearchSettings
                form={form}
                limits={limits}
                candidateCount={candidateCount}
                disabled={busy || run.phase === 'paused'}
                onForm={(next) => setWishes({ ...wishes, form: next })}
                onLimits={(next) => setWishes({ ...wishes, limits: next })}
                onCandidateCount={(next) => setWishes({ ...wishes, candidateCount: next })}
              />
            </Section>
          </div>
          {tuning === undefined ? (
            <Section title={t('search.result')}>
              <EmptyState
                title={t(run.phase === 'preparing' ? 'search.preparing' : 'search.nothing')}
                text={t('search.what')}
              />
            </Section>
          ) : (
            <SearchResult run={run} tuning={tuning} opened={opened} onTake={take} />
          )}
        </div>
      </Stack>
    </PageFrame>
  );
}
