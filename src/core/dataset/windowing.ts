import { Failure } from '../failure';
import type { Channel, Signal } from '../motion/frame';
import { DEFAULT_MAX_GAP_MS, resample } from '../motion/resample';
import { NOTHING } from './gesture';
import type { DataRequest, LabelledRecording } from './labelled-recording';
import { createWindowLabeller } from './window-label';
import type { WindowingOptions, WindowSet } from './window-set';

/**
 * Cuts every recording into windows by its own clock and gives each the class that it shows
 * (`window-label`); windows over gaps and windows that show no class are left out. A recording that
 * lacks a channel, or has it in another unit than the first, is left out whole and named in
 * `leftOutRecordingIds`. Throws `Failure` `data-too-little` when that leaves none, `RangeError`
 * for a window without frames.
 */
export function cutWindows(data: DataRequest): WindowSet {
  const { recordings, gestures, windowing } = data;
  const frames = Math.round((windowing.lengthMs * windowing.rateHz) / 1000);
  if (frames < 1 || windowing.channelNames.length === 0) {
    throw new RangeError(
      `A window of ${frames} frames and ${windowing.channelNames.length} channels.`,
    );
  }
  const channels = commonChannels(recordings, windowing);
  const classes = [NOTHING, ...gestures.map(({ id }) => id)];
  const collected = new WindowCollector(frames * channels.length);
  const subjects: string[] = [];
  const recordingIds: string[] = [];
  const recordingGroups: string[] = [];
  const firstOfTake = new Map<string, string>();
  const leftOutRecordingIds: string[] = [];
  for (const recording of recordings) {
    const places = placesOf(recording.signal, channels);
    if (!places) {
      leftOutRecordingIds.push(recording.id);
      continue;
    }
    const signal = pickChannels(recording.signal, places, channels);
    const even = resample(signal, windowing.rateHz, { maxGapMs: DEFAULT_MAX_GAP_MS });
    const classOf = createWindowLabeller(recording.spans, gestures, windowing.lengthMs);
    const before = collected.count;
    let subject = subjects.indexOf(recording.subject);
    if (subject < 0) subject = subjects.length;
    for (const point of wholeWindows(even.valid, frames, hopFrames(windowing))) {
      const startMs = (point * 1000) / windowing.rateHz;
      const classIndex = classOf(startMs);
      if (classIndex === undefined) continue;
      const from = point * channels.length;
      const values = even.values.subarray(from, from + frames * channels.length);
      collected.add(values, classIndex, subject, recordingIds.length, startMs);
    }
    if (collected.count === before) continue;
    if (subject === subjects.length) subjects.push(recording.subject);
    recordingIds.push(recording.id);
    const { id, takeId = id } = recording;
    if (!firstOfTake.has(takeId)) firstOfTake.set(takeId, id);
    recordingGroups.push(firstOfTake.get(takeId)!);
  }
  return {
    options: windowing,
    channels,
    frames,
    classes,
    subjects,
    recordingIds,
    recordingGroups,
    leftOutRecordingIds,
    ...collected.arrays(),
  };
}

/** Distance of two windows in frames; at least 1. */
export function hopFrames({ hopMs, rateHz }: WindowingOptions): number {
  return Math.max(1, Math.round((hopMs * rateHz) / 1000));
}

/** The wanted channels as the first recording that has them all carries them. */
function commonChannels(
  recordings: readonly LabelledRecording[],
  { channelNames }: WindowingOptions,
): readonly Channel[] {
  for (const { signal } of recordings) {
    const found = channelNames.map((name) => signal.channels.find((one) => one.name === name));
    if (found.every((one) => one !== undefined)) return found;
  }
  if (recordings.length === 0) throw new Failure('data-too-little', 'There are no recordings.');
  const there = [
    ...new Set(recordings.flatMap(({ signal }) => signal.channels.map((c) => c.name))),
  ];
  throw new Failure(
    'data-too-little',
    `No recording has ${channelNames.join(', ')} together. There: ${there.join(', ')}.`,
  );
}

function placesOf(signal: Signal, channels: readonly Channel[]): number[] | undefined {
  const places = channels.map(({ name, unit }) =>
    signal.channels.findIndex((one) => one.name === name && one.unit === unit),
  );
  return places.includes(-1) ? undefined : places;
}

function pickChannels(
  signal: Signal,
  places: readonly number[],
  channels: readonly Channel[],
): Signal {
  const width = signal.channels.length;
  const values = new Float32Array(signal.timestampMs.length * places.length);
  for (let frame = 0; frame < signal.timestampMs.length; frame++) {
    for (const [at, place] of places.entries()) {
      values[frame * places.length + at] = signal.values[frame * width + place]!;
    }
  }
  return { channels, timestampMs: signal.timestampMs, values };
}

/** First points of the windows that have no point inside a gap. */
function* wholeWindows(valid: Uint8Array, frames: number, hop: number): Generator<number> {
  let validRun = 0;
  for (let end = 0; end < valid.length; end++) {
    validRun = valid[end] === 1 ? validRun + 1 : 0;
    const start = end - frames + 1;
    if (validRun >= frames && start % hop === 0) yield start;
  }
}

/** Grows by doubling: how many windows carry a class is known only when all are seen. */
class WindowCollector {
  count = 0;
  readonly #size: number;
  #values: Float32Array;
  readonly #classIndex: number[] = [];
  readonly #subjectIndex: number[] = [];
  readonly #recordingIndex: number[] = [];
  readonly #startMs: number[] = [];

  constructor(size: number) {
    this.#size = size;
    this.#values = new Float32Array(size * 64);
  }

  add(
    values: Float32Array,
    classIndex: number,
    subject: number,
    recording: number,
    startMs: number,
  ): void {
    const from = this.count * this.#size;
    if (from + this.#size > this.#values.length) {
      const larger = new Float32Array(this.#values.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values.set(values, from);
    this.#classIndex.push(classIndex);
    this.#subjectIndex.push(subject);
    this.#recordingIndex.push(recording);
    this.#startMs.push(startMs);
    this.count++;
  }

  arrays() {
    return {
      count: this.count,
      values: this.#values.slice(0, this.count * this.#size),
      classIndex: Uint8Array.from(this.#classIndex),
      subjectIndex: Uint16Array.from(this.#subjectIndex),
      recordingIndex: Uint16Array.from(this.#recordingIndex),
      startMs: Float64Array.from(this.#startMs),
    };
  }
}
