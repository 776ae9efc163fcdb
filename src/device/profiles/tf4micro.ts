import { Failure } from '#core/failure';
import { ArrivalTimes } from '#core/motion/arrival-times';
import type { Channel, FrameBatch } from '#core/motion/frame';
import { abortable } from '../abortable';
import type { BluetoothProfile, FrameDecoder } from '../gatt-link';
import { within } from '../within';
import { decodeInto } from './decode-into';

const uuid = (part: string) => `81c30e5c-${part}-4f7d-a886-de3e90749161`;
const SERVICE = uuid('0000');
/** Notify: 6 or 9 float32, each divided by its full scale. */
const MOTION = uuid('1001');
/** Write: u8, 1 leaves the magnetometer out. */
const DISABLE_MAGNETOMETER = uuid('2005');
/** Write: u8, one of the states. */
const STATE = uuid('3001');
const IDLE = 1;
const PROVIDE_MOTION = 4;
const FLOAT_BYTES = 4;
/** The firmware reads whenever it comes to it: about this often. Unconfirmed. */
const ABOUT_HZ = 100;
/** It begins to send at once; calibrating takes it a little longer, ms. */
const FIRST_VALUE_MS = 5000;

const group = (name: string, unit: Channel['unit'], fullScale: number): readonly Channel[] =>
  ['X', 'Y', 'Z'].map((axis) => ({ name: name + axis, unit, fullScale }));
const SIX = [...group('acc', 'g', 4), ...group('gyro', 'dps', 2000)];
const NINE = [...SIX, ...group('mag', 'uT', 50)];

/** The channels of a value of so many bytes; undefined where it is none. */
export function tf4microChannels(byteLength: number): readonly Channel[] | undefined {
  return [SIX, NINE].find(({ length }) => byteLength === length * FLOAT_BYTES);
}

/** One frame a value; nothing in it says when it was read. */
export class Tf4MicroDecoder implements FrameDecoder {
  skipped = 0;
  readonly #channels: readonly Channel[];
  readonly #times = new ArrivalTimes(ABOUT_HZ);

  /** `channels`: six or nine, as `tf4microChannels` gives them. */
  constructor(channels: readonly Channel[]) {
    this.#channels = channels;
  }

  push(value: DataView, arrivalMs: number): FrameBatch | undefined {
    if (value.byteLength !== this.#channels.length * FLOAT_BYTES) return this.#skip();
    const values = Float32Array.from(
      this.#channels,
      ({ fullScale = 1 }, channel) => value.getFloat32(channel * FLOAT_BYTES, true) * fullScale,
    );
    if (!values.every(Number.isFinite)) return this.#skip();
    return { ...this.#times.times(1, arrivalMs), values, arrivalMs };
  }

  #skip(): undefined {
    this.skipped++;
    return undefined;
  }
}

/** The TF4Micro motion kit of the Tiny Motion Trainer, on a Nano 33 BLE Sense or a CLUE. */
export const tf4micro: BluetoothProfile = {
  id: 'tf4micro',
  filters: [{ services: [SERVICE] }, { namePrefix: 'TF4Micro' }],
  services: [SERVICE],
  matches: (link) => link.has(SERVICE),

  async start(link, sink, { signal }) {
    let take: ((value: DataView, arrivalMs: number) => void) | undefined;
    let hear: (channels: readonly Channel[]) => void;
    const heard = new Promise<readonly Channel[]>((resolve) => {
      hear = resolve;
    });
    await link.subscribe(SERVICE, MOTION, (value, arrivalMs) => {
      const channels = tf4microChannels(value.byteLength);
      if (!take && channels) {
        take = decodeInto(sink, new Tf4MicroDecoder(channels));
        hear(channels);
      }
      take?.(value, arrivalMs);
    });
    // Firmware without a magnetometer refuses, and sends six channels.
    await link.write(SERVICE, DISABLE_MAGNETOMETER, Uint8Array.of(0)).catch(() => undefined);
    await link.write(SERVICE, STATE, Uint8Array.of(PROVIDE_MOTION));
    const silent = new Failure(
      'device-silent',
      `${link.name} sent no motion; is its sensor there?`,
    );
    const channels = await within(FIRST_VALUE_MS, silent, signal, (limit) =>
      abortable(heard, limit),
    );
    return {
      description: { channels, nominalRateHz: ABOUT_HZ, clock: 'host' },
      stop: () => link.write(SERVICE, STATE, Uint8Array.of(IDLE)),
    };
  },
};
