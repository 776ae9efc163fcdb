/**
 * Nodlab's packets on a cable (`docs/formats/serial-packets.md`): type byte, payload, CRC-16 of
 * both, made free of zeros by COBS and ended by a zero.
 */

/** What a packet's payload is: the values of the GATT profile, or a battery's level in per cent. */
export const SERIAL_PACKET = { description: 1, motion: 2, battery: 3 } as const;

/** Type, payload and CRC together, before COBS. What is longer is noise. */
const LONGEST_PACKET = 1024;
/** COBS adds a byte, and one for every 254. */
const LONGEST_FRAME = LONGEST_PACKET + 1 + Math.ceil(LONGEST_PACKET / 254);
const CRC_BYTES = 2;

/** A packet as it goes down the wire, with the zero that ends it. Throws `RangeError` above 1,021 bytes. */
export function encodeSerialPacket(type: number, payload: Uint8Array): Uint8Array {
  const packet = new Uint8Array(1 + payload.length + CRC_BYTES);
  if (packet.length > LONGEST_PACKET) throw new RangeError(`${payload.length} bytes are too many`);
  packet[0] = type;
  packet.set(payload, 1);
  const body = packet.length - CRC_BYTES;
  new DataView(packet.buffer).setUint16(body, crc16(packet.subarray(0, body)), true);
  return cobs(packet);
}

/** Finds packets in bytes that are cut anywhere. Never throws; counts what it can't use. */
export class SerialPacketDecoder {
  readonly #frame = new Uint8Array(LONGEST_FRAME);
  #length = 0;
  #tooLong = false;
  /** The stream is joined in the middle of a packet: the first one may be half. */
  #joined = false;
  #skipped = 0;

  /** Packets passed over: a wrong CRC, no COBS, too long, empty. */
  get skipped(): number {
    return this.#skipped;
  }

  /** Hands out each whole packet; `payload` may be kept. */
  push(bytes: Uint8Array, onPacket: (type: number, payload: DataView) => void): void {
    for (const byte of bytes) {
      if (byte !== 0) {
        if (this.#length < LONGEST_FRAME) this.#frame[this.#length++] = byte;
        else this.#tooLong = true;
        continue;
      }
      if (this.#length > 0) this.#end(onPacket);
      this.#length = 0;
      this.#tooLong = false;
      this.#joined = true;
    }
  }

  #end(onPacket: (type: number, payload: DataView) => void): void {
    const packet = this.#tooLong ? undefined : uncobs(this.#frame.subarray(0, this.#length));
    const body = (packet?.length ?? 0) - CRC_BYTES;
    if (!packet || body < 1 || crcAt(packet, body) !== crc16(packet.subarray(0, body))) {
      if (this.#joined) this.#skipped++;
      return;
    }
    onPacket(packet[0]!, new DataView(packet.buffer, 1, body - 1));
  }
}

function crcAt(packet: Uint8Array, at: number): number {
  return packet[at]! | (packet[at + 1]! << 8);
}

/** CRC-16/CCITT-FALSE: polynomial 0x1021, begun with 0xffff, nothing mirrored; `123456789` gives 0x29b1. */
function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) {
      crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
    }
  }
  return crc;
}

/** Consistent overhead byte stuffing (Cheshire and Baker, 1999), with the zero at the end. */
function cobs(packet: Uint8Array): Uint8Array {
  const frame = new Uint8Array(packet.length + 2 + Math.floor(packet.length / 254));
  let codeAt = 0;
  let at = 1;
  for (const byte of packet) {
    if (at - codeAt === 255) {
      frame[codeAt] = 255;
      codeAt = at++;
    }
    if (byte !== 0) {
      frame[at++] = byte;
      continue;
    }
    frame[codeAt] = at - codeAt;
    codeAt = at++;
  }
  frame[codeAt] = at - codeAt;
  return frame.slice(0, at + 1);
}

/** Undefined where a block reaches past the end. */
function uncobs(frame: Uint8Array): Uint8Array | undefined {
  const packet = new Uint8Array(frame.length);
  let length = 0;
  for (let at = 0; at < frame.length; ) {
    const code = frame[at]!;
    const end = at + code;
    if (end > frame.length) return undefined;
    packet.set(frame.subarray(at + 1, end), length);
    length += code - 1;
    at = end;
    // A full block stands for no zero, and neither does the last.
    if (code < 255 && at < frame.length) length++;
  }
  return packet.subarray(0, length);
}
