import type { Recording } from '#core/dataset/session';
import type { ModelRecipe, TrainedModel } from '#core/model/trained-model';
import type { CompressState } from './compress-store';
import type { OpenProject, ProjectState } from './project-station';
import type { RecordState } from './record-station';
import type { TrainRunState } from './train-store';

/** The stations in the order one passes them. */
export const STATIONS = [
  'device',
  'record',
  'label',
  'train',
  'compress',
  'export',
  'live',
  'apps',
] as const;

export type StationId = (typeof STATIONS)[number];

/** Why a station has nothing to work on: a key under `reason` of `path.json`. */
export type BlockedReason =
  | 'no-project'
  | 'no-device'
  | 'no-recordings'
  | 'no-labels'
  | 'no-model'
  | 'no-int8';

/** What came after the model: a key under `stale` of `path.json`. */
export type StaleReason =
  | 'recordings'
  | 'gestures'
  | 'windowing'
  | 'recipe'
  | 'retrained'
  | 'compression';

export type StationState =
  /** Nothing here and no hurry. */
  | { readonly state: 'empty' }
  /** What it needs is there. */
  | { readonly state: 'ready' }
  /** `share` of the work done, 0 … 1, where it is known. */
  | { readonly state: 'running'; readonly share?: number }
  | { readonly state: 'done' }
  /** Done, and something before it has changed since. */
  | { readonly state: 'stale'; readonly reason: StaleReason }
  | { readonly state: 'blocked'; readonly reason: BlockedReason };

export type PathState = Readonly<Record<StationId, StationState>>;

export interface PathInput {
  readonly project: ProjectState;
  readonly device: 'idle' | 'connecting' | 'connected';
  readonly record: RecordState['phase'];
  readonly training: TrainRunState;
  readonly compression: CompressState;
  /** Whether the exported file passed its check as it stands. */
  readonly fileChecked: boolean;
}

/** How far along the path the open project is. */
export function pathState(input: PathInput): PathState {
  const { project } = input;
  const device = deviceState(input);
  if (project.phase !== 'open') {
    const blocked: StationState = { state: 'blocked', reason: 'no-project' };
    const others = STATIONS.filter((station) => station !== 'device');
    return {
      ...(Object.fromEntries(others.map((station) => [station, blocked])) as PathState),
      device: project.phase === 'none' ? blocked : device,
    };
  }
  const train = trainState(input, project);
  const compress = compressState(input, project);
  return {
    device,
    record: recordState(input, project),
    label: labelState(project),
    train,
    compress,
    export: exportState(input, project, compress),
    live: liveState(input, project),
    apps: liveState(input, project),
  };
}

/** Where to go on: the first station that is ready or out of date, else the last one. */
export function nextStation(path: PathState): StationId {
  const open = STATIONS.find((station) => {
    const { state } = path[station];
    // A finished project needs no wearable to be looked at.
    if (station === 'device') return state === 'running';
    return state === 'ready' || state === 'stale' || state === 'running';
  });
  if (path.record.state === 'blocked') return 'device';
  return open ?? 'train';
}

/** What changed since the model was trained; `undefined` when nothing that can be told did. */
export function staleReason(
  { project, recordings }: Pick<OpenProject, 'project' | 'recordings'>,
  trained: TrainedModel,
): StaleReason | undefined {
  const isLater = ({ startedAt }: Recording) => startedAt > trained.trainedAt;
  if (whole(recordings).some(isLater)) return 'recordings';
  if ((project.dataChangedAt ?? 0) > trained.trainedAt) return 'recordings';
  const gestures = (of: TrainedModel['gestures']) => of.map(({ id, kind }) => `${id} ${kind}`);
  if (!same(gestures(project.gestures), gestures(trained.gestures))) return 'gestures';
  if (!same(project.windowing, trained.windowing)) return 'windowing';
  if (!same(withoutBackend(project.recipe), withoutBackend(trained.recipe))) return 'recipe';
  return undefined;
}

/** What changed since the int8 model was made, if there is one. */
export function compressedStaleReason({
  models: { trained, compressed },
  project,
}: Pick<OpenProject, 'models' | 'project'>): 'retrained' | 'compression' | undefined {
  if (compressed === undefined) return undefined;
  if (compressed.trainedAt !== trained?.trainedAt) return 'retrained';
  return same(project.compression, compressed.recipe) ? undefined : 'compression';
}

function deviceState({ device }: PathInput): StationState {
  if (device === 'connected') return { state: 'done' };
  return { state: device === 'connecting' ? 'running' : 'ready' };
}

function recordState({ record, device }: PathInput, { recordings }: OpenProject): StationState {
  if (record !== 'idle' && record !== 'failed') {
    return { state: 'running' };
  }
  if (whole(recordings).length > 0) return { state: 'done' };
  if (device === 'connected') return { state: 'ready' };
  return { state: 'blocked', reason: 'no-device' };
}

function labelState({ recordings }: OpenProject): StationState {
  if (whole(recordings).length === 0) return { state: 'blocked', reason: 'no-recordings' };
  return { state: isLabelled(recordings) ? 'done' : 'ready' };
}

function trainState({ training }: PathInput, open: OpenProject): StationState {
  if (training.phase === 'running') return { state: 'running', share: training.run.share };
  const { trained } = open.models;
  if (trained === undefined) {
    if (isLabelled(open.recordings)) return { state: 'ready' };
    return { state: 'blocked', reason: 'no-labels' };
  }
  const reason = staleReason(open, trained);
  return reason === undefined ? { state: 'done' } : { state: 'stale', reason };
}

function compressState({ compression }: PathInput, { models, project }: OpenProject): StationState {
  if (compression.phase === 'running') {
    const { progress } = compression;
    if (progress.step !== 'pass') return { state: 'running' };
    const { at, count, epoch, epochs } = progress;
    return { state: 'running', share: (at + (epochs > 0 ? epoch / epochs : 0)) / count };
  }
  if (models.trained === undefined) return { state: 'blocked', reason: 'no-model' };
  if (models.compressed === undefined) return { state: 'ready' };
  const reason = compressedStaleReason({ models, project });
  return reason === undefined ? { state: 'done' } : { state: 'stale', reason };
}

function exportState(
  { fileChecked }: PathInput,
  { models }: OpenProject,
  compress: StationState,
): StationState {
  if (models.compressed === undefined) return { state: 'blocked', reason: 'no-int8' };
  if (compress.state === 'stale') return compress;
  return { state: fileChecked ? 'done' : 'ready' };
}

function liveState({ device }: PathInput, { models }: OpenProject): StationState {
  const { trained, compressed } = models;
  if (trained === undefined) return { state: 'blocked', reason: 'no-model' };
  // Only what the board would run is recognised with.
  if (compressed === undefined) return { state: 'blocked', reason: 'no-int8' };
  if (compressed.trainedAt !== trained.trainedAt) return { state: 'stale', reason: 'retrained' };
  if (device !== 'connected') return { state: 'blocked', reason: 'no-device' };
  return { state: 'ready' };
}

function isLabelled(recordings: OpenProject['recordings']): boolean {
  return whole(recordings).some(({ spans }) => spans.length > 0);
}

/** Those that can be labelled and trained on: all but one that is still being recorded. */
function whole(recordings: readonly Recording[]): readonly Recording[] {
  return recordings.filter(({ state }) => state !== 'recording');
}

/** Where it was trained changes nothing about what is asked for. */
function withoutBackend({ backend: _, ...asked }: ModelRecipe): unknown {
  return asked;
}

/** Plain documents alike, whatever the order of their keys. */
function same(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => same(one[key as keyof typeof one], other[key as keyof typeof other]))
  );
}
