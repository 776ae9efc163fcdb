import { Failure } from '#core/failure';

/** How a number is sent, by its number in a scheme. */
export const SCHEME_TYPES = ['i8', 'u8', 'i16', 'u16', 'i32', 'u32', 'f32', 'f64'] as const;
export type SchemeType = (typeof SCHEME_TYPES)[number];

/** One number of a reading. */
export interface SchemeComponent {
  readonly type: SchemeType;
  readonly group: string;
  readonly name: string;
  readonly unit: string;
}

/** What a device says of one of its sensors. */
export interface SensorScheme {
  readonly id: number;
  readonly name: string;
  readonly components: readonly SchemeComponent[];
  /** Whether it can stream; version 1 does not say. */
  readonly streams: boolean;
  /** Rates that can be streamed, in the order of their index, Hz; empty where they aren't told. */
  readonly ratesHz: readonly number[];
}

const STREAMING = 0x01;
const FREQUENCIES = 0x10;

/** Version 1: all sensors in one value. Throws `Failure` (`device-protocol`). */
export function readSchemes(value: DataView): readonly SensorScheme[] {
  const reader = new SchemeReader(value);
  return Array.from({ length: reader.u8() }, () => ({
    ...reader.sensor(),
    streams: true,
    ratesHz: [],
  }));
}

/** Version 2: one sensor and what it can do. Throws `Failure` (`device-protocol`). */
export function readScheme(value: DataView): SensorScheme {
  const reader = new SchemeReader(value);
  const sensor = reader.sensor();
  const features = reader.u8();
  return {
    ...sensor,
    streams: (features & STREAMING) !== 0,
    ratesHz: features & FREQUENCIES ? reader.streamedRates() : [],
  };
}

/** Version 2's list of sensors: u8 count, u8 numbers. */
export function readSensorIds(value: DataView): readonly number[] {
  const reader = new SchemeReader(value);
  return Array.from({ length: reader.u8() }, () => reader.u8());
}

class SchemeReader {
  readonly #view: DataView;
  #at = 0;

  constructor(view: DataView) {
    this.#view = view;
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  sensor(): Pick<SensorScheme, 'id' | 'name' | 'components'> {
    const id = this.u8();
    const name = this.#text();
    return { id, name, components: Array.from({ length: this.u8() }, () => this.#component()) };
  }

  /** u8 count, u8 usual one, u8 the last that can be streamed, f32 Hz. */
  streamedRates(): readonly number[] {
    const count = this.u8();
    this.u8();
    const last = this.u8();
    const ratesHz = Array.from({ length: count }, () => this.#view.getFloat32(this.#take(4), true));
    return ratesHz.slice(0, last + 1);
  }

  #component(): SchemeComponent {
    const number = this.u8();
    const type = SCHEME_TYPES[number];
    if (type === undefined) throw wrong(`has a number of type ${number}`);
    return { type, group: this.#text(), name: this.#text(), unit: this.#text() };
  }

  #text(): string {
    const length = this.u8();
    const at = this.#view.byteOffset + this.#take(length);
    return new TextDecoder().decode(new Uint8Array(this.#view.buffer, at, length));
  }

  #take(bytes: number): number {
    const at = this.#at;
    this.#at += bytes;
    if (this.#at > this.#view.byteLength) throw wrong(`ends at byte ${this.#view.byteLength}`);
    return at;
  }
}

function wrong(detail: string): Failure {
  return new Failure('device-protocol', `The description of the sensors ${detail}.`);
}
