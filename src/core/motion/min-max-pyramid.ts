import type { Signal } from './frame';

/** Frames in a block of the lowest level: few enough to walk through, enough to be worth keeping. */
export const BASE_FRAMES = 16;
/** Blocks of one level in a block of the next. */
const FACTOR = 8;

/** Least and greatest value of each channel in blocks of 16, 128, 1024 … frames. */
export interface MinMaxPyramid {
  readonly channelCount: number;
  readonly frameCount: number;
  /**
   * Row-major `[frames × channels]`; the signal's own. Without them, stretches are rounded out to
   * whole blocks of the lowest level.
   */
  readonly values?: Float32Array;
  /** The finest first; at least one where there are frames. */
  readonly levels: readonly MinMaxLevel[];
}

export interface MinMaxLevel {
  readonly framesPerBlock: number;
  /** Row-major `[blocks × channels]`; the last block may be short. */
  readonly least: Float32Array;
  readonly greatest: Float32Array;
}

/** Summarises a signal for drawing; about an eighth of its own size. */
export function buildPyramid({
  channels,
  values,
  timestampMs,
}: Pick<Signal, 'channels' | 'values' | 'timestampMs'>): MinMaxPyramid {
  const channelCount = channels.length;
  const frameCount = timestampMs.length;
  return { channelCount, frameCount, values, levels: buildLevels(values, channelCount) };
}

/** The levels alone, from row-major `values` `[frames × channels]`. */
export function buildLevels(
  values: Float32Array,
  channelCount: number,
  baseFrames = BASE_FRAMES,
): readonly MinMaxLevel[] {
  const levels: MinMaxLevel[] = [];
  let below = { least: values, greatest: values, rows: values.length / channelCount };
  let framesPerBlock = baseFrames;
  for (let factor = baseFrames; below.rows > (levels.length === 0 ? 0 : 1); factor = FACTOR) {
    const rows = Math.ceil(below.rows / factor);
    const least = new Float32Array(rows * channelCount).fill(Number.POSITIVE_INFINITY);
    const greatest = new Float32Array(rows * channelCount).fill(Number.NEGATIVE_INFINITY);
    for (let row = 0; row < below.rows; row++) {
      const into = Math.floor(row / factor) * channelCount;
      const from = row * channelCount;
      for (let channel = 0; channel < channelCount; channel++) {
        const low = below.least[from + channel]!;
        const high = below.greatest[from + channel]!;
        if (low < least[into + channel]!) least[into + channel] = low;
        if (high > greatest[into + channel]!) greatest[into + channel] = high;
      }
    }
    levels.push({ framesPerBlock, least, greatest });
    below = { least, greatest, rows };
    framesPerBlock *= FACTOR;
  }
  return levels;
}

/** Where `minMaxOf` writes: [least, greatest]; [∞, −∞] where there is no value. */
export type MinMax = [least: number, greatest: number];

/**
 * Least and greatest value of `channel` in frames `[from, to)`, written to `into` so that drawing
 * allocates nothing. Exact where the pyramid has its values. Walks some dozens of numbers however
 * long the stretch; passes over NaN.
 */
export function minMaxOf(
  pyramid: MinMaxPyramid,
  channel: number,
  from: number,
  to: number,
  into: MinMax,
): MinMax {
  const { values, levels, channelCount, frameCount } = pyramid;
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  let end = Math.min(to, frameCount);
  let frame = Math.max(0, from);
  const block = values === undefined ? (levels[0]?.framesPerBlock ?? 1) : 1;
  if (frame < end) {
    frame -= frame % block;
    end = Math.ceil(end / block) * block;
  }
  while (frame < end) {
    let level = -1;
    while (level + 1 < levels.length) {
      const size = levels[level + 1]!.framesPerBlock;
      if (frame % size !== 0 || frame + size > end) break;
      level++;
    }
    if (level < 0) {
      const value = values![frame * channelCount + channel]!;
      if (value < least) least = value;
      if (value > greatest) greatest = value;
      frame++;
    } else {
      const { framesPerBlock, least: lows, greatest: highs } = levels[level]!;
      const at = (frame / framesPerBlock) * channelCount + channel;
      if (lows[at]! < least) least = lows[at]!;
      if (highs[at]! > greatest) greatest = highs[at]!;
      frame += framesPerBlock;
    }
  }
  into[0] = least;
  into[1] = greatest;
  return into;
}
