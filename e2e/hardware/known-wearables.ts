import type { FakeService } from './fake-wearable';

// What wearables that others make say and hear; layouts as their own software has them.

const MICROBIT_SERVICE = 'e95d0753-251d-470a-a062-fa1922dfa9a8';
export const MICROBIT_DATA = 'e95dca4b-251d-470a-a062-fa1922dfa9a8';
const MICROBIT_PERIOD = 'e95dfb24-251d-470a-a062-fa1922dfa9a8';

/** A micro:bit's accelerometer; `onPeriod` hears the ms that it is asked for. */
export function microbitService(onPeriod: (ms: number) => void): FakeService {
  return {
    uuid: MICROBIT_SERVICE,
    characteristics: [
      { uuid: MICROBIT_DATA, read: () => int16s(0, 0, 0), notifies: true },
      {
        uuid: MICROBIT_PERIOD,
        read: () => int16s(20),
        written: (value) => onPeriod(Buffer.from(value).readUInt16LE()),
      },
    ],
  };
}

const UART_SERVICE = '6e400001-b5a3-f393-e0a9-e50e24dcca9e';
const UART_TO_DEVICE = '6e400002-b5a3-f393-e0a9-e50e24dcca9e';
export const UART_FROM_DEVICE = '6e400003-b5a3-f393-e0a9-e50e24dcca9e';

/** The Nordic UART service. */
export function uartService(): FakeService {
  return {
    uuid: UART_SERVICE,
    characteristics: [
      { uuid: UART_TO_DEVICE, written: () => {} },
      { uuid: UART_FROM_DEVICE, notifies: true },
    ],
  };
}

const OPENEARABLE_SENSORS = '34c2e3bb-34aa-11eb-adc1-0242ac120002';
export const OPENEARABLE_DATA = '34c2e3bc-34aa-11eb-adc1-0242ac120002';
const OPENEARABLE_CONFIG = '34c2e3be-34aa-11eb-adc1-0242ac120002';
const OPENEARABLE_PARSE_INFO = 'caa25cb7-7e1b-44f2-adc9-e8c06c9ced43';
const OPENEARABLE_LIST = 'caa25cb9-7e1b-44f2-adc9-e8c06c9ced43';
const OPENEARABLE_REQUEST = 'caa25cba-7e1b-44f2-adc9-e8c06c9ced43';
const OPENEARABLE_SCHEME = 'caa25cbb-7e1b-44f2-adc9-e8c06c9ced43';
const OPENEARABLE_IMU = 3;
const FLOAT32 = 6;
/** Features of a sensor: streams, records, has frequencies to choose from. */
const FEATURES = 0x01 | 0x02 | 0x10;
/** Hz. */
export const OPENEARABLE_RATES = [25, 50, 100, 200];

export interface OpenEarableListener {
  /** The device was asked for a sensor's scheme: answer with `openEarableScheme` on `scheme`. */
  requested(sensor: number, scheme: string): void;
  /** It was configured; `flags` bit 0: stream. */
  configured(sensor: number, rateIndex: number, flags: number): void;
}

/** An OpenEarable of the second generation with one sensor, its IMU. */
export function openEarableServices(listener: OpenEarableListener): readonly FakeService[] {
  return [
    {
      uuid: OPENEARABLE_SENSORS,
      characteristics: [
        { uuid: OPENEARABLE_DATA, notifies: true },
        {
          uuid: OPENEARABLE_CONFIG,
          written: ([sensor, rate, flags]) => listener.configured(sensor!, rate!, flags!),
        },
      ],
    },
    {
      uuid: OPENEARABLE_PARSE_INFO,
      characteristics: [
        { uuid: OPENEARABLE_LIST, read: () => Uint8Array.of(1, OPENEARABLE_IMU) },
        {
          uuid: OPENEARABLE_REQUEST,
          written: ([sensor]) => listener.requested(sensor!, OPENEARABLE_SCHEME),
        },
        { uuid: OPENEARABLE_SCHEME, notifies: true },
      ],
    },
  ];
}

/** What the IMU says of itself: acceleration in m/s², rotation in °/s, each x, y, z in float32. */
export function openEarableScheme(): Uint8Array {
  const name = (text: string) => {
    const bytes = Buffer.from(text);
    return [bytes.length, ...bytes];
  };
  const groups = [
    { group: 'ACCELEROMETER', unit: 'm/s²' },
    { group: 'GYROSCOPE', unit: '°/s' },
  ];
  const components = groups.flatMap(({ group, unit }) =>
    ['X', 'Y', 'Z'].map((axis) => [FLOAT32, ...name(group), ...name(axis), ...name(unit)]),
  );
  const rates = Buffer.alloc(4 * OPENEARABLE_RATES.length);
  for (const [index, rate] of OPENEARABLE_RATES.entries()) rates.writeFloatLE(rate, 4 * index);
  return Uint8Array.from([
    OPENEARABLE_IMU,
    ...name('9-axis IMU'),
    components.length,
    ...components.flat(),
    FEATURES,
    OPENEARABLE_RATES.length,
    1,
    OPENEARABLE_RATES.length - 1,
    ...rates,
  ]);
}

/** One frame of the IMU. */
export function openEarableFrame(timeUs: number, values: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(10 + 4 * values.length);
  bytes.writeUInt8(OPENEARABLE_IMU, 0);
  bytes.writeUInt8(4 * values.length, 1);
  bytes.writeBigUInt64LE(BigInt(timeUs), 2);
  for (const [index, value] of values.entries()) bytes.writeFloatLE(value, 10 + 4 * index);
  return bytes;
}

/** Little-endian, as a characteristic's value. */
export function int16s(...values: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(2 * values.length);
  for (const [index, value] of values.entries()) bytes.writeInt16LE(value, 2 * index);
  return bytes;
}
