import { Failure } from '#core/failure';
import type { FrameBatch, StreamDescription } from '#core/motion/frame';
import type { BluetoothProfile, FrameDecoder } from '../gatt-link';
import { Answers } from './answers';
import { axes } from './axes';
import { decodeInto } from './decode-into';
import { DeviceClock } from './device-clock';

const SERVICE = '34802252-7185-4d5d-b431-630e7050e8f0';
const COMMAND = '34800001-7185-4d5d-b431-630e7050e8f0';
const NOTIFY = '34800002-7185-4d5d-b431-630e7050e8f0';
/** Before a command. */
const SUBSCRIBE = 1;
const UNSUBSCRIBE = 2;
/** Before what comes. */
const ANSWER = 1;
const READINGS = 2;
/** The rest of readings that were too long for one notification. */
const REST = 3;
/** By which answers and readings are told to be ours. */
const REFERENCE = 99;
const RATE_HZ = 52;
const RESOURCE = `/Meas/IMU6/${RATE_HZ}`;

const HEADER_BYTES = 2;
const TIME_BYTES = 4;
const FLOAT_BYTES = 4;
const AXES = 3;
const CHANNELS = 6;
/** More than two notifications can hold. */
const LONGEST = 1024;
/** More second parts in a row are not lost by chance. */
const MOST_MISSING = 4;
const LAP_MS = 2 ** 32;
const G = 9.80665;

const DESCRIPTION: StreamDescription = {
  channels: [...axes('acc', 'g'), ...axes('gyro', 'dps')],
  nominalRateHz: RATE_HZ,
  clock: 'device',
};

/**
 * Readings: u32 ms of the first, then the accelerations of all, then their rotations. Long ones come
 * in two parts: the first is kept until what follows shows whether there is a second. Unconfirmed:
 * acceleration in m/s², rotation in degrees a second.
 */
export class MovesenseDecoder implements FrameDecoder {
  skipped = 0;
  readonly #clock = new DeviceClock({ rateHz: RATE_HZ, lapMs: LAP_MS });
  #first: Uint8Array | undefined;
  /** Whether readings have been seen to come in two parts; undefined until the second value. */
  #parted: boolean | undefined;
  /** Second parts that did not come, in a row. */
  #missing = 0;

  push(value: DataView, arrivalMs: number): FrameBatch | undefined {
    const kind = value.byteLength >= HEADER_BYTES ? value.getUint8(0) : undefined;
    if (kind === ANSWER) return undefined;
    const ours = kind !== undefined && value.getUint8(1) === REFERENCE;
    if (!ours || value.byteLength > LONGEST) return this.#skip();
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice(2);
    if (kind === READINGS) return this.#begin(bytes, arrivalMs);
    return kind === REST ? this.#end(bytes, arrivalMs) : this.#skip();
  }

  #begin(bytes: Uint8Array, arrivalMs: number): FrameBatch | undefined {
    if (this.#parted === false) return this.#read(bytes, arrivalMs);
    const kept = this.#first;
    this.#first = bytes;
    if (!kept) return undefined;
    if (this.#parted) {
      // Its second part was lost, unless there are none any more.
      if (++this.#missing === MOST_MISSING) this.#parted = undefined;
      return this.#skip();
    }
    this.#parted = false;
    this.#first = undefined;
    return joined(this.#read(kept, arrivalMs), this.#read(bytes, arrivalMs));
  }

  #end(bytes: Uint8Array, arrivalMs: number): FrameBatch | undefined {
    const kept = this.#first;
    this.#first = undefined;
    if (!kept) return this.#skip();
    this.#parted = true;
    this.#missing = 0;
    const whole = new Uint8Array(kept.length + bytes.length);
    whole.set(kept);
    whole.set(bytes, kept.length);
    return this.#read(whole, arrivalMs);
  }

  #read(bytes: Uint8Array, arrivalMs: number): FrameBatch | undefined {
    const frames = (bytes.length - TIME_BYTES) / (CHANNELS * FLOAT_BYTES);
    if (!Number.isInteger(frames) || frames < 1) return this.#skip();
    const view = new DataView(bytes.buffer);
    const values = new Float32Array(frames * CHANNELS);
    for (let frame = 0; frame < frames; frame++) {
      for (let axis = 0; axis < AXES; axis++) {
        const at = TIME_BYTES + (frame * AXES + axis) * FLOAT_BYTES;
        const rotationAt = at + frames * AXES * FLOAT_BYTES;
        values[frame * CHANNELS + axis] = view.getFloat32(at, true) / G;
        values[frame * CHANNELS + AXES + axis] = view.getFloat32(rotationAt, true);
      }
    }
    if (!values.every(Number.isFinite)) return this.#skip();
    const times = this.#clock.times(view.getUint32(0, true), frames, arrivalMs);
    return times ? { ...times, values, arrivalMs } : this.#skip();
  }

  #skip(): undefined {
    this.skipped++;
    return undefined;
  }
}

function joined(a: FrameBatch | undefined, b: FrameBatch | undefined): FrameBatch | undefined {
  if (!a || !b) return a ?? b;
  return {
    timestampMs: Float64Array.of(...a.timestampMs, ...b.timestampMs),
    values: Float32Array.of(...a.values, ...b.values),
    arrivalMs: b.arrivalMs,
    lostBefore: a.lostBefore + b.lostBefore,
  };
}

/** A Movesense sensor with the firmware that its maker offers for plain GATT. */
export const movesense: BluetoothProfile = {
  id: 'movesense',
  filters: [{ services: [SERVICE] }, { namePrefix: 'Movesense' }],
  services: [SERVICE],
  matches: (link) => link.has(SERVICE),

  async start(link, sink, { signal }) {
    const answers = new Answers(signal);
    const take = decodeInto(sink, new MovesenseDecoder());
    await link.subscribe(SERVICE, NOTIFY, (value, arrivalMs) => {
      answers.hear(value);
      take(value, arrivalMs);
    });
    const path = new TextEncoder().encode(RESOURCE);
    const answer = await answers.ask(
      () => link.write(SERVICE, COMMAND, Uint8Array.of(SUBSCRIBE, REFERENCE, ...path)),
      // Answers are not sure to arrive; readings say yes as well.
      ([kind, reference]) => reference === REFERENCE && (kind === ANSWER || kind === READINGS),
      new Failure('device-silent', `${link.name} was asked for its motion and gave no answer.`),
    );
    const status = answer[0] === ANSWER ? statusOf(answer) : 200;
    if (status < 200 || status > 299) {
      throw new Failure('device-protocol', `${link.name} refuses ${RESOURCE}: status ${status}.`);
    }
    return {
      description: DESCRIPTION,
      stop: () => link.write(SERVICE, COMMAND, Uint8Array.of(UNSUBSCRIBE, REFERENCE)),
    };
  },
};

/** As of HTTP. */
function statusOf(answer: Uint8Array): number {
  return answer.length >= 4 ? answer[2]! + 0x100 * answer[3]! : 0;
}
