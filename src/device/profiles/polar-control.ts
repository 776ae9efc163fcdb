import { Failure } from '#core/failure';

/** What a setting is of, and the bytes that one of its values takes. */
const RATE = 0;
const RANGE = 2;
const FACTOR = 5;
const VALUE_BYTES: readonly number[] = [2, 2, 2, 4, 1, 4, 16];

const RESPONSE = 0xf0;
/** Response, command, sensor, status, whether more follows. */
const RESPONSE_BYTES = 5;
const SUCCESS = 0;
export const POLAR_ALREADY = 6;
/** What a status means to a person; others are told by their number. */
const STATUS: Readonly<Record<number, string>> = {
  2: 'it has no such sensor',
  3: 'it does not support this',
  8: 'it does not have this rate',
  9: 'it does not have this range',
  10: 'the radio link takes too little at once',
  12: 'it is not ready for it',
  13: 'it is on its charger',
};

/** Values that a device offers or takes, by the setting's number. */
type Settings = ReadonlyMap<number, readonly number[]>;

/** What a sensor is to be started with, and what the device then makes of it. */
export interface PolarStart {
  readonly rateHz: number;
  /** g or degrees a second; undefined where the device has only one. */
  readonly range: number | undefined;
  /** Of the start command, after its two first bytes. */
  readonly bytes: Uint8Array;
}

/** Whether `bytes` answer this command for this sensor. */
export function answersPolar(command: number, sensor: number) {
  return (bytes: Uint8Array): boolean =>
    bytes.length >= 4 && bytes[0] === RESPONSE && bytes[1] === command && bytes[2] === sensor;
}

/** An answer's status, 0 for success. */
export function polarStatus(answer: Uint8Array): number {
  return answer[3] ?? SUCCESS;
}

/** Throws `Failure` (`device-protocol`) unless the answer says that all went well. */
export function needSuccess(answer: Uint8Array, doing: string): void {
  const status = polarStatus(answer);
  if (status === SUCCESS) return;
  const meaning = STATUS[status] ?? `status ${status}`;
  throw new Failure('device-protocol', `${doing}: ${meaning}.`);
}

/** The factor that compressed readings are to be multiplied by; 1 where the answer tells none. */
export function factorIn(answer: Uint8Array): number {
  const bits = settingsIn(answer).get(FACTOR)?.[0];
  if (bits === undefined) return 1;
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bits);
  const factor = view.getFloat32(0);
  return Number.isFinite(factor) && factor > 0 ? factor : 1;
}

/**
 * Of what the device offers: the rate nearest to `rateHz`, the range nearest to `range`, of all else
 * the first. Throws `Failure` (`device-protocol`) where no rate is offered.
 */
export function chooseStart(answer: Uint8Array, rateHz: number, range: number): PolarStart {
  const offered = settingsIn(answer);
  const bytes: number[] = [];
  let chosenRate: number | undefined;
  let chosenRange: number | undefined;
  for (const [setting, values] of offered) {
    if (setting === FACTOR || values.length === 0) continue;
    const wanted = setting === RATE ? rateHz : setting === RANGE ? range : values[0]!;
    const value = nearest(values, wanted);
    if (setting === RATE) chosenRate = value;
    if (setting === RANGE) chosenRange = value;
    bytes.push(setting, 1);
    for (let at = 0; at < VALUE_BYTES[setting]!; at++) bytes.push((value >>> (8 * at)) & 0xff);
  }
  if (!chosenRate) throw new Failure('device-protocol', 'The sensor offers no rate.');
  return { rateHz: chosenRate, range: chosenRange, bytes: Uint8Array.from(bytes) };
}

/** Settings after an answer's head: u8 which, u8 how many, their values. What is cut is left out. */
function settingsIn(answer: Uint8Array): Settings {
  const settings = new Map<number, number[]>();
  let at = RESPONSE_BYTES;
  while (at + 2 <= answer.length) {
    const setting = answer[at]!;
    const count = answer[at + 1]!;
    const size = VALUE_BYTES[setting];
    if (size === undefined || at + 2 + count * size > answer.length) break;
    at += 2;
    const values: number[] = [];
    for (let index = 0; index < count; index++, at += size) {
      // None that matters has more than 32 bits.
      const bytes = answer.subarray(at, at + Math.min(size, 4));
      values.push(bytes.reduceRight((value, byte) => value * 0x100 + byte, 0));
    }
    if (size <= 4) settings.set(setting, values);
  }
  return settings;
}

function nearest(values: readonly number[], wanted: number): number {
  return values.reduce((best, one) =>
    Math.abs(one - wanted) < Math.abs(best - wanted) ? one : best,
  );
}
