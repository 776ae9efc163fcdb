import type { Signal } from '../motion/frame';
import type { Gesture } from './gesture';
import type { LabelSpan } from './label-span';
import type { WindowingOptions } from './window-set';

/** One recording with its labels and its subject, as the windowing reads it. */
export interface LabelledRecording {
  readonly id: string;
  readonly subject: string;
  readonly signal: Signal;
  readonly spans: readonly LabelSpan[];
  /** Shared by recordings of one take: they show the same movements. */
  readonly takeId?: string | undefined;
}

/** What the windows are cut from; enough to make every later step again. */
export interface DataRequest {
  readonly recordings: readonly LabelledRecording[];
  readonly gestures: readonly Gesture[];
  readonly windowing: WindowingOptions;
}
