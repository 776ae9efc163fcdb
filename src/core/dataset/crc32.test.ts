import { crc32 as nodeCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crc32 } from './crc32';

test('the check value of the standard', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  expect(crc32(new Uint8Array(0))).toBe(0);
});

test.runIf(typeof nodeCrc32 === 'function')('any bytes, as zlib has it', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => crc32(bytes) === nodeCrc32(bytes)));
});

test('one changed bit is noticed wherever it is', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), fc.nat(7), (bytes, at, bit) => {
      const changed = bytes.slice();
      changed[at % bytes.length]! ^= 1 << bit;
      return crc32(changed) !== crc32(bytes);
    }),
  );
});
