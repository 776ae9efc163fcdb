import { isNothingLabel, labelFromPath } from '#core/dataset/file-labels';
import { applyMapping, type ImportedRecording } from '#core/dataset/import-csv';
import { type ColumnRole, guessMapping, type ImportMapping } from '#core/dataset/import-mapping';
import type { MotionTable } from '#core/dataset/motion-table';
import type { Failure } from '#core/failure';
import { failureOf } from '#studio/failure-of';

/** One chosen file on its way to a recording. */
export type ImportDraft = {
  readonly key: number;
  readonly fileName: string;
  readonly subject: string;
  /** Gesture of the whole file; empty: none. */
  readonly label: string;
} & (
  | { readonly phase: 'waiting' }
  | { readonly phase: 'failed'; readonly failure: Failure }
  | {
      readonly phase: 'read';
      readonly table: MotionTable;
      readonly mapping: ImportMapping;
      /** What the mapping makes of the table, or why it makes nothing. */
      readonly outcome: ImportedRecording | Failure;
    }
);

export type ReadDraft = Extract<ImportDraft, { readonly phase: 'read' }>;

export type DraftAction =
  | { readonly do: 'read'; readonly key: number; readonly table: MotionTable }
  | { readonly do: 'fail'; readonly key: number; readonly failure: Failure }
  | { readonly do: 'label'; readonly key: number; readonly label: string }
  /** Without a key: of every file. */
  | { readonly do: 'subject'; readonly key?: number; readonly subject: string }
  /** Without a key: of every file that does not tell the time. */
  | { readonly do: 'rate'; readonly key?: number; readonly rateHz: number | undefined }
  /** What a column is, in every file with the same columns. */
  | {
      readonly do: 'column';
      readonly key: number;
      readonly column: number;
      readonly role: ColumnRole;
    }
  | { readonly do: 'remove'; readonly key: number };

/** Chosen files with the labels that their names suggest. */
export function draftsOf(
  files: readonly { readonly name: string; readonly webkitRelativePath?: string }[],
  subject: string,
): ImportDraft[] {
  return files.map(({ name, webkitRelativePath }, key) => ({
    key,
    fileName: name,
    subject,
    label: labelFromPath(webkitRelativePath || name),
    phase: 'waiting',
  }));
}

/** The drafts after one change. */
export function changeDrafts(drafts: readonly ImportDraft[], action: DraftAction): ImportDraft[] {
  switch (action.do) {
    case 'read':
      return drafts.map((draft) =>
        draft.key === action.key ? readDraft(draft, action.table) : draft,
      );
    case 'fail':
      return drafts.map((draft) =>
        draft.key === action.key
          ? { ...base(draft), phase: 'failed', failure: action.failure }
          : draft,
      );
    case 'label':
      return drafts.map((draft) =>
        draft.key === action.key ? { ...draft, label: action.label } : draft,
      );
    case 'subject':
      return drafts.map((draft) =>
        concerns(action.key, draft) ? { ...draft, subject: action.subject } : draft,
      );
    case 'rate':
      return drafts.map((draft) => {
        if (!concerns(action.key, draft) || draft.phase !== 'read' || !needsRate(draft))
          return draft;
        const { rateHz: _, ...mapping } = draft.mapping;
        const { rateHz } = action;
        return withMapping(draft, rateHz === undefined ? mapping : { ...mapping, rateHz });
      });
    case 'column': {
      const like = drafts.find(({ key }) => key === action.key);
      if (like?.phase !== 'read') return [...drafts];
      return drafts.map((draft) => {
        if (draft.phase !== 'read' || !sameColumns(draft.table, like.table)) return draft;
        const columns = draft.mapping.columns.map((role, at) =>
          at === action.column ? action.role : role,
        );
        return withMapping(draft, { ...draft.mapping, columns });
      });
    }
    case 'remove':
      return drafts.filter(({ key }) => key !== action.key);
  }
}

/** Whether a person has to say how fast the file was recorded. */
export function needsRate({ table, mapping }: ReadDraft): boolean {
  return table.intervalMs === undefined && !mapping.columns.some(({ role }) => role === 'time');
}

/** The finished recording, if the draft makes one. */
export function recordingOf(draft: ImportDraft): ImportedRecording | undefined {
  if (draft.phase !== 'read' || 'code' in draft.outcome) return undefined;
  return draft.outcome;
}

/** Labels of the drafts that no gesture of the project has, each once. */
export function newLabels(drafts: readonly ImportDraft[], known: readonly string[]): string[] {
  const seen = new Set(known.map((name) => name.toLowerCase()));
  const found: string[] = [];
  for (const draft of drafts) {
    const inFile = recordingOf(draft)?.spans.map(({ label }) => label) ?? [];
    for (const label of labelOf(draft) === '' ? inFile : [labelOf(draft)]) {
      if (seen.has(label.toLowerCase())) continue;
      seen.add(label.toLowerCase());
      found.push(label);
    }
  }
  return found;
}

/** The label as it will be stored: words for nothing are none. */
export function labelOf({ label }: ImportDraft): string {
  const trimmed = label.trim();
  return isNothingLabel(trimmed) ? '' : trimmed;
}

function base({ key, fileName, subject, label }: ImportDraft) {
  return { key, fileName, subject, label };
}

function readDraft(draft: ImportDraft, table: MotionTable): ImportDraft {
  const mapping = guessMapping(table);
  // Labels inside a file say more than its name.
  const labelled = mapping.columns.some(({ role }) => role === 'label');
  const named = labelled ? { ...base(draft), label: '' } : base(draft);
  return { ...named, phase: 'read', table, mapping, outcome: outcomeOf(table, mapping) };
}

function withMapping(draft: ReadDraft, mapping: ImportMapping): ReadDraft {
  return { ...draft, mapping, outcome: outcomeOf(draft.table, mapping) };
}

function outcomeOf(table: MotionTable, mapping: ImportMapping): ImportedRecording | Failure {
  try {
    return applyMapping(table, mapping);
  } catch (error) {
    return failureOf(error);
  }
}

function concerns(key: number | undefined, draft: ImportDraft): boolean {
  return key === undefined || draft.key === key;
}

function sameColumns(a: MotionTable, b: MotionTable): boolean {
  return (
    a.columns.length === b.columns.length &&
    a.columns.every(({ name, texts }, at) => {
      const other = b.columns[at]!;
      return name === other.name && (texts === undefined) === (other.texts === undefined);
    })
  );
}
