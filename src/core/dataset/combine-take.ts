import type { Channel, Signal } from '../motion/frame';
import { DEFAULT_MAX_GAP_MS } from '../motion/resample';
import type { RecordingClock } from './session';

/** Frames and how their clock stood to the machine that recorded them. */
export interface ClockedSignal {
  readonly signal: Signal;
  readonly clock: RecordingClock;
}

/** A device of a take: its frames in the parts that interruptions left, in order. */
export interface TakeDevice {
  /** Put before its channels' names where those would come twice: `watch.accX`. */
  readonly name: string;
  readonly parts: readonly ClockedSignal[];
}

/**
 * Recordings that several devices made together, as one: the lead's frames at the lead's times,
 * with the other devices' channels interpolated there. A frame to which some device has nothing
 * within `maxGapMs` is left out: a gap stays a gap.
 */
export function combineTake(
  lead: ClockedSignal,
  others: readonly TakeDevice[],
  { maxGapMs } = { maxGapMs: DEFAULT_MAX_GAP_MS },
): Signal {
  const channels = combineChannels(lead.signal.channels, others);
  const width = channels.length;
  const own = lead.signal.channels.length;
  const { timestampMs, values } = lead.signal;
  const { firstFrameAt, skewPpm } = lead.clock;
  const readers = others.map(({ parts }) => new TakeReader(parts, firstFrameAt, maxGapMs));
  const times = new Float64Array(timestampMs.length);
  const combined = new Float32Array(timestampMs.length * width);
  let frames = 0;
  for (const [frame, timeMs] of timestampMs.entries()) {
    const atMs = (timeMs - timestampMs[0]!) / (1 + skewPpm * 1e-6);
    let channel = frames * width + own;
    const isWhole = readers.every((reader) => {
      const read = reader.read(atMs, combined, channel);
      channel += reader.width;
      return read;
    });
    if (!isWhole) continue;
    combined.set(values.subarray(frame * own, (frame + 1) * own), frames * width);
    times[frames++] = timeMs;
  }
  return {
    channels,
    timestampMs: times.slice(0, frames),
    values: combined.slice(0, frames * width),
  };
}

function combineChannels(lead: readonly Channel[], others: readonly TakeDevice[]): Channel[] {
  const channels = [...lead];
  for (const { name, parts } of others) {
    const own = parts[0]?.signal.channels ?? [];
    const taken = new Set(channels.map((one) => one.name));
    const isFree = (prefix: string) => own.every((one) => !taken.has(prefix + one.name));
    let prefix = '';
    // All of a device's channels or none: half of them would seem to be the lead's.
    for (let count = 1; !isFree(prefix); count++) {
      prefix = count === 1 ? `${name}.` : `${name}${count}.`;
    }
    channels.push(...own.map((one) => ({ ...one, name: prefix + one.name })));
  }
  return channels;
}

/** Reads one device at rising times. */
class TakeReader {
  readonly width: number;
  readonly #parts: readonly ClockedSignal[];
  readonly #originEpochMs: number;
  readonly #maxGapMs: number;
  #part = 0;
  /** The first frame at or after the last time that was asked for. */
  #frame = 0;

  /** Times are asked for in ms after `originEpochMs`: an epoch's own digits leave too few. */
  constructor(parts: readonly ClockedSignal[], originEpochMs: number, maxGapMs: number) {
    this.#parts = parts.filter(({ signal }) => signal.timestampMs.length > 0);
    this.#originEpochMs = originEpochMs;
    this.#maxGapMs = maxGapMs;
    this.width = parts[0]?.signal.channels.length ?? 0;
  }

  /** Writes the values at `atMs`; `false` where there are none. */
  read(atMs: number, into: Float32Array, offset: number): boolean {
    for (; this.#part < this.#parts.length; this.#part++, this.#frame = 0) {
      const part = this.#parts[this.#part]!;
      const { timestampMs, values } = part.signal;
      const sinceMs = atMs - (part.clock.firstFrameAt - this.#originEpochMs);
      const timeMs = timestampMs[0]! + sinceMs * (1 + part.clock.skewPpm * 1e-6);
      while (this.#frame < timestampMs.length && timestampMs[this.#frame]! < timeMs) this.#frame++;
      if (this.#frame === timestampMs.length) continue;
      const later = this.#frame;
      const laterMs = timestampMs[later]!;
      const earlier = laterMs === timeMs ? later : later - 1;
      if (earlier < 0 || laterMs - timestampMs[earlier]! > this.#maxGapMs) return false;
      const spanMs = laterMs - timestampMs[earlier]!;
      const weight = spanMs > 0 ? (timeMs - timestampMs[earlier]!) / spanMs : 0;
      for (let channel = 0; channel < this.width; channel++) {
        const a = values[earlier * this.width + channel]!;
        const b = values[later * this.width + channel]!;
        into[offset + channel] = a + (b - a) * weight;
      }
      return true;
    }
    return false;
  }
}
