import type { Channel, Unit } from '#core/motion/frame';
import type { SchemeComponent, SchemeType, SensorScheme } from './openearable-scheme';

/** A number of a reading that becomes a channel. */
export interface PlannedColumn {
  readonly channel: Channel;
  readonly type: SchemeType;
  /** Of the number, in the reading. */
  readonly byteAt: number;
  /** From what is sent to the channel's unit. */
  readonly factor: number;
}

/** A sensor whose motion is streamed. */
export interface PlannedSensor {
  readonly id: number;
  readonly readingBytes: number;
  readonly columns: readonly PlannedColumn[];
  /** Index of `rateHz` in the device's list; 0 where there is none. */
  readonly rateIndex: number;
  readonly rateHz: number;
}

/** People's movements need no more, and a slow radio link takes no more, Hz. */
const WANTED_HZ = 50;
const BYTES: Readonly<Record<SchemeType, number>> = {
  i8: 1,
  u8: 1,
  i16: 2,
  u16: 2,
  i32: 4,
  u32: 4,
  f32: 4,
  f64: 8,
};
type Quantity = 'acc' | 'gyro' | 'mag';
const QUANTITIES: readonly Quantity[] = ['acc', 'gyro', 'mag'];
const AXES = 3;
/** What the schemes' authors write, without blanks and in lower case. */
const UNITS: Readonly<Record<string, readonly [Unit, number]>> = {
  g: ['g', 1],
  mg: ['g', 0.001],
  'm/s^2': ['g', 1 / 9.80665],
  'm/s2': ['g', 1 / 9.80665],
  'm/s²': ['g', 1 / 9.80665],
  dps: ['dps', 1],
  'deg/s': ['dps', 1],
  '°/s': ['dps', 1],
  'rad/s': ['dps', 180 / Math.PI],
  ut: ['uT', 1],
  // Micro sign and Greek letter.
  µt: ['uT', 1],
  μt: ['uT', 1],
  gauss: ['uT', 100],
};
const UNIT_OF: Readonly<Record<Quantity, Unit>> = { acc: 'g', gyro: 'dps', mag: 'uT' };

/**
 * Which sensors to stream: the one with the most of acceleration, rotation and compass first, then
 * those that add what it lacks. Empty where there is no acceleration.
 */
export function planSensors(schemes: readonly SensorScheme[]): readonly PlannedSensor[] {
  const able = schemes
    .filter(({ streams }) => streams)
    .map((scheme) => ({ scheme, columns: columnsOf(scheme.components) }))
    .sort((a, b) => b.columns.length - a.columns.length || Number(isFirst(b)) - Number(isFirst(a)));
  const taken = new Set<string>();
  const planned: PlannedSensor[] = [];
  for (const { scheme, columns } of able) {
    const fresh = columns.filter(({ channel }) => !taken.has(channel.name));
    if (fresh.length === 0) continue;
    for (const { channel } of fresh) taken.add(channel.name);
    planned.push({ ...sensorOf(scheme), columns: fresh });
  }
  return taken.has('accX') ? planned : [];
}

/** Of sensors that have as much, acceleration comes first. */
function isFirst({ columns }: { readonly columns: readonly PlannedColumn[] }): boolean {
  return columns[0]?.channel.name === 'accX';
}

function sensorOf({ id, components, ratesHz }: SensorScheme): Omit<PlannedSensor, 'columns'> {
  const readingBytes = components.reduce((sum, { type }) => sum + BYTES[type], 0);
  let rateIndex = 0;
  for (const [index, rateHz] of ratesHz.entries()) {
    const best = ratesHz[rateIndex]!;
    if (Math.abs(rateHz - WANTED_HZ) < Math.abs(best - WANTED_HZ)) rateIndex = index;
  }
  return { id, readingBytes, rateIndex, rateHz: ratesHz[rateIndex] ?? WANTED_HZ };
}

/** Whole triples of axes alone, acceleration first. */
function columnsOf(components: readonly SchemeComponent[]): readonly PlannedColumn[] {
  const found = new Map<string, PlannedColumn>();
  let byteAt = 0;
  for (const component of components) {
    const column = columnOf(component, byteAt);
    if (column && !found.has(column.channel.name)) found.set(column.channel.name, column);
    byteAt += BYTES[component.type];
  }
  return QUANTITIES.flatMap((quantity) => {
    const triple = ['X', 'Y', 'Z'].flatMap((axis) => found.get(quantity + axis) ?? []);
    return triple.length === AXES ? triple : [];
  });
}

function columnOf(component: SchemeComponent, byteAt: number): PlannedColumn | undefined {
  const { group, name, unit, type } = component;
  const words = `${group} ${name}`.toLowerCase();
  const quantity = QUANTITIES.find((one) => words.includes(one === 'gyro' ? 'gyr' : one));
  const axis = /(?:^|[^a-z])([xyz])$/i.exec(name)?.[1]?.toUpperCase();
  if (!quantity || !axis) return undefined;
  const known = UNITS[unit.toLowerCase().replaceAll(' ', '')];
  // A unit that is not known, or not of this quantity, is not guessed at.
  const [channelUnit, factor] = known?.[0] === UNIT_OF[quantity] ? known : (['raw', 1] as const);
  return { channel: { name: quantity + axis, unit: channelUnit }, type, byteAt, factor };
}
