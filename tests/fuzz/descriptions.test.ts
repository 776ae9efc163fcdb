import { test } from 'vitest';
import { Failure } from '../../src/core/failure';
import { decodeDescription, encodeDescription } from '../../src/core/motion/gatt-profile';
import type { Random } from '../../src/core/random';
import { planSensors } from '../../src/device/profiles/openearable-plan';
import {
  readScheme,
  readSchemes,
  readSensorIds,
} from '../../src/device/profiles/openearable-scheme';
import { chooseStart, factorIn } from '../../src/device/profiles/polar-control';
import { readSensimlConfig } from '../../src/device/profiles/sensiml-stream';
import { bytesView } from '../support/fake-gatt-link';
import { fuzz, must } from '../support/fuzz-run';
import { joined, mutatedBytes, randomBytes } from '../support/mutate-bytes';

const encoder = new TextEncoder();
const text = (value: string) => {
  const bytes = encoder.encode(value);
  return joined([Uint8Array.of(bytes.length), bytes]);
};
const NODLAB = encodeDescription({
  nominalRateHz: 100,
  channels: ['accX', 'π', 'gyroZ'].map((name) => ({ name, unit: 'dps', scale: 0.5 })),
});
const SENSOR = joined([
  Uint8Array.of(7),
  text('IMU'),
  Uint8Array.of(6),
  ...['ACC', 'GYRO'].flatMap((group) =>
    ['X', 'Y', 'Z'].flatMap((axis) => [Uint8Array.of(6), text(group), text(axis), text('g')]),
  ),
]);
const RATES = new Uint8Array(Float32Array.of(25, 50, 100).buffer);
const SENSIML = JSON.stringify({
  sample_rate: 100,
  version: 2,
  samples_per_packet: 6,
  column_location: { AccelerometerX: 0, AccelerometerY: 1, GyroscopeZ: 2 },
});

function broken(seed: Uint8Array, random: Random): Uint8Array {
  return random.integer(8) === 0 ? randomBytes(random, 120) : mutatedBytes(seed, random);
}

/** Nothing but a `Failure` of the device's protocol may be thrown. */
function refusedOr<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Failure && error.code === 'device-protocol') return undefined;
    throw error;
  }
}

test('a broken description of Nodlab’s is refused or makes sense', () =>
  fuzz('nodlab description', (random) => {
    const read = refusedOr(() => decodeDescription(bytesView(broken(NODLAB, random))));
    if (!read) return;
    must(read.nominalRateHz >= 0 && read.channels.length > 0, JSON.stringify(read));
    for (const { name, scale, fullScale } of read.channels) {
      must(name.length > 0 && scale > 0 && Number.isFinite(fullScale), JSON.stringify(read));
    }
  }));

test('a broken scheme of OpenEarable’s is refused or can be planned', () =>
  fuzz('openearable schemes', (random) => {
    const one = joined([Uint8Array.of(1), SENSOR]);
    const two = joined([SENSOR, Uint8Array.of(0x11, 3, 1, 1), RATES]);
    const schemes = [
      ...(refusedOr(() => readSchemes(bytesView(broken(one, random)))) ?? []),
      ...(refusedOr(() => [readScheme(bytesView(broken(two, random)))]) ?? []),
    ];
    refusedOr(() => readSensorIds(bytesView(broken(Uint8Array.of(3, 1, 2, 3), random))));
    const planned = planSensors(schemes);
    const names = planned.flatMap(({ columns }) => columns.map(({ channel }) => channel.name));
    must(new Set(names).size === names.length, `${names}`);
    for (const { columns, readingBytes } of planned) {
      must(
        columns.every(({ byteAt }) => byteAt < readingBytes),
        'a number beyond the reading',
      );
    }
  }));

test('broken answers of Polar’s are refused or make a start command', () =>
  fuzz('polar settings', (random) => {
    const offered = Uint8Array.of(0xf0, 1, 2, 0, 0, 0, 2, 50, 0, 200, 0, 1, 1, 16, 0, 2, 1, 8, 0);
    const start = refusedOr(() => chooseStart(broken(offered, random), 50, 8));
    must(!start || (start.rateHz > 0 && start.bytes.length < 300), JSON.stringify(start));
    const told = Uint8Array.of(0xf0, 2, 2, 0, 0, 5, 1, 0, 0, 0x80, 0x3e);
    must(factorIn(broken(told, random)) > 0, 'a factor that is none');
  }));

test('a broken description of SensiML’s is refused or makes sense', () =>
  fuzz('sensiml description', (random) => {
    const bytes = broken(encoder.encode(SENSIML), random);
    const read = refusedOr(() => readSensimlConfig(new TextDecoder().decode(bytes)));
    if (!read) return;
    const { channels, nominalRateHz } = read.description;
    must(nominalRateHz > 0 && channels.length > 0 && channels.length <= 64, JSON.stringify(read));
    must(new Set(channels.map(({ name }) => name)).size === channels.length, JSON.stringify(read));
  }));
