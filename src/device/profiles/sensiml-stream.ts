import { Failure } from '#core/failure';
import { ArrivalTimes } from '#core/motion/arrival-times';
import { EvenTimes } from '#core/motion/even-times';
import type { FrameBatch, StreamDescription } from '#core/motion/frame';
import type { FrameDecoder } from '../gatt-link';

/**
 * SensiML's Simple Stream, by radio or cable: the device describes its columns in JSON, then sends
 * rows of int16 (or float32, which its gateway knows). Version 2 packs them: u8 0xff, u16 length of
 * what follows but for the checksum, u8 0, u8 channel, u32 number, rows, u8 exclusive or of all after
 * the length. An older packing with the number first is not read.
 */
const SYNC = 0xff;
const HEADER_BYTES = 9;
/** Reserved, channel and number count to the length. */
const COUNTED_HEADER_BYTES = 6;
const CHECKSUM_BYTES = 1;
/** Rows of the motion sensors; others may stream beside it. */
const CHANNEL = 0;
const MOST_COLUMNS = 64;
const MOST_ROWS = 256;
const FASTEST_HZ = 100_000;
const INT16_RANGE = 32768;
/** A number further ahead is of a stream begun anew. */
const MOST_LOST_PACKETS = 1000;
const QUANTITIES: readonly (readonly [RegExp, string])[] = [
  [/^acc/i, 'acc'],
  [/^gyro/i, 'gyro'],
  [/^mag/i, 'mag'],
];

/** What a device says of its stream. */
export interface SensimlConfig {
  readonly description: StreamDescription;
  readonly bytesPerValue: 2 | 4;
  readonly rowsPerPacket: number;
  /** Whether rows come in packets that are numbered and checked: version 2. */
  readonly packed: boolean;
}

/** Reads the description. Throws `Failure` (`device-protocol`). */
export function readSensimlConfig(text: string): SensimlConfig {
  const json = parsed(text);
  const { sample_rate: rateHz, samples_per_packet: rows = 1, column_location: location } = json;
  const { version = 1, data_type: type = 'int16' } = json;
  if (!(typeof rateHz === 'number' && rateHz > 0 && rateHz <= FASTEST_HZ)) {
    throw wrong(`claims ${String(rateHz)} Hz`);
  }
  if (!(typeof rows === 'number' && Number.isInteger(rows) && rows > 0 && rows <= MOST_ROWS)) {
    throw wrong(`sends ${String(rows)} rows at once`);
  }
  if (version !== 1 && version !== 2) throw wrong(`has version ${String(version)}`);
  if (type !== 'int16' && type !== 'float') throw wrong(`sends ${String(type)}`);
  return {
    description: {
      // How many counts a unit is, it does not say.
      channels: columnNames(location).map((name) => ({
        name,
        unit: 'raw',
        ...(type === 'int16' && { fullScale: INT16_RANGE }),
      })),
      nominalRateHz: rateHz,
      clock: version === 2 ? 'sequence' : 'host',
    },
    bytesPerValue: type === 'int16' ? 2 : 4,
    rowsPerPacket: rows,
    packed: version === 2,
  };
}

function parsed(text: string): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new Failure('device-protocol', 'The description is not JSON.', { cause });
  }
  if (typeof json !== 'object' || json === null) throw wrong('is no JSON object');
  return json as Record<string, unknown>;
}

/** In the order in which they are sent; every place from 0 on is to be taken. */
function columnNames(location: unknown): readonly string[] {
  if (typeof location !== 'object' || location === null) throw wrong('names no columns');
  const columns = Object.entries(location).sort(([, a], [, b]) => Number(a) - Number(b));
  const count = columns.length;
  if (count === 0 || count > MOST_COLUMNS) throw wrong(`names ${count} columns`);
  if (columns.some(([, at], index) => at !== index)) throw wrong('leaves out columns');
  const names = columns.map(([name]) => channelName(name));
  return new Set(names).size === count ? names : columns.map(([name]) => name);
}

/** `AccelerometerX` is `accX`. */
function channelName(column: string): string {
  const axis = /[xyz]$/i.exec(column)?.[0].toUpperCase();
  const quantity = QUANTITIES.find(([pattern]) => pattern.test(column))?.[1];
  return axis && quantity ? quantity + axis : column;
}

function wrong(detail: string): Failure {
  return new Failure('device-protocol', `The description ${detail}.`);
}

/** Bytes that are cut anywhere into frames; `whole` where each value holds whole rows, as by radio. */
export class SensimlDecoder implements FrameDecoder {
  skipped = 0;
  readonly #config: SensimlConfig;
  readonly #rowBytes: number;
  readonly #whole: boolean;
  readonly #arrivals: ArrivalTimes;
  /** Of rows whose losses are known. */
  readonly #even: EvenTimes;
  #rest = new Uint8Array(0);
  #nextNumber = -1;
  /** Bytes are being passed over: they count once. */
  #astray = false;

  constructor(config: SensimlConfig, { whole }: { readonly whole: boolean }) {
    this.#config = config;
    this.#rowBytes = config.description.channels.length * config.bytesPerValue;
    this.#whole = whole;
    this.#arrivals = new ArrivalTimes(config.description.nominalRateHz);
    this.#even = new EvenTimes(config.description.nominalRateHz);
  }

  push(value: DataView, arrivalMs: number): FrameBatch | undefined {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    if (this.#config.packed) return this.#packets(this.#joined(bytes), arrivalMs);
    if (this.#whole) {
      const fits = bytes.length > 0 && bytes.length % this.#rowBytes === 0;
      return fits ? this.#frames([bytes.slice()], 0, arrivalMs) : this.#skip();
    }
    const all = this.#joined(bytes);
    const end = all.length - (all.length % this.#rowBytes);
    this.#rest = all.slice(end);
    return this.#frames([all.subarray(0, end)], 0, arrivalMs);
  }

  #joined(bytes: Uint8Array): Uint8Array {
    const all = new Uint8Array(this.#rest.length + bytes.length);
    all.set(this.#rest);
    all.set(bytes, this.#rest.length);
    return all;
  }

  #packets(bytes: Uint8Array, arrivalMs: number): FrameBatch | undefined {
    const payloads: Uint8Array[] = [];
    let lost = 0;
    let at = 0;
    while (at < bytes.length) {
      const packet = this.#packetAt(bytes, at);
      if (packet === 'cut') break;
      if (!packet) {
        if (!this.#astray) this.skipped++;
        this.#astray = true;
        at++;
        continue;
      }
      this.#astray = false;
      at += packet.length;
      const before = this.#lostBefore(packet);
      if (before === undefined) {
        this.skipped++;
        continue;
      }
      lost += before;
      payloads.push(packet.subarray(HEADER_BYTES, packet.length - CHECKSUM_BYTES));
    }
    this.#rest = bytes.slice(at);
    return this.#frames(payloads, lost * this.#config.rowsPerPacket, arrivalMs);
  }

  /** The packet that begins here, `cut` where it may but has not all come. */
  #packetAt(bytes: Uint8Array, at: number): Uint8Array | 'cut' | undefined {
    if (bytes[at] !== SYNC) return undefined;
    if (at + 5 > bytes.length) return 'cut';
    const payload = bytes[at + 1]! + 0x100 * bytes[at + 2]! - COUNTED_HEADER_BYTES;
    const rows = payload / this.#rowBytes;
    // A longer one would be waited for in vain.
    const fits = Number.isInteger(rows) && rows > 0 && rows <= this.#config.rowsPerPacket;
    if (!fits || bytes[at + 3] !== 0) return undefined;
    const end = at + HEADER_BYTES + payload + CHECKSUM_BYTES;
    if (end > bytes.length) return 'cut';
    const sum = bytes.subarray(at + 3, end).reduce((all, byte) => all ^ byte, 0);
    return sum === 0 ? bytes.subarray(at, end) : undefined;
  }

  /** Packets lost before this one; undefined for another channel's or one that was there already. */
  #lostBefore(packet: Uint8Array): number | undefined {
    if (packet[4] !== CHANNEL) return undefined;
    const number = new DataView(packet.buffer, packet.byteOffset).getUint32(5, true);
    const ahead = this.#nextNumber < 0 ? 0 : (number - this.#nextNumber) | 0;
    if (ahead < 0 && ahead > -MOST_LOST_PACKETS) return undefined;
    this.#nextNumber = (number + 1) % 2 ** 32;
    return ahead >= 0 && ahead <= MOST_LOST_PACKETS ? ahead : 0;
  }

  #frames(pieces: readonly Uint8Array[], lost: number, arrivalMs: number): FrameBatch | undefined {
    const rows = pieces.flatMap((bytes) => this.#rows(bytes));
    if (rows.length === 0) return undefined;
    const times = this.#config.packed
      ? { timestampMs: this.#even.times(lost, rows.length, arrivalMs), lostBefore: lost }
      : this.#arrivals.times(rows.length, arrivalMs);
    return { ...times, values: Float32Array.from(rows.flat()), arrivalMs };
  }

  #rows(bytes: Uint8Array): number[][] {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const { bytesPerValue, description } = this.#config;
    const rows: number[][] = [];
    for (let at = 0; at + this.#rowBytes <= bytes.length; at += this.#rowBytes) {
      const row = description.channels.map((_, column) =>
        bytesPerValue === 2
          ? view.getInt16(at + 2 * column, true)
          : view.getFloat32(at + 4 * column, true),
      );
      if (row.every(Number.isFinite)) rows.push(row);
      else this.skipped++;
    }
    return rows;
  }

  #skip(): undefined {
    this.skipped++;
    return undefined;
  }
}
