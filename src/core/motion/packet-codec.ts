import type { FrameBatch } from './frame';
import type { WireChannel } from './gatt-profile';

/**
 * Frames on the wire: u16 number of the first frame, u16 µs from frame to frame, u32 device clock
 * of the first frame in µs, then int16 counts, row-major. All little-endian; number and clock wrap
 * (`docs/formats/gatt-profile.md`).
 */
const HEADER_BYTES = 8;
const NUMBERS = 0x10000;
const CLOCK_US = 0x100000000;

/** Frames that fit into a notification of `payloadBytes` (the connection's MTU less 3). */
export function framesPerPacket(payloadBytes: number, channelCount: number): number {
  return Math.max(0, Math.floor((payloadBytes - HEADER_BYTES) / (2 * channelCount)));
}

/** One packet. `counts` is row-major `[frames × channels]`. */
export function encodePacket(
  frameNumber: number,
  stepUs: number,
  clockUs: number,
  counts: Int16Array,
): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + 2 * counts.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, frameNumber % NUMBERS, true);
  view.setUint16(2, stepUs, true);
  view.setUint32(4, clockUs % CLOCK_US, true);
  for (const [index, count] of counts.entries()) {
    view.setInt16(HEADER_BYTES + 2 * index, count, true);
  }
  return bytes;
}

/** Turns the packets of one stream into batches; counts what it can't use. */
export class PacketDecoder {
  readonly #scales: readonly number[];
  #nextNumber = -1;
  #lastClockUs = 0;
  /** The device's clock without its wraps, µs. */
  #elapsedUs = 0;
  #newestUs = Number.NEGATIVE_INFINITY;
  #skipped = 0;

  constructor(channels: readonly WireChannel[]) {
    this.#scales = channels.map(({ scale }) => scale);
  }

  /** Packets passed over: malformed, repeated or out of order. */
  get skipped(): number {
    return this.#skipped;
  }

  /** The packet's frames; undefined where there are none to use. */
  push(packet: DataView, arrivalMs: number): FrameBatch | undefined {
    const channelCount = this.#scales.length;
    const frames = (packet.byteLength - HEADER_BYTES) / (2 * channelCount);
    if (!Number.isInteger(frames) || frames < 1) return this.#skip();
    const number = packet.getUint16(0, true);
    const stepUs = packet.getUint16(2, true);
    const clockUs = packet.getUint32(4, true);
    const first = this.#nextNumber < 0;
    const ahead = first ? 0 : (number - this.#nextNumber + NUMBERS) % NUMBERS;
    // Half the range ahead is behind: what has been seen already.
    if (ahead >= NUMBERS / 2) return this.#skip();
    if (first) this.#elapsedUs = clockUs;
    else this.#elapsedUs += wrapped(clockUs - this.#lastClockUs);
    this.#lastClockUs = clockUs;
    this.#nextNumber = (number + frames) % NUMBERS;

    const timestampMs = new Float64Array(frames);
    const values = new Float32Array(frames * channelCount);
    for (let frame = 0; frame < frames; frame++) {
      // A device whose clock or step is wrong must not make time stand still.
      const timeUs = Math.max(this.#elapsedUs + frame * stepUs, this.#newestUs + 1);
      this.#newestUs = timeUs;
      timestampMs[frame] = timeUs / 1000;
      for (let channel = 0; channel < channelCount; channel++) {
        const index = frame * channelCount + channel;
        const count = packet.getInt16(HEADER_BYTES + 2 * index, true);
        values[index] = count * this.#scales[channel]!;
      }
    }
    return { timestampMs, values, arrivalMs, lostBefore: ahead };
  }

  #skip(): undefined {
    this.#skipped++;
    return undefined;
  }
}

/** A step of the device's clock that is back by a little is a slip, not a lap of 71 minutes. */
function wrapped(stepUs: number): number {
  const half = CLOCK_US / 2;
  return ((stepUs + half + CLOCK_US) % CLOCK_US) - half;
}
