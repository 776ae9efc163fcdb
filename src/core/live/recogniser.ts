import type { Int8Graph } from '../compress/int8-graph';
import { quantiseInto } from '../compress/quantise-values';
import { createInt8Runner, type Int8Runner } from '../compress/run-int8';
import type { Gesture } from '../dataset/gesture';
import type { WindowingOptions } from '../dataset/window-set';
import { Failure } from '../failure';
import { normaliseInto } from '../features/fit-normaliser';
import type { Normaliser } from '../features/normaliser';
import type { Channel, FrameBatch } from '../motion/frame';
import { DEFAULT_MAX_GAP_MS, StreamResampler } from '../motion/resample';
import { BodyMotion, turningChannels } from './body-motion';
import { HeldState, type StateChange } from './held-state';
import { DEFAULT_HOLD_OFF_MS, DEFAULT_THRESHOLDS } from './live-defaults';
import { movementOnset } from './movement-onset';
import { Smoother } from './smoother';
import { type ClassKind, type GestureEvent, Trigger } from './trigger';

/** What recognition needs of a trained and compressed model. */
export interface LiveModel {
  readonly graph: Int8Graph;
  readonly normaliser: Normaliser;
  readonly windowing: WindowingOptions;
  /** The channels it was trained on, in `windowing.channelNames`' order. */
  readonly channels: readonly Channel[];
  /** `NOTHING`, then gesture ids. */
  readonly classes: readonly string[];
  readonly gestures: readonly Gesture[];
}

export interface RecogniserOptions {
  readonly model: LiveModel;
  /** The stream's channels. */
  readonly channels: readonly Channel[];
  /** Least smoothed score by gesture id; absent: the default of its kind. */
  readonly thresholds?: Readonly<Record<string, number>>;
  readonly holdOffMs?: number;
  /** Time between two answers, ms; by default at most `LONGEST_HOP_MS`. */
  readonly hopMs?: number;
}

export interface RecogniserListeners {
  event?(event: GestureEvent): void;
  /** The event under way, whenever a later window is surer of it than every one before. */
  surer?(event: GestureEvent): void;
  state?(change: StateChange): void;
  /** Whether the whole body moves; time on the frames' clock. */
  moving?(moving: boolean, atMs: number): void;
  /**
   * After every window: its end on the frames' clock, the smoothed scores by class (reused: copy
   * what must last), and whether it was whole; the scores of a window with a gap are the last ones.
   */
  answer?(atMs: number, scores: Float32Array, whole: boolean): void;
  /** Tests compare the quantised windows with those cut offline. */
  window?(atMs: number, input: Int8Array): void;
}

/** An answer comes at least this often, whatever hop the model was trained with. */
const LONGEST_HOP_MS = 100;
export const SMOOTHED_MS = 200;
export const STATE_MINIMUM_MS = 400;

/**
 * The int8 model on a stream: resampled to the model's rate by the frames' own clock, normalised,
 * cut into windows, quantised and run as on the board. Nothing grows while it runs.
 */
export class Recogniser {
  readonly classes: readonly string[];
  readonly #model: LiveModel;
  readonly #listeners: RecogniserListeners;
  readonly #runner: Int8Runner;
  readonly #resampler: StreamResampler;
  readonly #smoother: Smoother;
  readonly #trigger: Trigger;
  readonly #heldState: HeldState;
  readonly #body: BodyMotion;
  readonly #streamChannels: number;
  /** Of each channel of the model: its place in the stream. */
  readonly #places: Int32Array;
  readonly #rateHz: number;
  readonly #frames: number;
  readonly #hopFrames: number;
  /** Rings of the newest `frames` points: normalised values, wholeness, strength of motion. */
  readonly #points: Float32Array;
  readonly #whole: Uint8Array;
  readonly #motion: Float32Array;
  readonly #turning: readonly number[];
  readonly #window: Float32Array;
  readonly #input: Int8Array;
  readonly #scores: Float32Array;
  #smoothed: Float32Array;
  readonly #picked: Float32Array;
  /** Points since the grid began; the newest one lies in slot `(total − 1) % frames`. */
  #total = 0;
  #broken = 0;
  #lastPointMs = Number.NaN;
  /** The event under way as it was last told. */
  #event: GestureEvent | undefined;

  /** Throws `Failure` `channels-missing` when the stream lacks what the model was trained on. */
  constructor(options: RecogniserOptions, listeners: RecogniserListeners) {
    const { model, thresholds = {}, channels } = options;
    const { windowing, classes, gestures } = model;
    const kinds: ClassKind[] = classes.map((id) => gestures.find((one) => one.id === id)?.kind);
    const limits = classes.map(
      (id, index) => thresholds[id] ?? DEFAULT_THRESHOLDS[kinds[index] ?? 'event'],
    );
    this.classes = classes;
    this.#model = model;
    this.#listeners = listeners;
    this.#streamChannels = channels.length;
    this.#places = placesOf(model, channels);
    this.#runner = createInt8Runner(model.graph);
    this.#body = new BodyMotion(channels);
    this.#rateHz = windowing.rateHz;
    this.#frames = Math.round((windowing.lengthMs * windowing.rateHz) / 1000);
    const hopMs = options.hopMs ?? liveHopMs(windowing.hopMs);
    this.#hopFrames = hopFrames(hopMs, windowing.rateHz);
    const channelCount = model.channels.length;
    this.#picked = new Float32Array(channelCount);
    this.#points = new Float32Array(this.#frames * channelCount);
    this.#whole = new Uint8Array(this.#frames);
    this.#motion = new Float32Array(this.#frames);
    this.#window = new Float32Array(this.#frames * channelCount);
    this.#input = new Int8Array(this.#frames * channelCount);
    this.#scores = new Float32Array(classes.length);
    this.#smoothed = new Float32Array(classes.length);
    this.#turning = turningChannels(model.channels);
    this.#smoother = new Smoother(classes.length, SMOOTHED_MS, hopMs);
    this.#trigger = new Trigger({
      classes,
      kinds,
      thresholds: limits,
      holdOffMs: options.holdOffMs ?? DEFAULT_HOLD_OFF_MS,
      windowMs: windowing.lengthMs,
    });
    this.#heldState = new HeldState({
      classes,
      kinds,
      thresholds: limits,
      minimumMs: STATE_MINIMUM_MS,
    });
    this.#resampler = new StreamResampler(
      { rateHz: windowing.rateHz, channelCount, maxGapMs: DEFAULT_MAX_GAP_MS },
      (timestampMs, values, valid) => this.#takePoint(timestampMs, values, valid),
    );
  }

  /** Id of the state that holds; undefined when none does. */
  get stateId(): string | undefined {
    return this.#heldState.gestureId;
  }

  setThreshold(gestureId: string, threshold: number): void {
    const index = this.classes.indexOf(gestureId);
    if (index < 1) return;
    this.#trigger.setThreshold(index, threshold);
    this.#heldState.setThreshold(index, threshold);
  }

  setHoldOff(holdOffMs: number): void {
    this.#trigger.setHoldOff(holdOffMs);
  }

  /** Takes frames in order and answers for every window that they complete. */
  push(batch: Pick<FrameBatch, 'timestampMs' | 'values'>): void {
    const frames = batch.timestampMs.length;
    const channelCount = this.#places.length;
    for (let frame = 0; frame < frames; frame++) {
      const from = frame * this.#streamChannels;
      for (let channel = 0; channel < channelCount; channel++) {
        this.#picked[channel] = batch.values[from + this.#places[channel]!]!;
      }
      const timestampMs = batch.timestampMs[frame]!;
      if (this.#body.push(timestampMs, batch.values, from)) {
        this.#listeners.moving?.(this.#body.isMoving, timestampMs);
      }
      this.#resampler.pushFrame(timestampMs, this.#picked, 0);
    }
  }

  #takePoint(timestampMs: number, values: Float32Array, valid: boolean): void {
    // Time that runs backwards or jumps far ahead: the resampler began a new grid.
    const elapsedMs = timestampMs - this.#lastPointMs;
    if (elapsedMs <= 0 || elapsedMs > longestStepMs(this.#rateHz)) this.#restart(timestampMs);
    this.#lastPointMs = timestampMs;
    const slot = this.#total % this.#frames;
    const channelCount = values.length;
    if (this.#total >= this.#frames && this.#whole[slot] === 0) this.#broken--;
    if (!valid) this.#broken++;
    this.#whole[slot] = valid ? 1 : 0;
    normaliseInto(this.#model.normaliser, values, 0, 1, this.#points, slot * channelCount);
    this.#motion[slot] = this.#strengthOf(slot);
    this.#total++;
    const beyond = this.#total - this.#frames;
    if (beyond >= 0 && beyond % this.#hopFrames === 0) this.#answer(timestampMs);
  }

  #answer(atMs: number): void {
    const { quantisation } = this.#model.graph.values[0]!;
    if (this.#broken > 0) {
      this.#smoother.clear();
      this.#listeners.answer?.(atMs, this.#smoothed, false);
      return;
    }
    const size = this.#points.length;
    const split = (this.#total % this.#frames) * this.#places.length;
    this.#window.set(this.#points.subarray(split), 0);
    this.#window.set(this.#points.subarray(0, split), size - split);
    quantiseInto(this.#window, quantisation, this.#input);
    this.#listeners.window?.(atMs, this.#input);
    const output = this.#runner.run(this.#input);
    const { scale, zeroPoint } = this.#model.graph.values.at(-1)!.quantisation;
    for (let i = 0; i < output.length; i++) this.#scores[i] = scale * (output[i]! - zeroPoint);
    this.#smoothed = this.#smoother.push(atMs, this.#scores);
    const fired = this.#trigger.push(atMs, this.#smoothed, this.#onsetMs);
    const { held } = this.#trigger;
    const stateChanged = this.#heldState.push(atMs, this.#smoothed, held >= 0);
    if (held < 0) this.#event = undefined;
    else this.#follow(fired >= 0, held, atMs);
    if (stateChanged) this.#listeners.state?.({ gestureId: this.#heldState.gestureId, atMs });
    this.#listeners.answer?.(atMs, this.#smoothed, true);
  }

  #follow(isNew: boolean, held: number, atMs: number): void {
    const score = this.#smoothed[held]!;
    if (isNew) {
      const startMs = atMs - this.#sinceOnsetMs();
      this.#event = { gestureId: this.classes[held]!, startMs, atMs, score };
      this.#listeners.event?.(this.#event);
    } else if (this.#event && score > this.#event.score) {
      this.#event = { ...this.#event, atMs, score };
      this.#listeners.surer?.(this.#event);
    }
  }

  #sinceOnsetMs(): number {
    const pointsAgo = movementOnset(this.#motion, this.#total % this.#frames, this.#rateHz);
    return (pointsAgo * 1000) / this.#rateHz;
  }

  /** When the last movement in view began, on the frames' clock; −∞: before the view. */
  readonly #onsetMs = (): number => {
    const sinceMs = this.#sinceOnsetMs();
    const viewMs = ((this.#frames - 1) * 1000) / this.#rateHz;
    return sinceMs < viewMs ? this.#lastPointMs - sinceMs : Number.NEGATIVE_INFINITY;
  };

  /** Turning where a gyroscope says, else change from the point before; in deviations. */
  #strengthOf(slot: number): number {
    const count = this.#places.length;
    const base = slot * count;
    let square = 0;
    if (this.#turning.length > 0) {
      for (const channel of this.#turning) {
        const rate = this.#points[base + channel]! * this.#model.normaliser.deviation[channel]!;
        square += rate * rate;
      }
    } else {
      const before = ((slot + this.#frames - 1) % this.#frames) * count;
      for (let channel = 0; channel < count; channel++) {
        const change = this.#points[base + channel]! - this.#points[before + channel]!;
        square += change * change;
      }
    }
    return Math.sqrt(square);
  }

  #restart(atMs: number): void {
    const held = this.#heldState.gestureId;
    this.#total = 0;
    this.#broken = 0;
    this.#smoother.clear();
    this.#trigger.clear();
    this.#event = undefined;
    this.#heldState.clear();
    // Nobody saw whether it lasted through the hole.
    if (held !== undefined) this.#listeners.state?.({ gestureId: undefined, atMs });
  }
}

/** Time between two answers of a model that was trained with windows every `trainedHopMs`, ms. */
export function liveHopMs(trainedHopMs: number): number {
  return Math.min(trainedHopMs, LONGEST_HOP_MS);
}

/** Points between two answers. */
export function hopFrames(hopMs: number, rateHz: number): number {
  return Math.max(1, Math.round((hopMs * rateHz) / 1000));
}

/** Two points further apart than this are of two grids, ms. */
export function longestStepMs(rateHz: number): number {
  return 2000 / rateHz;
}

/** Where each of the model's channels is in the stream, by name and unit. */
function placesOf(model: LiveModel, channels: readonly Channel[]): Int32Array {
  const missing: string[] = [];
  const places = model.channels.map(({ name, unit }) => {
    const place = channels.findIndex((one) => one.name === name && one.unit === unit);
    if (place < 0) missing.push(`${name} (${unit})`);
    return place;
  });
  if (missing.length > 0) {
    const there = channels.map(({ name, unit }) => `${name} (${unit})`).join(', ');
    throw new Failure('channels-missing', `Missing: ${missing.join(', ')}. There: ${there}.`);
  }
  return Int32Array.from(places);
}
