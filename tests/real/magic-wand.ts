import { gunzipSync } from 'node:zlib';
import { NOTHING } from '../../src/core/dataset/gesture';
import type { Channel } from '../../src/core/motion/frame';
import { DEFAULT_MAX_GAP_MS, resample } from '../../src/core/motion/resample';
import { createRandom, deriveSeed, type Random } from '../../src/core/random';
import type { SplitWindows } from '../../src/engine/worker/jobs/windows-of';
import { augmentGesture } from './magic-wand-augment';
import { realBytes } from './real-data';
import { readTar } from './tar';

/** One gesture, or one long recording of none. */
export interface WandTake {
  readonly gesture: 'wing' | 'ring' | 'slope' | typeof NOTHING;
  /** The person; of recordings of no gesture, whose person is not told, the file. */
  readonly subject: string;
  /** Row-major `[frames × 3]`, g, at 25 Hz. */
  readonly values: Float32Array;
}

/** Which windows are made of the takes. */
export interface WandOptions {
  readonly frames?: number;
  readonly rateHz?: number;
  /** Drawn windows beside each training window, as other people might have moved. */
  readonly copies?: number;
  /** Of what is drawn. */
  readonly seed?: number;
}

export const WAND_RATE_HZ = 25;
/** Frames of a window in the original network. */
export const WAND_FRAMES = 128;
export const WAND_CHANNELS: readonly Channel[] = ['accX', 'accY', 'accZ'].map((name) => ({
  name,
  unit: 'g',
}));
export const WAND_CLASSES = [NOTHING, 'wing', 'ring', 'slope'] as const;

/** Published with the data: nobody is in two parts. Negative 6 to 8 are made up there, and left out. */
export const WAND_SPLIT = {
  train: ['hyw', 'shiyun', 'tangsy', 'dengyl', 'jiangyh', 'xunkai'].concat([
    'negative 3',
    'negative 4',
    'negative 5',
  ]),
  validation: ['lsj', 'pengxl', 'negative 2'],
  heldOut: ['liucx', 'zhangxy', 'negative 1'],
} as const;

export const WAND_FOLDER = 'magic-wand';
const ARCHIVE = `${WAND_FOLDER}/data.tar.gz`;
const HOP_FRAMES = 32;
/** What fills a window up: the nearest frame, with noise of this size either way, g. */
const PADDING_NOISE_G = 0.01;
const WIDTH = WAND_CHANNELS.length;

/** Every take of the archive that the published split names, in the archive's order by name. */
export function readMagicWand(): WandTake[] {
  const files = readTar(gunzipSync(realBytes(ARCHIVE)));
  const names = [...files.keys()].sort();
  return names.flatMap((name) => {
    const [, folder, subject] = /^(?:\.\/)?(\w+)\/output_\w+?_(\w+)\.txt$/.exec(name) ?? [];
    if (!folder || !subject) return [];
    const gesture = WAND_CLASSES.find((one) => one === folder) ?? NOTHING;
    const person = gesture === NOTHING ? `${folder} ${subject}` : subject;
    if (!Object.values(WAND_SPLIT).some((part: readonly string[]) => part.includes(person)))
      return [];
    return takesOf(new TextDecoder().decode(files.get(name)!)).map((values) => ({
      gesture,
      subject: person,
      values,
    }));
  });
}

/** Stretches between lines of dashes; lines that are no reading are skipped. */
function takesOf(text: string): Float32Array[] {
  const takes: number[][] = [];
  for (const line of text.split('\n')) {
    const fields = line.trim().split(',');
    if (fields.length === WIDTH && fields.every((field) => field === '-')) takes.push([]);
    const values = fields.map((field) => (field === '' ? Number.NaN : Number(field)));
    if (values.length !== WIDTH || !values.every(Number.isFinite)) continue;
    takes.at(-1)?.push(...values.map((value) => value / 1000));
  }
  return takes.filter((one) => one.length > 0).map((one) => Float32Array.from(one));
}

/**
 * Windows of the published split by person, alike in all three parts. A gesture gives two: it ends
 * with the window, and it begins with it; what is missing is the nearest frame with noise, what is
 * too much is cut. A recording of no gesture gives one each 1.28 s: of other windows as many as of
 * 128 frames at 25 Hz, at the same ends, so that accuracies compare.
 */
export function magicWandWindows({
  frames = WAND_FRAMES,
  rateHz = WAND_RATE_HZ,
  copies = 0,
  seed = 1,
}: WandOptions = {}): SplitWindows {
  const given = readMagicWand().flatMap((take) => rowsOf(take, frames, rateHz));
  const rows = [...given, ...drawnRows(given, frames, copies, createRandom(seed))];
  const subjects = [...new Set(rows.map(({ take }) => take.subject))];
  const subjectIndex = Uint16Array.from(rows, ({ take }) => subjects.indexOf(take.subject));
  const size = frames * WIDTH;
  const values = new Float32Array(rows.length * size);
  for (const [index, { take, end }] of rows.entries()) {
    const random = createRandom(deriveSeed(index, 5));
    values.set(windowOf(take.values, end - frames, frames, random), index * size);
  }
  const indicesOf = (part: readonly string[]) =>
    Uint32Array.from(
      rows.flatMap(({ take }, index) => (part.includes(take.subject) ? [index] : [])),
    );
  return {
    set: {
      options: {
        rateHz,
        lengthMs: (frames * 1000) / rateHz,
        hopMs: (HOP_FRAMES * 1000) / WAND_RATE_HZ,
        channelNames: WAND_CHANNELS.map(({ name }) => name),
      },
      channels: WAND_CHANNELS,
      frames,
      count: rows.length,
      values,
      classes: WAND_CLASSES,
      classIndex: Uint8Array.from(rows, ({ take }) => WAND_CLASSES.indexOf(take.gesture)),
      subjects,
      subjectIndex,
      recordingIds: subjects,
      recordingIndex: subjectIndex,
      recordingGroups: subjects,
      leftOutRecordingIds: [],
      startMs: Float64Array.from(rows, ({ end }) => ((end - frames) * 1000) / rateHz),
    },
    split: {
      by: 'subject',
      train: indicesOf(WAND_SPLIT.train),
      validation: indicesOf(WAND_SPLIT.validation),
      heldOut: indicesOf(WAND_SPLIT.heldOut),
      heldOutGroups: WAND_SPLIT.heldOut,
    },
  };
}

interface Row {
  readonly take: WandTake;
  /** Frame of the take at which the window ends, itself left out. */
  readonly end: number;
}

function rowsOf(original: WandTake, frames: number, rateHz: number): Row[] {
  const take = atRate(original, rateHz);
  if (take.gesture !== NOTHING) {
    return [take.values.length / WIDTH, frames].map((end) => ({ take, end }));
  }
  const count = Math.floor((original.values.length / WIDTH - WAND_FRAMES) / HOP_FRAMES) + 1;
  return Array.from({ length: count }, (_, at) => ({
    take,
    end: Math.floor(((WAND_FRAMES + at * HOP_FRAMES) * rateHz) / WAND_RATE_HZ),
  }));
}

/** Training windows as other people might have moved; a gesture anywhere in its window. */
function drawnRows(rows: readonly Row[], frames: number, copies: number, random: Random): Row[] {
  const train: readonly string[] = WAND_SPLIT.train;
  const trained = rows.filter(({ take }) => train.includes(take.subject));
  return Array.from({ length: copies }, () => trained)
    .flat()
    .map(({ take }) => {
      const values = augmentGesture(take.values, WIDTH, random);
      const spare = values.length / WIDTH - frames;
      const start = Math.min(0, spare) + random.integer(Math.abs(spare) + 1);
      return { take: { ...take, values }, end: start + frames };
    });
}

/** Read at another rate as the studio and the firmware do. */
function atRate(take: WandTake, rateHz: number): WandTake {
  if (rateHz === WAND_RATE_HZ) return take;
  const timestampMs = Float64Array.from(
    { length: take.values.length / WIDTH },
    (_, frame) => (frame * 1000) / WAND_RATE_HZ,
  );
  const signal = { channels: WAND_CHANNELS, timestampMs, values: take.values };
  return { ...take, values: resample(signal, rateHz, { maxGapMs: DEFAULT_MAX_GAP_MS }).values };
}

/** Frames from `start` on, which may lie before the take or after it. */
function windowOf(take: Float32Array, start: number, frames: number, random: Random): Float32Array {
  const last = take.length / WIDTH - 1;
  const window = new Float32Array(frames * WIDTH);
  for (let frame = 0; frame < frames; frame++) {
    const nearest = Math.min(last, Math.max(0, start + frame));
    const isPadding = nearest !== start + frame;
    for (let channel = 0; channel < WIDTH; channel++) {
      const noise = isPadding ? (2 * random.next() - 1) * PADDING_NOISE_G : 0;
      window[frame * WIDTH + channel] = take[nearest * WIDTH + channel]! + noise;
    }
  }
  return window;
}
