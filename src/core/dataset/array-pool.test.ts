import { expect, test } from 'vitest';
import { poolArrays, unpoolArrays } from './array-pool';
import { crc32 } from './crc32';

test('arrays of every type come back where they were, with their values', () => {
  const value = {
    name: 'x',
    list: [Int8Array.of(-128, 127, 3), { deep: Float64Array.of(Math.PI) }],
    float: Float32Array.of(0.1, -0, Number.MIN_VALUE),
    empty: new Uint16Array(0),
    whole: [Uint8Array.of(255), Int32Array.of(-(2 ** 31)), Uint32Array.of(2 ** 32 - 1)],
    nothing: null,
  };
  const pooled = poolArrays(value);
  const through = { json: JSON.parse(JSON.stringify(pooled.json)), bytes: pooled.bytes };
  expect(unpoolArrays(through)).toEqual(value);
});

test('a reference outside the pool is refused, whatever it claims', () => {
  const bytes = new Uint8Array(16);
  const wrong = [
    { $array: 'float32', at: 8, length: 3 },
    { $array: 'float32', at: -4, length: 1 },
    { $array: 'float32', at: 0, length: -1 },
    { $array: 'float32', at: 0.5, length: 1 },
    { $array: 'constructor', at: 0, length: 1 },
    { $array: 'float32', at: 0, length: 1e300 },
  ];
  for (const reference of wrong) {
    expect(() => unpoolArrays({ json: { a: [reference] }, bytes })).toThrowError(
      expect.objectContaining({ code: 'file-invalid' }),
    );
  }
});

test('the checksum is the one that zip and PNG use', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  expect(crc32(new Uint8Array(0))).toBe(0);
});
