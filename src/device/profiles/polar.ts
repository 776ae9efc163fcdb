import { Failure } from '#core/failure';
import type { Channel, FrameBatch } from '#core/motion/frame';
import type { BluetoothProfile, FrameDecoder, GattLink } from '../gatt-link';
import { Answers } from './answers';
import { axes } from './axes';
import { decodeInto } from './decode-into';
import { DeviceClock } from './device-clock';
import {
  answersPolar,
  chooseStart,
  factorIn,
  needSuccess,
  POLAR_ALREADY,
  type PolarStart,
  polarStatus,
} from './polar-control';
import { POLAR_ACC, POLAR_GYRO, readPolarFrame } from './polar-frames';
import { TimeJoin } from './time-join';

const SERVICE = 'fb005c80-02e7-f387-1cad-8acd2d8df0c8';
/** Read, write, indicate. */
const CONTROL = 'fb005c81-02e7-f387-1cad-8acd2d8df0c8';
/** Notify. */
const READINGS = 'fb005c82-02e7-f387-1cad-8acd2d8df0c8';
/** First byte of what the control point reads as; a bit a sensor follows. */
const FEATURES = 0x0f;
const SETTINGS = 1;
const START = 2;
const STOP = 3;
const RATE_HZ = 50;
/** g, and degrees a second. */
const RANGES: ReadonlyMap<number, number> = new Map([
  [POLAR_ACC, 8],
  [POLAR_GYRO, 2000],
]);
const AXES = 3;
const MS_PER_NS = 1e-6;
/** Readings of the two sensors lie a period apart; a hole is more. */
const MOST_PERIODS = 2.5;

/** A sensor that was started. */
export interface PolarSensor {
  readonly sensor: number;
  readonly rateHz: number;
  readonly factor: number;
}

/**
 * Readings of one or two sensors. Times are those of the device's clock: a notification tells its last
 * reading's, the others lie evenly between. Acceleration and rotation are read and sent apart and joined
 * by time.
 */
export class PolarDecoder implements FrameDecoder {
  skipped = 0;
  readonly #sensors: readonly PolarSensor[];
  readonly #clocks: readonly DeviceClock[];
  readonly #join: TimeJoin | undefined;
  #epochNs: bigint | undefined;

  /** The first sensor's times are the frames'. */
  constructor(sensors: readonly PolarSensor[]) {
    this.#sensors = sensors;
    this.#clocks = sensors.map(({ rateHz }) => new DeviceClock({ rateHz }));
    if (sensors.length > 1) {
      this.#join = new TimeJoin(
        sensors.map(({ rateHz }) => ({ width: AXES, mostGapMs: (MOST_PERIODS * 1000) / rateHz })),
      );
    }
  }

  push(value: DataView, arrivalMs: number): FrameBatch | undefined {
    const readings = readPolarFrame(value, (wanted) => this.#started(wanted)?.factor);
    if (!readings) return this.#skip();
    const { sensor, timestampNs, values } = readings;
    this.#epochNs ??= timestampNs;
    const rawMs = Number(timestampNs - this.#epochNs) * MS_PER_NS;
    const index = this.#sensors.findIndex((one) => one.sensor === sensor);
    const frames = values.length / AXES;
    const times = this.#clocks[index]!.times(rawMs, frames, arrivalMs, { at: 'last' });
    if (!times) return this.#skip();
    const batch = { ...times, values, arrivalMs };
    return this.#join ? this.#join.push(index, batch) : batch;
  }

  #started(wanted: number): PolarSensor | undefined {
    return this.#sensors.find(({ sensor }) => sensor === wanted);
  }

  #skip(): undefined {
    this.skipped++;
    return undefined;
  }
}

/** Polar's H10 strap (acceleration), its Verity Sense and OH1 armbands (rotation too where they have it). */
export const polar: BluetoothProfile = {
  id: 'polar',
  filters: [{ services: [SERVICE] }, { namePrefix: 'Polar' }],
  services: [SERVICE],
  matches: (link) => link.has(SERVICE),

  async start(link, sink, { signal }) {
    const control = new Control(link, signal);
    await control.listen();
    const offered = await control.sensors();
    if (!offered.includes(POLAR_ACC)) {
      throw new Failure('device-protocol', `${link.name} has no acceleration to stream.`);
    }
    let take: ((value: DataView, arrivalMs: number) => void) | undefined;
    await link.subscribe(SERVICE, READINGS, (value, arrivalMs) => take?.(value, arrivalMs));
    const acceleration = await control.start(POLAR_ACC);
    const rotation = offered.includes(POLAR_GYRO)
      ? // It may not stream both at once; acceleration alone will do.
        await control.start(POLAR_GYRO).catch(unlessRefused)
      : undefined;
    const started = rotation ? [acceleration, rotation] : [acceleration];
    take = decodeInto(sink, new PolarDecoder(started));
    return {
      description: {
        channels: started.flatMap(channelsOf),
        nominalRateHz: acceleration.rateHz,
        clock: 'device',
      },
      async stop() {
        for (const { sensor } of started) await control.stop(sensor);
      },
    };
  },
};

/** The control point: questions and their answers. */
class Control {
  readonly #link: GattLink;
  readonly #answers: Answers;

  constructor(link: GattLink, signal: AbortSignal) {
    this.#link = link;
    this.#answers = new Answers(signal);
  }

  listen(): Promise<void> {
    return this.#link.subscribe(SERVICE, CONTROL, this.#answers.hear);
  }

  /** Numbers of what can be streamed. */
  async sensors(): Promise<readonly number[]> {
    const value = await this.#link.read(SERVICE, CONTROL);
    if (value.byteLength < 2 || value.getUint8(0) !== FEATURES) return [POLAR_ACC];
    return [POLAR_ACC, POLAR_GYRO].filter((sensor) => value.getUint8(1) & (1 << sensor));
  }

  async start(sensor: number): Promise<PolarSensor & PolarStart> {
    const { name } = this.#link;
    const offered = await this.#ask([SETTINGS, sensor]);
    needSuccess(offered, `${name} does not tell the settings of sensor ${sensor}`);
    const chosen = chooseStart(offered, RATE_HZ, RANGES.get(sensor)!);
    const command = [START, sensor, ...chosen.bytes];
    let answer = await this.#ask(command);
    if (polarStatus(answer) === POLAR_ALREADY) {
      // Of a connection that broke.
      await this.#ask([STOP, sensor]);
      answer = await this.#ask(command);
    }
    needSuccess(answer, `${name} does not start sensor ${sensor}`);
    return { sensor, ...chosen, factor: factorIn(answer) };
  }

  stop(sensor: number): Promise<void> {
    return this.#link.write(SERVICE, CONTROL, Uint8Array.of(STOP, sensor));
  }

  #ask(command: readonly number[]): Promise<Uint8Array> {
    const [code = 0, sensor = 0] = command;
    return this.#answers.ask(
      () => this.#link.write(SERVICE, CONTROL, Uint8Array.from(command)),
      answersPolar(code, sensor),
      new Failure('device-silent', `${this.#link.name} gave no answer to command ${code}.`),
    );
  }
}

function channelsOf({ sensor, range }: PolarSensor & PolarStart): readonly Channel[] {
  return sensor === POLAR_ACC ? axes('acc', 'g', range) : axes('gyro', 'dps', range);
}

function unlessRefused(error: unknown): undefined {
  if (error instanceof Failure && error.code === 'device-protocol') return undefined;
  throw error;
}
