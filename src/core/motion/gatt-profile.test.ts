import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Failure } from '../failure';
import { decodeDescription, encodeDescription, streamDescription } from './gatt-profile';

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const nano = {
  nominalRateHz: 50,
  channels: [
    { name: 'accX', unit: 'g', scale: 0.0001220703125 },
    { name: 'gyroX', unit: 'dps', scale: 0.0625 },
  ],
} as const;

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return error instanceof Failure ? error.code : String(error);
  }
  return 'nothing thrown';
}

test('the description’s bytes are those of the document', () => {
  const hex = [...encodeDescription(nano)].map((byte) => byte.toString(16).padStart(2, '0'));
  expect(hex.join(' ')).toBe(
    '01 02 00 00 00 00 48 42 ' +
      '01 04 00 00 00 39 61 63 63 58 ' +
      '02 05 00 00 80 3d 67 79 72 6f 58',
  );
});

test('what is written is read back, full scale included', () => {
  const read = decodeDescription(view(encodeDescription(nano)));
  expect(read).toMatchObject(nano);
  expect(streamDescription(read)).toEqual({
    nominalRateHz: 50,
    clock: 'device',
    channels: [
      { name: 'accX', unit: 'g', fullScale: 4 },
      { name: 'gyroX', unit: 'dps', fullScale: 2048 },
    ],
  });
});

test('names may be in any script', () => {
  const channels = [{ name: '加速度 µ', unit: 'raw', scale: 1 }] as const;
  const read = decodeDescription(view(encodeDescription({ nominalRateHz: 0, channels })));
  expect(read.channels[0]?.name).toBe('加速度 µ');
});

test.each([
  ['another version', (bytes: Uint8Array) => bytes.fill(9, 0, 1)],
  ['no channel', (bytes: Uint8Array) => bytes.fill(0, 1, 2)],
  ['a rate below nothing', (bytes: Uint8Array) => bytes.fill(0xff, 4, 8)],
  ['a unit that there is not', (bytes: Uint8Array) => bytes.fill(77, 8, 9)],
  ['a scale of zero', (bytes: Uint8Array) => bytes.fill(0, 10, 14)],
  ['more channels than bytes', (bytes: Uint8Array) => bytes.fill(200, 1, 2)],
])('%s is refused', (_, spoil) => {
  const bytes = spoil(encodeDescription(nano));
  expect(codeOf(() => decodeDescription(view(bytes)))).toBe('device-protocol');
});

test('cut anywhere, it is refused', () => {
  const bytes = encodeDescription(nano);
  for (let length = 0; length < bytes.length; length++) {
    expect(codeOf(() => decodeDescription(view(bytes.slice(0, length))))).toBe('device-protocol');
  }
});

test('any bytes are read or refused, and never anything else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      if (bytes.length > 0 && bytes[0]! < 200) bytes[0] = 1;
      const outcome = codeOf(() => decodeDescription(view(bytes)));
      expect(['nothing thrown', 'device-protocol']).toContain(outcome);
    }),
    { numRuns: 3000 },
  );
});
