import type { Channel } from './frame';
import { GRAVITY_MS2 } from './orientation';

/** Channels of a stream that says nothing of itself, with the factors to Nodlab's units. */
export interface GuessedChannels {
  readonly channels: readonly Channel[];
  /** Multiplies a row's numbers, one a channel. */
  readonly factors: readonly number[];
}

const AXES = ['X', 'Y', 'Z'];
const GROUPS = ['acc', 'gyro', 'mag'];
/** `aX`, `gyr_y`, `m.z`: how sketches shorten them. */
const SHORT_NAME = /^(a|acc|accel|g|gyr|gyro|m|mag)[ _.-]?([xyz])$/i;
/** What the length of a resting accelerometer's reading says of its unit: [from, to, factor to g]. */
const GRAVITY: readonly (readonly [number, number, number])[] = [
  [0.6, 1.6, 1],
  [6, 16, 1 / GRAVITY_MS2],
  [600, 1600, 0.001],
];

/**
 * Guesses from a second of rows: names by their number (3, 6 or 9 columns are acc, gyro, mag) where
 * no header named them, the unit of acceleration from gravity. Rotation is taken for degrees a
 * second, a magnetic field for microtesla. Anything else stays `raw`.
 */
export function guessChannels(
  rows: readonly (readonly number[])[],
  header?: readonly string[],
): GuessedChannels {
  const count = rows[0]?.length ?? 0;
  const names = header?.map(fullName) ?? defaultNames(count);
  const accelerationFactor = gravityFactor(rows, names);
  const channels: Channel[] = [];
  const factors: number[] = [];
  for (let index = 0; index < count; index++) {
    const name = names[index] ?? `ch${index + 1}`;
    const group = GROUPS.find((one) => name.toLowerCase().startsWith(one));
    const factor = group === 'acc' ? accelerationFactor : 1;
    factors.push(factor ?? 1);
    channels.push({ name, unit: unitOf(group, factor) });
  }
  return { channels, factors };
}

/** `accX` and its kind for a short form of it; any other name as it is. */
function fullName(name: string): string {
  const [, quantity, axis] = SHORT_NAME.exec(name) ?? [];
  if (quantity === undefined || axis === undefined) return name;
  const group = GROUPS.find((one) => one.startsWith(quantity.charAt(0).toLowerCase()));
  return `${group}${axis.toUpperCase()}`;
}

function unitOf(group: string | undefined, factor: number | undefined): Channel['unit'] {
  if (group === 'acc') return factor === undefined ? 'raw' : 'g';
  if (group === 'gyro') return 'dps';
  return group === 'mag' ? 'uT' : 'raw';
}

function defaultNames(count: number): readonly string[] {
  if (count === 0 || count % 3 !== 0 || count > 9) {
    return Array.from({ length: count }, (_, index) => `ch${index + 1}`);
  }
  return GROUPS.slice(0, count / 3).flatMap((group) => AXES.map((axis) => group + axis));
}

/** The factor to g, from the median length of the acceleration; undefined where none fits. */
function gravityFactor(
  rows: readonly (readonly number[])[],
  names: readonly string[],
): number | undefined {
  const axes = names.flatMap((name, index) => (/^acc/i.test(name) ? [index] : []));
  if (axes.length !== 3) return undefined;
  const lengths = rows
    .map((row) => Math.hypot(...axes.map((axis) => row[axis] ?? 0)))
    .sort((a, b) => a - b);
  const median = lengths[Math.floor(lengths.length / 2)] ?? 0;
  return GRAVITY.find(([from, to]) => median >= from && median <= to)?.[2];
}
