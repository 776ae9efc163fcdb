import type { Unit } from '../motion/frame';

/** What an imported column may be measured in, and what one of it is in the unit that is kept. */
export type FileUnit =
  | 'g'
  | 'mg'
  | 'm/s2'
  | 'dps'
  | 'mdps'
  | 'rad/s'
  | 'uT'
  | 'mT'
  | 'gauss'
  | 'mgauss'
  | 'raw';

export interface UnitMeaning {
  readonly unit: Unit;
  readonly factor: number;
}

const STANDARD_GRAVITY = 9.80665;

export const FILE_UNITS: Readonly<Record<FileUnit, UnitMeaning>> = {
  g: { unit: 'g', factor: 1 },
  mg: { unit: 'g', factor: 0.001 },
  'm/s2': { unit: 'g', factor: 1 / STANDARD_GRAVITY },
  dps: { unit: 'dps', factor: 1 },
  mdps: { unit: 'dps', factor: 0.001 },
  'rad/s': { unit: 'dps', factor: 180 / Math.PI },
  uT: { unit: 'uT', factor: 1 },
  mT: { unit: 'uT', factor: 1000 },
  gauss: { unit: 'uT', factor: 100 },
  mgauss: { unit: 'uT', factor: 0.1 },
  raw: { unit: 'raw', factor: 1 },
};

/** Spellings seen in files, lower case, blanks and `^` and `·` taken out. */
const SPELLINGS: Readonly<Record<string, FileUnit>> = {
  g: 'g',
  gs: 'g',
  mg: 'mg',
  'm/s2': 'm/s2',
  'm/s²': 'm/s2',
  'm/s/s': 'm/s2',
  mps2: 'm/s2',
  ms2: 'm/s2',
  'ms-2': 'm/s2',
  dps: 'dps',
  'deg/s': 'dps',
  'degrees/s': 'dps',
  '°/s': 'dps',
  mdps: 'mdps',
  'rad/s': 'rad/s',
  rads: 'rad/s',
  radps: 'rad/s',
  'rad/sec': 'rad/s',
  ut: 'uT',
  µt: 'uT',
  μt: 'uT',
  mt: 'mT',
  gauss: 'gauss',
  mgauss: 'mgauss',
  raw: 'raw',
  lsb: 'raw',
};

/** The unit that a text names, if it names one. */
export function unitOf(text: string): FileUnit | undefined {
  const plain = text.toLowerCase().replace(/[\s^·]/g, '');
  return Object.hasOwn(SPELLINGS, plain) ? SPELLINGS[plain] : undefined;
}

export type Quantity = 'acc' | 'gyro' | 'mag';

/** What a column's name says. */
export interface NamedColumn {
  /** Without its unit, trimmed. */
  readonly plain: string;
  readonly unit?: FileUnit;
  /** `time` for a clock, `acc` and so on where the quantity is clear. */
  readonly quantity?: Quantity | 'time';
  readonly axis?: 'X' | 'Y' | 'Z';
  /** `ms`, `s`, `us` or `ns` where a clock says so. */
  readonly timeUnit?: TimeUnit;
}

export type TimeUnit = 's' | 'ms' | 'us' | 'ns';

const BRACKETED = /^(.*?)\s*[[(]\s*([^\])]*)\s*[\])]\s*$/;
const AXIS = /^(.*?)[\s_.-]*([xyz])$/i;
const TIME_NAME = /^(timestamps?|times?|elapsed|t|ts|millis|micros|seconds|ms|clock)$/i;
const TIME_UNITS: Readonly<Record<string, TimeUnit>> = {
  s: 's',
  sec: 's',
  second: 's',
  seconds: 's',
  ms: 'ms',
  msec: 'ms',
  millis: 'ms',
  milliseconds: 'ms',
  us: 'us',
  µs: 'us',
  usec: 'us',
  micros: 'us',
  microseconds: 'us',
  ns: 'ns',
  nanoseconds: 'ns',
};
const QUANTITIES: readonly (readonly [RegExp, Quantity])[] = [
  [/^(.*[\s_.-])?(a|acc|accel|accelerometer|acceleration|linearacceleration)$/i, 'acc'],
  [/^(.*[\s_.-])?(g|gyr|gyro|gyroscope|rotation|angularvelocity|w|omega)$/i, 'gyro'],
  [/^(.*[\s_.-])?(m|mag|magnet|magnetometer|magnetic)$/i, 'mag'],
];

/** Reads a header's cell: `acc_x [mg]`, `aX`, `gyroZ`, `Time (seconds)`, `timestamp_ms`. */
export function readColumnName(name: string): NamedColumn {
  const bracketed = BRACKETED.exec(name);
  const plain = (bracketed?.[1] ?? name).trim();
  const unitText = bracketed?.[2] ?? '';
  const time = readTime(plain, unitText);
  if (time) return { plain, quantity: 'time', ...(time === 'unknown' ? {} : { timeUnit: time }) };
  const own = unitText === '' ? trailingUnit(plain) : undefined;
  const unit = own?.unit ?? unitOf(unitText);
  const withUnit = unit ? { unit } : {};
  const axis = AXIS.exec(own?.rest ?? plain);
  if (!axis) return { plain, ...withUnit };
  const stem = axis[1]!.trim();
  const quantity = QUANTITIES.find(([pattern]) => pattern.test(stem))?.[1];
  const axisName = axis[2]!.toUpperCase() as 'X' | 'Y' | 'Z';
  if (quantity) return { plain, quantity, axis: axisName, ...withUnit };
  // Bare x, y, z: acceleration in every format that writes them so.
  return stem === ''
    ? { plain, quantity: 'acc', axis: axisName, ...withUnit }
    : { plain, ...withUnit };
}

function readTime(plain: string, unitText: string): TimeUnit | 'unknown' | undefined {
  const parts = plain.split(/[\s_]+/);
  const last = (parts.at(-1) ?? '').toLowerCase();
  const suffix = parts.length > 1 && Object.hasOwn(TIME_UNITS, last) ? TIME_UNITS[last] : undefined;
  const stem = suffix ? parts.slice(0, -1).join('') : parts.join('');
  if (!TIME_NAME.test(stem)) return undefined;
  const bracket = unitText.toLowerCase();
  if (Object.hasOwn(TIME_UNITS, bracket)) return TIME_UNITS[bracket];
  if (suffix) return suffix;
  const named = stem.toLowerCase();
  return Object.hasOwn(TIME_UNITS, named) ? TIME_UNITS[named] : 'unknown';
}

/** `acc_x_mg`: the unit as the last word. */
function trailingUnit(plain: string): { rest: string; unit: FileUnit } | undefined {
  const match = /^(.+)[\s_]([^\s_]+)$/.exec(plain);
  const unit = match && /[xyz]$/i.test(match[1]!) ? unitOf(match[2]!) : undefined;
  return match && unit ? { rest: match[1]!, unit } : undefined;
}
