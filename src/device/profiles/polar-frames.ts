/** What Polar devices stream as motion, by its number on the wire. */
export const POLAR_ACC = 2;
export const POLAR_GYRO = 5;

/**
 * A frame on the wire: u8 what it is of, u64 ns since 2000 of its last reading, u8 type with bit 7 for
 * compressed, readings. As Polar's open SDK and its tests have it.
 */
const HEADER_BYTES = 10;
const COMPRESSED = 0x80;
const AXES = 3;
/** More readings than a notification can hold unless it is nonsense. */
const MOST_READINGS = 1000;
const WIDEST_DELTA = 32;
const MILLI = 0.001;

/** One notification's readings of one sensor. */
export interface PolarReadings {
  readonly sensor: number;
  readonly timestampNs: bigint;
  /** Row-major `[readings × 3]`, g or degrees a second. */
  readonly values: Float32Array;
}

interface Layout {
  readonly bits: number;
  readonly float?: boolean;
  /** From what was sent to the unit, before the factor that the device told. */
  readonly scale: number;
  readonly factored: boolean;
}

/** By sensor and type. Compressed acceleration of type 0 is in g, all other in thousandths. */
const LAYOUTS: ReadonlyMap<string, Layout> = new Map([
  [key(POLAR_ACC, 0), { bits: 8, scale: MILLI, factored: false }],
  [key(POLAR_ACC, 1), { bits: 16, scale: MILLI, factored: false }],
  [key(POLAR_ACC, 2), { bits: 24, scale: MILLI, factored: false }],
  [key(POLAR_ACC, COMPRESSED), { bits: 16, scale: 1, factored: true }],
  [key(POLAR_ACC, COMPRESSED | 1), { bits: 16, scale: MILLI, factored: true }],
  [key(POLAR_GYRO, COMPRESSED), { bits: 16, scale: 1, factored: true }],
  [key(POLAR_GYRO, COMPRESSED | 1), { bits: 32, float: true, scale: 1, factored: true }],
]);

/**
 * Reads a notification; `factorOf` gives what the device said a sensor's compressed readings are to be
 * multiplied by, undefined for a sensor that was not started. Undefined for what can't be used.
 */
export function readPolarFrame(
  value: DataView,
  factorOf: (sensor: number) => number | undefined,
): PolarReadings | undefined {
  if (value.byteLength < HEADER_BYTES) return undefined;
  const sensor = value.getUint8(0);
  const type = value.getUint8(9);
  const layout = LAYOUTS.get(key(sensor, type));
  const factor = factorOf(sensor);
  if (!layout || factor === undefined) return undefined;
  const content = new DataView(
    value.buffer,
    value.byteOffset + HEADER_BYTES,
    value.byteLength - HEADER_BYTES,
  );
  const counts = type & COMPRESSED ? deltaCounts(content, layout) : plainCounts(content, layout);
  if (!counts) return undefined;
  const scale = layout.scale * (layout.factored ? factor : 1);
  const values = Float32Array.from(counts, (count) => count * scale);
  if (!values.every(Number.isFinite)) return undefined;
  return { sensor, timestampNs: value.getBigUint64(1, true), values };
}

function plainCounts(content: DataView, { bits }: Layout): number[] | undefined {
  const bytes = bits / 8;
  const count = content.byteLength / bytes;
  if (count === 0 || count % AXES !== 0) return undefined;
  return Array.from({ length: count }, (_, index) => signedAt(content, index * bytes, bytes));
}

/**
 * A whole reading, then blocks: u8 bits of a difference, u8 readings, and their differences from one
 * reading to the next, lowest bits first, filled up to a byte.
 */
function deltaCounts(content: DataView, { bits, float = false }: Layout): number[] | undefined {
  const bytes = bits / 8;
  if (content.byteLength < AXES * bytes) return undefined;
  const last = Array.from({ length: AXES }, (_, axis) => signedAt(content, axis * bytes, bytes));
  const counts = [...last];
  let at = AXES * bytes;
  while (at < content.byteLength) {
    if (at + 2 > content.byteLength) return undefined;
    const width = content.getUint8(at);
    const readings = content.getUint8(at + 1);
    const from = at + 2;
    at = from + Math.ceil((width * readings * AXES) / 8);
    const fits = at <= content.byteLength && width <= WIDEST_DELTA;
    if (!fits || counts.length / AXES + readings > MOST_READINGS) return undefined;
    for (let index = 0; index < readings * AXES; index++) {
      const axis = index % AXES;
      const next = last[axis]! + signedBits(content, from * 8 + index * width, width);
      // Floats go by the difference of their bits, which wraps.
      last[axis] = float ? next | 0 : next;
      if (last[axis] !== clamped(last[axis]!, bits)) return undefined;
      counts.push(last[axis]!);
    }
  }
  return float ? counts.map(floatOfBits) : counts;
}

function signedAt(view: DataView, at: number, bytes: number): number {
  let value = 0;
  for (let byte = 0; byte < bytes; byte++) value |= view.getUint8(at + byte) << (8 * byte);
  const unused = 32 - 8 * bytes;
  return (value << unused) >> unused;
}

function signedBits(view: DataView, firstBit: number, width: number): number {
  if (width === 0) return 0;
  let value = 0;
  for (let bit = 0; bit < width; bit++) {
    const at = firstBit + bit;
    value |= ((view.getUint8(at >> 3) >> (at & 7)) & 1) << bit;
  }
  return (value << (32 - width)) >> (32 - width);
}

function clamped(value: number, bits: number): number {
  const most = 2 ** (bits - 1);
  return Math.min(Math.max(value, -most), most - 1);
}

const scratch = new DataView(new ArrayBuffer(4));
function floatOfBits(bits: number): number {
  scratch.setInt32(0, bits);
  return scratch.getFloat32(0);
}

function key(sensor: number, type: number): string {
  return `${sensor}/${type}`;
}
