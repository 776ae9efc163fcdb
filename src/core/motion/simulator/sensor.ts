import type { Random } from '#core/random';
import type { Channel } from '../frame';
import {
  DEGREES_PER_RADIAN,
  fromAxisAngle,
  inverse,
  multiply,
  type Quaternion,
  rotate,
  type Vector3,
} from '../orientation';
import { forceAtG, type HeadState } from './head';
import type { Subject } from './subject';

export interface SensorOptions {
  /** Largest magnitudes: g, dps, µT. Values beyond are clipped as the chip clips them. */
  readonly accelerationRangeG: number;
  readonly rotationRangeDps: number;
  readonly magneticRangeUt: number;
  /** Multiplies noise and bias; 0 gives an ideal sensor that still rounds and clips. */
  readonly imperfection: number;
}

export const DEFAULT_SENSOR: SensorOptions = {
  accelerationRangeG: 4,
  rotationRangeDps: 500,
  magneticRangeUt: 400,
  imperfection: 1,
};

/** Deviation of one reading at imperfection 1, typical of a wearable's 6-axis IMU at 50 Hz. */
const NOISE = { accelerationG: 0.003, rotationDps: 0.12, magneticUt: 0.35 };
/** Deviation of the offset that a device keeps for a whole sitting. */
const BIAS = { accelerationG: 0.012, rotationDps: 0.6, magneticUt: 4 };
/** Strength µT and dip of the Earth's field at middle northern latitudes. */
const FIELD_UT = 49;
const FIELD_DIP_RAD = 1.1;

/** Channels of the simulated wearable, in frame order. */
export function sensorChannels(options: SensorOptions): readonly Channel[] {
  const three = (name: string, unit: Channel['unit'], fullScale: number) =>
    ['X', 'Y', 'Z'].map((axis) => ({ name: `${name}${axis}`, unit, fullScale }));
  return [
    ...three('acc', 'g', options.accelerationRangeG),
    ...three('gyro', 'dps', options.rotationRangeDps),
    ...three('mag', 'uT', options.magneticRangeUt),
  ];
}

/** A nine-axis sensor on a head: rigidly mounted, a little askew, noisy, rounding to int16. */
export class Sensor {
  readonly #options: SensorOptions;
  readonly #random: Random;
  readonly #leverArmM: Vector3;
  readonly #headToSensor: Quaternion;
  readonly #field: Vector3;
  readonly #bias: readonly number[];

  constructor(subject: Subject, random: Random, options: SensorOptions) {
    this.#options = options;
    this.#random = random;
    this.#leverArmM = subject.worn.leverArmM;
    const [x, y, z] = subject.worn.mountingDeg;
    // Put on anew for every sitting, never twice quite alike.
    const donned = (deg: number) =>
      (deg + 1.5 * options.imperfection * random.normal()) / DEGREES_PER_RADIAN;
    const mounting = multiply(
      fromAxisAngle([0, 1, 0], donned(y)),
      multiply(fromAxisAngle([0, 0, 1], donned(z)), fromAxisAngle([1, 0, 0], donned(x))),
    );
    this.#headToSensor = inverse(mounting);
    const heading = 2 * Math.PI * random.next();
    const level = FIELD_UT * Math.cos(FIELD_DIP_RAD);
    this.#field = [
      level * Math.cos(heading),
      -FIELD_UT * Math.sin(FIELD_DIP_RAD),
      level * Math.sin(heading),
    ];
    this.#bias = [BIAS.accelerationG, BIAS.rotationDps, BIAS.magneticUt].flatMap((deviation) =>
      [0, 1, 2].map(() => deviation * options.imperfection * random.normal()),
    );
  }

  /** Writes nine values at `offset`: acceleration g, rotation dps, magnetic field µT. */
  read(head: HeadState, into: Float32Array, offset: number): void {
    const { accelerationRangeG, rotationRangeDps, magneticRangeUt } = this.#options;
    const force = rotate(this.#headToSensor, forceAtG(head, this.#leverArmM));
    const rate = rotate(this.#headToSensor, head.rate);
    const fieldOnHead = rotate(inverse(head.orientation), this.#field);
    const field = rotate(this.#headToSensor, fieldOnHead);
    for (let axis = 0; axis < 3; axis++) {
      this.#write(force[axis]!, axis, NOISE.accelerationG, accelerationRangeG, into, offset);
      const rotationDps = rate[axis]! * DEGREES_PER_RADIAN;
      this.#write(rotationDps, 3 + axis, NOISE.rotationDps, rotationRangeDps, into, offset);
      this.#write(field[axis]!, 6 + axis, NOISE.magneticUt, magneticRangeUt, into, offset);
    }
  }

  #write(
    value: number,
    channel: number,
    noise: number,
    range: number,
    into: Float32Array,
    offset: number,
  ): void {
    const error = this.#bias[channel]! + noise * this.#options.imperfection * this.#random.normal();
    const step = range / 32768;
    const count = Math.round((value + error) / step);
    into[offset + channel] = Math.max(-32768, Math.min(32767, count)) * step;
  }
}
