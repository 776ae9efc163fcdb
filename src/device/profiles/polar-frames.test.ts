import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesView } from '../../../tests/support/fake-gatt-link';
import { POLAR_ACC, POLAR_GYRO, readPolarFrame } from './polar-frames';

const TIME = [0x00, 0x94, 0x35, 0x77, 0, 0, 0, 0];
const hex = (text: string) => text.split(' ').map((byte) => Number.parseInt(byte, 16));
const read = (sensor: number, type: number, content: readonly number[], factor = 1) =>
  readPolarFrame(bytesView([sensor, ...TIME, type, ...content]), () => factor);

/** Differences of so many bits each, lowest bit first, filled up to a byte. */
function packed(differences: readonly number[], width: number): number[] {
  const bytes = new Array(Math.ceil((differences.length * width) / 8)).fill(0);
  for (const [index, difference] of differences.entries()) {
    for (let bit = 0; bit < width; bit++) {
      const at = index * width + bit;
      if ((difference >> Math.min(bit, 31)) & 1) bytes[at >> 3] |= 1 << (at & 7);
    }
  }
  return bytes;
}

test.each([
  ['thousandths of g of a byte', POLAR_ACC, 0x00, 'FF 02 80', 1, [-0.001, 0.002, -0.128]],
  // The next two begin frames of the tests of Polar's SDK.
  [
    'thousandths of g of two bytes',
    POLAR_ACC,
    0x01,
    'F7 FF FF FF E7 03 F8 FF FE FF E5 03',
    7,
    [-0.009, -0.001, 0.999, -0.008, -0.002, 0.997],
  ],
  [
    'compressed g',
    POLAR_ACC,
    0x80,
    '71 07 F0 6A 9E 8D 0A 01 BE 5C BE BA',
    2 ** -12,
    [1905, 27376, -29282, 2095, 27271, -29367].map((count) => count * 2 ** -12),
  ],
  [
    'thousandths of g of three bytes',
    POLAR_ACC,
    0x02,
    'E8 03 00 18 FC FF FF FF 7F',
    1,
    [1, -1, 8388.607],
  ],
  // As the tests of Polar's SDK have them.
  [
    'compressed thousandths of g',
    POLAR_ACC,
    0x81,
    'F1 FF 14 00 F0 03 06 01 7B 0F 08',
    1,
    [-0.015, 0.02, 1.008, -0.02, 0.017, 1.008],
  ],
  [
    'compressed degrees a second',
    POLAR_GYRO,
    0x80,
    'EA FF 08 00 0D 00 03 01 DF 00',
    1,
    [-22, 8, 13, -23, 11, 16],
  ],
  [
    'compressed floats, multiplied by what the device told',
    POLAR_GYRO,
    0x81,
    '00 00 80 3F 00 00 20 41 00 00 A0 41 1C 01 00 00 A0 01 00 00 08 CD CC EC 0D',
    0.5,
    [0.5, 5, 10, 5, 10, 0.55],
  ],
  ['a reading without differences', POLAR_GYRO, 0x80, '01 00 02 00 03 00', 1, [1, 2, 3]],
  [
    'readings that stay the same',
    POLAR_GYRO,
    0x80,
    '01 00 02 00 03 00 00 02',
    1,
    [1, 2, 3, 1, 2, 3, 1, 2, 3],
  ],
])('%s', (_, sensor, type, content, factor, physical) => {
  const readings = read(sensor, type, hex(content), factor)!;
  expect([...readings.values]).toEqual(physical.map(Math.fround));
  expect(readings.sensor).toBe(sensor);
  expect(readings.timestampNs).toBe(2_000_000_000n);
});

test.each([
  ['another sensor', 0, 0x00, '01 02 03'],
  ['an unknown type', POLAR_ACC, 0x03, '01 02 03'],
  ['rotation that is not compressed', POLAR_GYRO, 0x01, '01 00 02 00 03 00'],
  ['nothing', POLAR_ACC, 0x01, ''],
  ['half a reading', POLAR_ACC, 0x01, '01 00 02 00 03'],
  ['an axis too many', POLAR_ACC, 0x01, '01 00 02 00 03 00 04 00'],
  ['a cut first reading', POLAR_ACC, 0x81, '01 00 02 00 03'],
  ['a cut head of differences', POLAR_ACC, 0x81, '01 00 02 00 03 00 06'],
  ['cut differences', POLAR_ACC, 0x81, 'F1 FF 14 00 F0 03 06 01 7B 0F'],
  ['differences wider than any', POLAR_ACC, 0x81, '01 00 02 00 03 00 21 00'],
  ['more readings than fit', POLAR_ACC, 0x81, '01 00 02 00 03 00 00 FF 00 FF 00 FF 00 FF'],
  ['a reading out of its range', POLAR_ACC, 0x81, 'FF 7F 00 00 00 00 02 01 01 00'],
  ['floats that are none', POLAR_GYRO, 0x81, '00 00 C0 7F 00 00 00 00 00 00 00 00'],
])('%s can’t be used', (_, sensor, type, content) => {
  expect(read(sensor, type, content === '' ? [] : hex(content))).toBeUndefined();
});

test('a sensor that was not started, or a frame without a head, can’t be used', () => {
  const whole = [POLAR_ACC, ...TIME, 1, 1, 0, 2, 0, 3, 0];
  expect(readPolarFrame(bytesView(whole), () => undefined)).toBeUndefined();
  for (let length = 0; length < 10; length++) {
    expect(readPolarFrame(bytesView(whole.slice(0, length)), () => 1)).toBeUndefined();
  }
});

test('whatever readings are compressed come out again, in blocks of any width', () => {
  const int16 = fc.integer({ min: -32768, max: 32767 });
  const readings = fc.array(fc.tuple(int16, int16, int16), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(readings, fc.integer({ min: 1, max: 20 }), (rows, blockRows) => {
      const content = [...new Uint8Array(Int16Array.from(rows[0]!).buffer)];
      for (let from = 1; from < rows.length; from += blockRows) {
        const block = rows.slice(from, from + blockRows);
        const differences = block.flatMap((row, index) =>
          row.map((value, axis) => value - rows[from + index - 1]![axis]!),
        );
        const most = Math.max(...differences.map((one) => (one < 0 ? ~one : one)));
        const width = most === 0 && !differences.includes(-1) ? 0 : 33 - Math.clz32(most);
        content.push(width, block.length, ...packed(differences, width));
      }
      const decoded = read(POLAR_GYRO, 0x80, content);
      expect([...decoded!.values]).toEqual(rows.flat());
    }),
  );
});

test('whatever floats are compressed come out again, bit by bit', () => {
  const float = fc.float({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(float, float, float), { minLength: 2, maxLength: 9 }), (rows) => {
      const bits = rows.map((row) => new Int32Array(Float32Array.from(row).buffer));
      const content = [...new Uint8Array(bits[0]!.slice().buffer)];
      const differences = bits
        .slice(1)
        .flatMap((row, index) => [...row].map((value, axis) => (value - bits[index]![axis]!) | 0));
      content.push(32, rows.length - 1, ...packed(differences, 32));
      expect([...read(POLAR_GYRO, 0x81, content)!.values]).toEqual(rows.flat());
    }),
  );
});
