import { Failure } from '#core/failure';
import type { FrameBatch } from '#core/motion/frame';
import type { BluetoothProfile, FrameDecoder, GattLink } from '../gatt-link';
import { Answers } from './answers';
import { decodeInto } from './decode-into';
import { DeviceClock } from './device-clock';
import { type PlannedColumn, type PlannedSensor, planSensors } from './openearable-plan';
import { readScheme, readSchemes, readSensorIds, type SensorScheme } from './openearable-scheme';
import { TimeJoin } from './time-join';

const sensorUuid = (part: string) => `34c2e3${part}-34aa-11eb-adc1-0242ac120002`;
const SENSOR_SERVICE = sensorUuid('bb');
/** Notify. */
const READINGS = sensorUuid('bc');
/** Write: u8 sensor, f32 Hz (0 is off), u32 latency. */
const CONFIG_1 = sensorUuid('bd');
/** Write: u8 sensor, u8 index of the rate, u8 what with. */
const CONFIG_2 = sensorUuid('be');
const STREAM = 0x01;
const schemeUuid = (part: string) => `caa25c${part}-7e1b-44f2-adc9-e8c06c9ced43`;
const SCHEME_SERVICE = schemeUuid('b7');
/** Version 1, read: all schemes. */
const SCHEMES_1 = schemeUuid('b8');
/** Version 2: read which sensors there are, write one's number, be notified of its scheme. */
const SENSORS_2 = schemeUuid('b9');
const REQUEST_2 = schemeUuid('ba');
const SCHEME_2 = schemeUuid('bb');

const PERIOD_BYTES = 2;
const US_TO_MS = 0.001;
const MOST_PERIODS = 2.5;

export type OpenEarableVersion = 1 | 2;

/**
 * Readings: u8 sensor, u8 bytes, time, numbers. Version 1's time is u32 ms. Version 2's is u64 µs of
 * the first reading; several readings are followed by u16 µs from one to the next.
 */
export class OpenEarableDecoder implements FrameDecoder {
  skipped = 0;
  readonly #headerBytes: number;
  readonly #version: OpenEarableVersion;
  readonly #sensors: readonly PlannedSensor[];
  readonly #clocks: readonly DeviceClock[];
  readonly #join: TimeJoin | undefined;
  #epochUs: bigint | undefined;

  /** `sensors` as `planSensors` gives them; several are joined by time. */
  constructor(version: OpenEarableVersion, sensors: readonly PlannedSensor[]) {
    this.#version = version;
    this.#headerBytes = version === 1 ? 6 : 10;
    this.#sensors = sensors;
    const lapMs = version === 1 ? 2 ** 32 : 0;
    this.#clocks = sensors.map(({ rateHz }) => new DeviceClock({ rateHz, lapMs }));
    if (sensors.length > 1) {
      this.#join = new TimeJoin(
        sensors.map(({ columns, rateHz }) => ({
          width: columns.length,
          mostGapMs: (MOST_PERIODS * 1000) / rateHz,
        })),
      );
    }
  }

  push(value: DataView, arrivalMs: number): FrameBatch | undefined {
    const payload = value.byteLength - this.#headerBytes;
    if (payload <= 0) return this.#skip();
    const index = this.#sensors.findIndex(({ id }) => id === value.getUint8(0));
    const sensor = this.#sensors[index];
    const frames = sensor ? this.#frames(value, payload, sensor) : undefined;
    if (!sensor || !frames) return this.#skip();
    const values = this.#values(value, frames, sensor);
    if (!values.every(Number.isFinite)) return this.#skip();
    const stepUs = frames > 1 ? value.getUint16(value.byteLength - PERIOD_BYTES, true) : 0;
    const options = stepUs > 0 ? { stepMs: stepUs * US_TO_MS } : {};
    const times = this.#clocks[index]!.times(this.#clockMs(value), frames, arrivalMs, options);
    if (!times) return this.#skip();
    const batch = { ...times, values, arrivalMs };
    return this.#join ? this.#join.push(index, batch) : batch;
  }

  /** How many readings the value holds; undefined where its length fits none. */
  #frames(value: DataView, payload: number, { readingBytes }: PlannedSensor): number | undefined {
    // Version 1's documents leave open what its size counts.
    if (this.#version === 2 && value.getUint8(1) !== payload) return undefined;
    if (payload === readingBytes) return 1;
    const frames = (payload - PERIOD_BYTES) / readingBytes;
    const several = this.#version === 2 && Number.isInteger(frames) && frames > 1;
    return several ? frames : undefined;
  }

  #values(value: DataView, frames: number, { columns, readingBytes }: PlannedSensor): Float32Array {
    const values = new Float32Array(frames * columns.length);
    for (let frame = 0; frame < frames; frame++) {
      const at = this.#headerBytes + frame * readingBytes;
      for (const [column, { byteAt, type, factor }] of columns.entries()) {
        values[frame * columns.length + column] = numberAt(value, at + byteAt, type) * factor;
      }
    }
    return values;
  }

  #clockMs(value: DataView): number {
    if (this.#version === 1) return value.getUint32(2, true);
    const us = value.getBigUint64(2, true);
    this.#epochUs ??= us;
    return Number(us - this.#epochUs) * US_TO_MS;
  }

  #skip(): undefined {
    this.skipped++;
    return undefined;
  }
}

function numberAt(value: DataView, at: number, type: PlannedColumn['type']): number {
  switch (type) {
    case 'i8':
      return value.getInt8(at);
    case 'u8':
      return value.getUint8(at);
    case 'i16':
      return value.getInt16(at, true);
    case 'u16':
      return value.getUint16(at, true);
    case 'i32':
      return value.getInt32(at, true);
    case 'u32':
      return value.getUint32(at, true);
    case 'f32':
      return value.getFloat32(at, true);
    case 'f64':
      return value.getFloat64(at, true);
  }
}

/** OpenEarable, and whatever else runs EdgeML-Arduino: both versions of what it says of itself. */
export const openearable: BluetoothProfile = {
  id: 'openearable',
  filters: [{ services: [SENSOR_SERVICE] }, { namePrefix: 'OpenEarable' }],
  services: [SENSOR_SERVICE, SCHEME_SERVICE],
  matches: async (link) => (await link.has(SENSOR_SERVICE)) && (await link.has(SCHEME_SERVICE)),

  async start(link, sink, { signal }) {
    const { version, schemes } = await readAll(link, signal);
    const sensors = planSensors(schemes);
    const [first] = sensors;
    if (!first) {
      const names = schemes.map(({ name }) => name).join(', ');
      throw new Failure('device-protocol', `${link.name} has no acceleration, only: ${names}.`);
    }
    const take = decodeInto(sink, new OpenEarableDecoder(version, sensors));
    await link.subscribe(SENSOR_SERVICE, READINGS, take);
    const configure = async (on: boolean) => {
      for (const sensor of sensors) {
        const [characteristic, bytes] =
          version === 1 ? [CONFIG_1, config1(sensor, on)] : [CONFIG_2, config2(sensor, on)];
        await link.write(SENSOR_SERVICE, characteristic, bytes);
      }
    };
    await configure(true);
    return {
      description: {
        channels: sensors.flatMap(({ columns }) => columns.map(({ channel }) => channel)),
        nominalRateHz: first.rateHz,
        clock: 'device',
      },
      stop: () => configure(false),
    };
  },
};

async function readAll(
  link: GattLink,
  signal: AbortSignal,
): Promise<{ version: OpenEarableVersion; schemes: readonly SensorScheme[] }> {
  let list: DataView;
  try {
    list = await link.read(SCHEME_SERVICE, SENSORS_2);
  } catch (error) {
    if (!(error instanceof Failure && error.code === 'device-protocol')) throw error;
    return { version: 1, schemes: readSchemes(await link.read(SCHEME_SERVICE, SCHEMES_1)) };
  }
  const ids = readSensorIds(list);
  const answers = new Answers(signal);
  await link.subscribe(SCHEME_SERVICE, SCHEME_2, answers.hear);
  const schemes: SensorScheme[] = [];
  for (const id of ids) {
    const answer = await answers.ask(
      () => link.write(SCHEME_SERVICE, REQUEST_2, Uint8Array.of(id)),
      ([first]) => first === id,
      new Failure('device-silent', `${link.name} does not describe its sensor ${id}.`),
    );
    schemes.push(await schemeOf(link, answer));
  }
  return { version: 2, schemes };
}

/** A scheme longer than a notification holds is read instead. */
async function schemeOf(link: GattLink, { buffer }: Uint8Array): Promise<SensorScheme> {
  try {
    return readScheme(new DataView(buffer));
  } catch {
    return readScheme(await link.read(SCHEME_SERVICE, SCHEME_2));
  }
}

function config1({ id, rateHz }: PlannedSensor, on: boolean): Uint8Array {
  const bytes = new Uint8Array(9);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, id);
  view.setFloat32(1, on ? rateHz : 0, true);
  return bytes;
}

function config2({ id, rateIndex }: PlannedSensor, on: boolean): Uint8Array {
  return Uint8Array.of(id, rateIndex, on ? STREAM : 0);
}
