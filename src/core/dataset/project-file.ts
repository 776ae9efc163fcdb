import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import * as v from 'valibot';
import { Failure } from '../failure';
import { createFloatRunner } from '../model/run-float';
import type { TrainedModel } from '../model/trained-model';
import type { Signal } from '../motion/frame';
import { readInt8Graph } from '../tflite/read-tflite';
import { poolArrays, unpoolArrays } from './array-pool';
import { crc32 } from './crc32';
import type { Project, ProjectModels } from './project';
import { manifestSchema } from './project-schema';
import type { Recording, Session } from './session';

/** Everything of one project: what a project file holds. */
export interface ProjectBundle {
  readonly project: Project;
  readonly models: ProjectModels;
  readonly sessions: readonly Session[];
  readonly recordings: readonly { readonly recording: Recording; readonly signal: Signal }[];
  /** Camera pictures of recordings, where the person wanted them in the file. */
  readonly videos?: readonly BundledVideo[];
}

/** A camera's picture of one recording, as one file. */
export interface BundledVideo {
  readonly recordingId: string;
  readonly mediaType: string;
  /** When the picture began, Unix epoch, ms. */
  readonly startedAt: number;
  readonly bytes: Uint8Array;
}

const VERSION = 1;
/** A zip holds no time before this; a fixed one gives equal files for equal projects. */
const ZIP_TIME = '1980-01-01T00:00:00';

/** The project as one zip: `manifest.json` and `arrays.bin` (`docs/formats/project-file.md`). */
export function writeProjectFile(bundle: ProjectBundle): Uint8Array {
  const { trained, compressed } = bundle.models;
  const { json, bytes } = poolArrays({
    format: 'nodlab-project',
    version: VERSION,
    project: bundle.project,
    sessions: bundle.sessions,
    recordings: bundle.recordings.map(({ recording, signal }) => ({
      recording,
      timestampMs: signal.timestampMs,
      values: signal.values,
    })),
    models: {
      ...(trained && { trained }),
      ...(compressed && { compressed: withoutGraph(compressed) }),
    },
    ...(bundle.videos && { videos: bundle.videos }),
  });
  const manifest = JSON.stringify({ ...(json as object), arraysCrc32: crc32(bytes) });
  return zipSync(
    {
      'manifest.json': strToU8(manifest),
      // Motion hardly shrinks and this is where the time would go.
      'arrays.bin': [bytes, { level: 0 }],
    },
    { mtime: ZIP_TIME },
  );
}

/**
 * Reads and checks a project file. Throws `Failure`: `file-truncated`,
 * `file-invalid` or `file-too-new`.
 */
export function readProjectFile(file: Uint8Array): ProjectBundle {
  const entries = unzip(file);
  const manifestBytes = entries['manifest.json'];
  const bytes = entries['arrays.bin'];
  if (!manifestBytes || !bytes) {
    throw new Failure('file-invalid', 'the zip holds no manifest.json and arrays.bin');
  }
  const { arraysCrc32, ...json } = parseManifest(manifestBytes);
  if (crc32(bytes) !== arraysCrc32) {
    throw new Failure('file-invalid', 'arrays.bin does not match its checksum');
  }
  const parsed = v.safeParse(manifestSchema, unpoolArrays({ json, bytes }));
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new Failure('file-invalid', `${v.getDotPath(issue) ?? 'manifest'}: ${issue.message}`);
  }
  const { project, sessions, recordings, models, videos } = parsed.output;
  const { trained, compressed } = models;
  if (trained) checkTrained(trained);
  return {
    project,
    sessions,
    recordings: recordings.map(({ recording, timestampMs, values }) => {
      checkFrames(recording, timestampMs, values);
      return { recording, signal: { channels: recording.channels, timestampMs, values } };
    }),
    models: {
      ...(trained && { trained }),
      ...(compressed && { compressed: { ...compressed, graph: readInt8Graph(compressed.tflite) } }),
    },
    ...(videos && { videos }),
  };
}

function withoutGraph<T extends { readonly graph: unknown }>(model: T): Omit<T, 'graph'> {
  const { graph: _, ...rest } = model;
  return rest;
}

function unzip(file: Uint8Array): Record<string, Uint8Array> {
  const isZip = file[0] === 0x50 && file[1] === 0x4b && file[2] === 0x03 && file[3] === 0x04;
  if (!isZip) throw new Failure('file-invalid', 'the file does not begin as a zip does');
  try {
    return unzipSync(file);
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new Failure('file-truncated', `the zip cannot be read to its end: ${detail}`, { cause });
  }
}

function parseManifest(bytes: Uint8Array): Record<string, unknown> {
  let manifest: unknown;
  try {
    manifest = JSON.parse(strFromU8(bytes));
  } catch (cause) {
    throw new Failure('file-invalid', 'manifest.json is not JSON', { cause });
  }
  if (typeof manifest !== 'object' || manifest === null || Array.isArray(manifest)) {
    throw new Failure('file-invalid', 'manifest.json is not an object');
  }
  const { format, version } = manifest as Record<string, unknown>;
  if (format !== 'nodlab-project') {
    throw new Failure('file-invalid', 'the zip is no Nodlab project');
  }
  if (typeof version === 'number' && version > VERSION) {
    throw new Failure('file-too-new', `version ${version}; this page reads up to ${VERSION}`);
  }
  return manifest as Record<string, unknown>;
}

function checkFrames(recording: Recording, timestampMs: Float64Array, values: Float32Array): void {
  const { frameCount, channels, id } = recording;
  if (timestampMs.length !== frameCount || values.length !== frameCount * channels.length) {
    throw new Failure('file-invalid', `recording ${id} has another number of frames than it says`);
  }
}

/** One run on an empty window: weights of the wrong length cannot give finite scores. */
function checkTrained({ graph, classes }: TrainedModel): void {
  let scores: Float32Array;
  try {
    const [height, width, channels] = graph.input;
    scores = createFloatRunner(graph).run(new Float32Array(height * width * channels));
  } catch (cause) {
    throw new Failure('file-invalid', 'the trained model cannot be run', { cause });
  }
  if (scores.length !== classes.length || !scores.every(Number.isFinite)) {
    throw new Failure('file-invalid', 'the trained model does not fit its classes');
  }
}
