import { addSpan } from '#core/dataset/span-edits';
import type { SuggestedSpan } from '#core/dataset/suggest-spans';
import type { Platform } from '#platform/platform';
import type { LabelDesk } from './label-desk';
import type { LabelStation } from './label-station';

type SuggestionVerbs = Pick<LabelStation, 'nextSuggestion' | 'accept' | 'acceptAll' | 'dismiss'>;

/** Suggested spans become labels of the gesture in hand, or go away. */
export function createSuggestionVerbs(
  desk: LabelDesk,
  { newId }: Pick<Platform, 'newId'>,
): SuggestionVerbs {
  function nextSuggestion(): SuggestedSpan | undefined {
    const labels = desk.labels();
    if (!labels) return undefined;
    const { suggestions, cursorMs } = labels;
    return suggestions.find(({ endMs }) => endMs > cursorMs) ?? suggestions[0];
  }

  return {
    nextSuggestion,

    accept(suggestion = nextSuggestion()) {
      const gestureId = desk.labels()?.gestureId;
      if (!suggestion || gestureId === undefined) return;
      const { startMs, endMs } = suggestion;
      const id = newId();
      desk.edit((now, rules) => ({
        ...now,
        spans: addSpan(now.spans, { id, gestureId, startMs, endMs, source: 'hand' }, rules),
      }));
      desk.patch({ selectedId: id, cursorMs: endMs });
      desk.refresh();
    },

    acceptAll() {
      const labels = desk.labels();
      if (labels?.gestureId === undefined) return;
      const { suggestions, gestureId } = labels;
      desk.edit((now, rules) => ({
        ...now,
        spans: suggestions.reduce(
          (spans, { startMs, endMs }) =>
            addSpan(spans, { id: newId(), gestureId, startMs, endMs, source: 'hand' }, rules),
          now.spans,
        ),
      }));
    },

    dismiss(suggestion = nextSuggestion()) {
      if (!suggestion) return;
      const { startMs, endMs } = suggestion;
      desk.edit((now) => ({ ...now, dismissed: new Set([...now.dismissed, startMs]) }));
      desk.patch({ cursorMs: endMs });
    },
  };
}
