/** A labelled stretch of one recording. Times are ms after the recording's first frame. */
export interface LabelSpan {
  readonly id: string;
  readonly gestureId: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Who drew it: a person, the guided recording, or an importer. */
  readonly source: 'hand' | 'guided' | 'imported';
}
