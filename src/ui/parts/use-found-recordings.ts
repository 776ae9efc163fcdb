import { useDeferredValue, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { isFound, searchTexts } from '#core/dataset/find-recordings';
import type { Gesture } from '#core/dataset/gesture';
import type { Recording, Session } from '#core/dataset/session';

export interface SearchedProject {
  readonly recordings: readonly Recording[];
  readonly sessions: readonly Session[];
  readonly gestures: readonly Gesture[];
}

/** What a search among recordings looks at, one text a recording. */
export function useSearchTexts({ recordings, sessions, gestures }: SearchedProject): string[] {
  const { t } = useTranslation('record');
  return useMemo(
    () =>
      searchTexts(recordings, {
        sessions,
        gestures,
        stateWords: { recording: t('list.recording'), cut: t('list.cut'), complete: '' },
      }),
    [recordings, sessions, gestures, t],
  );
}

/** The recordings that hold every word of `query`, in their order. */
export function useFoundRecordings(project: SearchedProject, query: string): readonly Recording[] {
  const { recordings } = project;
  const texts = useSearchTexts(project);
  // Typing goes before listing.
  const wanted = useDeferredValue(query);
  return useMemo(
    () =>
      wanted.trim() === '' ? recordings : recordings.filter((_, i) => isFound(texts[i]!, wanted)),
    [recordings, texts, wanted],
  );
}
