import type { ProjectModels } from '#core/dataset/project';
import { DEFAULT_THRESHOLDS } from '#core/live/live-defaults';
import type { LiveModel, Recogniser } from '#core/live/recogniser';
import { highest } from '#core/live/trigger';
import type { LiveAnswer, LiveSettings } from './live-station';

/** The int8 model with its normaliser; undefined unless both are of one training. */
export function liveModelOf({ trained, compressed }: ProjectModels): LiveModel | undefined {
  if (trained === undefined || compressed === undefined) return undefined;
  if (trained.trainedAt !== compressed.trainedAt) return undefined;
  const { normaliser, windowing, channels, classes, gestures } = trained;
  return { graph: compressed.graph, normaliser, windowing, channels, classes, gestures };
}

/** Threshold of a gesture as it stands. */
export function thresholdOf(
  settings: LiveSettings,
  gestureId: string,
  gestures: LiveModel['gestures'],
): number {
  const kind = gestures.find(({ id }) => id === gestureId)?.kind ?? 'event';
  return settings.thresholds[gestureId] ?? DEFAULT_THRESHOLDS[kind];
}

/** What is shown for smoothed scores. */
export function answerOf(
  { classes, stateId }: Recogniser,
  scores: Float32Array,
  whole: boolean,
  settings: LiveSettings,
  { gestures }: LiveModel,
): LiveAnswer {
  const best = highest(scores);
  const id = classes[best]!;
  const seen = best > 0 && scores[best]! >= thresholdOf(settings, id, gestures);
  return {
    ...(seen ? { gestureId: id } : {}),
    ...(stateId === undefined ? {} : { stateId }),
    scores: Array.from(scores),
    whole,
  };
}
