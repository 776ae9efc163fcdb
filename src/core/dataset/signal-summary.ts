import type { Channel, Signal } from '../motion/frame';
import { findGaps } from '../motion/gaps';
import { BASE_FRAMES, buildLevels, type MinMaxLevel } from '../motion/min-max-pyramid';
import { motionBursts } from './motion-bursts';
import { motionEnergy } from './motion-energy';
import type { SuggestedSpan } from './suggest-spans';

/** Raised when what a summary holds changes: stored ones are then made anew. */
const VERSION = 1;
/** Energy is smooth over some 150 ms; so many frames lose nothing of it that can be seen. */
const ENERGY_FRAMES = 4;

/**
 * What the timeline draws of a recording and what suggestions need, in an eighth of its frames' room.
 * Kept beside the frames, so that a long recording is seen before they are read.
 */
export interface SignalSummary {
  readonly version: number;
  readonly channels: readonly Channel[];
  readonly frameCount: number;
  /** Time of the first frame of each block of 16, and of the last frame; on the frames' clock, ms. */
  readonly blockMs: Float64Array;
  /** Of the values, from 16 frames a block up. */
  readonly levels: readonly MinMaxLevel[];
  /** Of the energy of motion (one channel), from 4 frames a block up. */
  readonly energy: readonly MinMaxLevel[];
  /** Every stretch of motion, labelled or not. */
  readonly bursts: readonly SuggestedSpan[];
  readonly gaps: readonly SignalGap[];
}

/** A hole in the signal; from the frame before it to the one after, ms after the first frame. */
export interface SignalGap {
  readonly startMs: number;
  readonly endMs: number;
  /** Frames that would have been read in it, about. */
  readonly missing: number;
}

/** Summarises whole frames; takes some 100 ms for an hour of nine channels at 200 Hz. */
export function summariseSignal(signal: Signal): SignalSummary {
  const { channels, timestampMs, values } = signal;
  const energy = motionEnergy(signal);
  return {
    version: VERSION,
    channels,
    frameCount: timestampMs.length,
    blockMs: blockTimes(timestampMs),
    levels: buildLevels(values, channels.length),
    energy: buildLevels(energy, 1, ENERGY_FRAMES),
    bursts: motionBursts(timestampMs, energy),
    gaps: findGaps(timestampMs),
  };
}

/** Whether a stored summary is of these frames and of this version's making. */
export function isSummaryOf(summary: SignalSummary, frameCount: number): boolean {
  return summary.version === VERSION && summary.frameCount === frameCount;
}

/** First frame of the block in which `timeMs` lies, on the frames' clock; their count after the last. */
export function blockAround(
  { blockMs, frameCount }: Pick<SignalSummary, 'blockMs' | 'frameCount'>,
  timeMs: number,
): number {
  const after = firstAtOrAfter(blockMs, timeMs);
  if (after === blockMs.length) return frameCount;
  const isStart = blockMs[after] === timeMs && after < blockMs.length - 1;
  return BASE_FRAMES * Math.max(0, isStart ? after : after - 1);
}

/** Index of the first time at or after `timeMs` in ascending times; their count where all are before. */
export function firstAtOrAfter(timesMs: Float64Array, timeMs: number): number {
  let low = 0;
  let high = timesMs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timesMs[middle]! < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function blockTimes(timestampMs: Float64Array): Float64Array {
  const blocks = Math.ceil(timestampMs.length / BASE_FRAMES);
  const times = new Float64Array(blocks === 0 ? 0 : blocks + 1);
  for (let block = 0; block < blocks; block++) times[block] = timestampMs[block * BASE_FRAMES]!;
  if (blocks > 0) times[blocks] = timestampMs[timestampMs.length - 1]!;
  return times;
}
