import type { LabelSpan } from '#core/dataset/label-span';
import {
  addSpan,
  labelWhole,
  moveSpan,
  nudgeSpan,
  placeSpan,
  relabelSpan,
  removeSpan,
  resizeSpan,
  type SpanRules,
  splitSpan,
} from '#core/dataset/span-edits';
import type { Platform } from '#platform/platform';
import type { LabelDesk } from './label-desk';
import type { LabelStation } from './label-station';

type SpanVerbs = Pick<
  LabelStation,
  | 'add'
  | 'move'
  | 'resize'
  | 'place'
  | 'relabel'
  | 'remove'
  | 'split'
  | 'nudge'
  | 'labelWhole'
  | 'undo'
  | 'redo'
>;

/** Everything that changes spans by hand; each is one step of the history. */
export function createSpanVerbs(desk: LabelDesk, { newId }: Pick<Platform, 'newId'>): SpanVerbs {
  type Change = (spans: readonly LabelSpan[], rules: SpanRules) => readonly LabelSpan[];
  const edit = (change: Change) =>
    desk.edit((now, rules) => ({ ...now, spans: change(now.spans, rules) }));
  const spanOf = (id: string) => desk.recording()?.spans.find((span) => span.id === id);

  return {
    add(startMs, endMs, gestureId = desk.labels()?.gestureId) {
      if (gestureId === undefined) return;
      const id = newId();
      edit((spans, rules) =>
        addSpan(spans, { id, gestureId, startMs, endMs, source: 'hand' }, rules),
      );
      const added = spanOf(id);
      if (added) desk.patch({ selectedId: id, cursorMs: added.startMs });
    },
    move: (id, startMs) => edit((spans, rules) => moveSpan(spans, id, startMs, rules)),
    resize: (id, edge, toMs) => edit((spans, rules) => resizeSpan(spans, id, edge, toMs, rules)),
    place: (id, startMs, endMs) =>
      edit((spans, rules) => placeSpan(spans, id, startMs, endMs, rules)),
    relabel: (id, gestureId) => edit((spans, rules) => relabelSpan(spans, id, gestureId, rules)),
    remove(id) {
      const cursorMs = spanOf(id)?.startMs;
      edit((spans) => removeSpan(spans, id));
      if (cursorMs !== undefined) desk.patch({ cursorMs });
    },
    split(id, atMs) {
      const span = spanOf(id);
      if (!span) return;
      const inside = atMs !== undefined && atMs > span.startMs && atMs < span.endMs;
      edit((spans) =>
        splitSpan(spans, id, inside ? atMs : (span.startMs + span.endMs) / 2, newId()),
      );
    },
    nudge: (id, byMs, edge) => edit((spans, rules) => nudgeSpan(spans, id, byMs, rules, edge)),
    labelWhole(gestureId) {
      const id = newId();
      edit((spans, rules) => labelWhole(spans, { id, gestureId, source: 'hand' }, rules));
      if (spanOf(id)) desk.patch({ selectedId: id });
    },
    undo: () => desk.step('undo'),
    redo: () => desk.step('redo'),
  };
}
