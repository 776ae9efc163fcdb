import type { StoreApi } from 'zustand/vanilla';
import type { Gesture } from '#core/dataset/gesture';
import type { SignalSummary } from '#core/dataset/signal-summary';
import type { SpanEdge } from '#core/dataset/span-edits';
import type { SuggestedSpan } from '#core/dataset/suggest-spans';
import type { Failure } from '#core/failure';
import type { Signal } from '#core/motion/frame';
import type { MinMaxPyramid } from '#core/motion/min-max-pyramid';
import type { Undo } from './project-station';

/** A recording as the timeline draws it; but for the signal, it never changes while it is open. */
export interface LabelTrace {
  readonly summary: SignalSummary;
  /** The frames, once they are read: a long recording is seen before. */
  readonly signal?: Signal;
  readonly pyramid: MinMaxPyramid;
  /** Energy of motion, one channel, without its values. */
  readonly energy: MinMaxPyramid;
}

export interface OpenLabels {
  readonly recordingId: string;
  readonly trace: LabelTrace;
  readonly selectedId?: string | undefined;
  /** What drawing and accepting make; absent while the project has no gesture. */
  readonly gestureId?: string | undefined;
  readonly undoCount: number;
  readonly redoCount: number;
  readonly suggestions: readonly SuggestedSpan[];
  /** Where one is at, ms: the suggestion that comes next is the first that ends after it. */
  readonly cursorMs: number;
  /** A place that someone asked to see, ms; a new object each time. */
  readonly wanted?: { readonly atMs: number } | undefined;
  /** Why the last edit could not be stored; it stays in memory. */
  readonly saveFailure?: Failure | undefined;
}

export type LabelState =
  /** No recording is open. */
  | { readonly phase: 'none' }
  | { readonly phase: 'loading'; readonly recordingId: string }
  | ({ readonly phase: 'open' } & OpenLabels)
  | { readonly phase: 'failed'; readonly recordingId: string; readonly failure: Failure };

/** Spans live in the project's recordings; this holds what one does with them. */
export interface LabelStation {
  readonly store: StoreApi<LabelState>;
  /**
   * Loads a recording and shows it; with `atMs` that place, with the label there selected. A newer
   * call silences the older one.
   */
  open(recordingId: string, atMs?: number): void;
  /** Forgets everything of the project that was open. */
  reset(): void;

  select(spanId: string | undefined): void;
  /** Selects the span after or before the selected one (else the cursor), in time order. */
  selectNext(step: 1 | -1): void;
  setCursor(atMs: number): void;
  /** What drawing and accepting make from now on. */
  setGesture(gestureId: string): void;

  /** Draws a span of the gesture in hand and selects it; clipped to the free room there. */
  add(startMs: number, endMs: number, gestureId?: string): void;
  /** Moves a span to start at `startMs`, as far as its neighbours let it. */
  move(spanId: string, startMs: number): void;
  resize(spanId: string, edge: SpanEdge, toMs: number): void;
  /** Both ends at once, as typed. */
  place(spanId: string, startMs: number, endMs: number): void;
  relabel(spanId: string, gestureId: string): void;
  remove(spanId: string): void;
  /** Splits at `atMs`, by default in the middle. */
  split(spanId: string, atMs?: number): void;
  nudge(spanId: string, byMs: number, edge?: SpanEdge): void;
  /** One span over everything, in place of the others of its lane. */
  labelWhole(gestureId: string): void;
  undo(): void;
  redo(): void;

  /** The suggestion that Enter accepts. */
  nextSuggestion(): SuggestedSpan | undefined;
  accept(suggestion?: SuggestedSpan): void;
  acceptAll(): void;
  dismiss(suggestion?: SuggestedSpan): void;

  renameGesture(id: string, name: string): void;
  setGestureKind(id: string, kind: Gesture['kind']): void;
  /** Removes a gesture with its spans in all recordings; the undo brings both back. */
  removeGesture(id: string): Undo;
}
