import { Failure } from '../failure';
import type { Channel, StreamDescription, Unit } from './frame';

/** Nodlab's own GATT profile (`docs/formats/gatt-profile.md`). */
export const MOTION_SERVICE = '6e6f6400-6c61-4b2d-8f2d-5a1c0d9e7b31';
/** Read: what the stream carries. */
export const DESCRIPTION_CHARACTERISTIC = '6e6f6401-6c61-4b2d-8f2d-5a1c0d9e7b31';
/** Notify: frames. */
export const MOTION_CHARACTERISTIC = '6e6f6402-6c61-4b2d-8f2d-5a1c0d9e7b31';

const VERSION = 1;
const HEADER_BYTES = 8;
const CHANNEL_HEADER_BYTES = 6;
/** Units by their number on the wire. */
const UNITS: readonly Unit[] = ['raw', 'g', 'dps', 'uT'];
const INT16_RANGE = 32768;

/** A channel with the factor from its int16 counts to its unit. */
export interface WireChannel extends Channel {
  readonly scale: number;
}

export interface WireDescription {
  readonly nominalRateHz: number;
  readonly channels: readonly WireChannel[];
}

/** The description characteristic's value. */
export function encodeDescription({ nominalRateHz, channels }: WireDescription): Uint8Array {
  const names = channels.map(({ name }) => utf8Bytes(name));
  const length = names.reduce(
    (sum, name) => sum + CHANNEL_HEADER_BYTES + name.length,
    HEADER_BYTES,
  );
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, VERSION);
  view.setUint8(1, channels.length);
  view.setFloat32(4, nominalRateHz, true);
  let at = HEADER_BYTES;
  for (const [index, { unit, scale }] of channels.entries()) {
    const name = names[index]!;
    view.setUint8(at, UNITS.indexOf(unit));
    view.setUint8(at + 1, name.length);
    view.setFloat32(at + 2, scale, true);
    bytes.set(name, at + CHANNEL_HEADER_BYTES);
    at += CHANNEL_HEADER_BYTES + name.length;
  }
  return bytes;
}

/** Reads the description characteristic. Throws `Failure` (`device-protocol`). */
export function decodeDescription(value: DataView): WireDescription {
  const need = (end: number) => {
    if (end > value.byteLength) throw wrong(`ends at byte ${value.byteLength}, not ${end}`);
  };
  need(HEADER_BYTES);
  const version = value.getUint8(0);
  if (version !== VERSION) throw wrong(`has version ${version}; this page speaks ${VERSION}`);
  const count = value.getUint8(1);
  if (count === 0) throw wrong('names no channel');
  const nominalRateHz = value.getFloat32(4, true);
  if (!(nominalRateHz >= 0 && nominalRateHz <= 10_000)) throw wrong(`claims ${nominalRateHz} Hz`);
  const channels: WireChannel[] = [];
  let at = HEADER_BYTES;
  for (let index = 0; index < count; index++) {
    need(at + CHANNEL_HEADER_BYTES);
    const unit = UNITS[value.getUint8(at)];
    const nameLength = value.getUint8(at + 1);
    const scale = value.getFloat32(at + 2, true);
    if (unit === undefined) throw wrong(`gives channel ${index} the unit ${value.getUint8(at)}`);
    if (!(scale > 0 && Number.isFinite(scale))) throw wrong(`scales channel ${index} by ${scale}`);
    at += CHANNEL_HEADER_BYTES;
    need(at + nameLength);
    const name = utf8Text(value, at, nameLength) || `ch${index + 1}`;
    at += nameLength;
    channels.push({ name, unit, scale, fullScale: scale * INT16_RANGE });
  }
  return { nominalRateHz, channels };
}

/** The description as the rest of the program knows it. */
export function streamDescription({ nominalRateHz, channels }: WireDescription): StreamDescription {
  return {
    nominalRateHz,
    clock: 'device',
    channels: channels.map(({ scale: _, ...channel }) => channel),
  };
}

function wrong(detail: string): Failure {
  return new Failure('device-protocol', `The description ${detail}.`);
}

/** UTF-8 by way of percent-encoding: core has no TextEncoder. */
function utf8Bytes(text: string): Uint8Array {
  const escaped = encodeURIComponent(text).match(/%[0-9A-F]{2}|[^%]/g) ?? [];
  return Uint8Array.from(escaped, (one) =>
    one.length === 1 ? one.charCodeAt(0) : Number.parseInt(one.slice(1), 16),
  );
}

/** Empty where the bytes are no UTF-8. */
function utf8Text(view: DataView, at: number, length: number): string {
  let escaped = '';
  for (let i = 0; i < length; i++) {
    escaped += `%${view
      .getUint8(at + i)
      .toString(16)
      .padStart(2, '0')}`;
  }
  try {
    return decodeURIComponent(escaped);
  } catch {
    return '';
  }
}
