import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeSerialPacket, SERIAL_PACKET, SerialPacketDecoder } from './serial-framing';

function decode(chunks: readonly Uint8Array[]) {
  const decoder = new SerialPacketDecoder();
  const packets: (readonly number[])[] = [];
  for (const chunk of chunks) {
    decoder.push(chunk, (type, payload) => {
      const bytes = new Uint8Array(payload.buffer, payload.byteOffset, payload.byteLength);
      packets.push([type, ...bytes]);
    });
  }
  return { decoder, packets };
}
const bytes = (hex: string) => Uint8Array.from(hex.split(' '), (two) => Number.parseInt(two, 16));
const joined = (parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((one) => [...one]));
const ZERO = Uint8Array.of(0);
const payloads = fc.uint8Array({ maxLength: 1021, size: 'max' });

// The wire's bytes come from another implementation (Python, by the text of serial-packets.md).
test.each([
  [
    SERIAL_PACKET.description,
    '01 01 00 00 00 00 48 42 01 04 00 00 00 39 61 63 63 58',
    '04 01 01 01 01 01 01 05 48 42 01 04 01 01 08 39 61 63 63 58 c2 90 00',
  ],
  [
    SERIAL_PACKET.motion,
    '05 00 20 4e 40 42 0f 00 00 20 ff 1f',
    '03 02 05 06 20 4e 40 42 0f 01 06 20 ff 1f f3 51 00',
  ],
  [SERIAL_PACKET.battery, '57', '05 03 57 4e 62 00'],
])('a packet of type %i is on the wire as the document shows', (type, payload, wire) => {
  expect(encodeSerialPacket(type, bytes(payload))).toEqual(bytes(wire));
  expect(decode([bytes(wire)]).packets).toEqual([[type, ...bytes(payload)]]);
});

test('a payload that is too long for a packet is refused', () => {
  expect(encodeSerialPacket(2, new Uint8Array(1021).fill(7))).toHaveLength(1024 + 5 + 1);
  expect(() => encodeSerialPacket(2, new Uint8Array(1022))).toThrow(RangeError);
});

test('whatever a payload holds, only its end is a zero on the wire, and it comes back', () => {
  fc.assert(
    fc.property(fc.nat(255), payloads, (type, payload) => {
      const wire = encodeSerialPacket(type, payload);
      expect(wire.indexOf(0)).toBe(wire.length - 1);
      expect(decode([wire]).packets).toEqual([[type, ...payload]]);
    }),
    { numRuns: 500 },
  );
});

test('where the bytes are cut makes no difference', () => {
  const wire = fc.array(
    payloads.map((payload) => encodeSerialPacket(2, payload)),
    {
      maxLength: 8,
    },
  );
  fc.assert(
    fc.property(wire, fc.array(fc.nat(4000)), (packets, cuts) => {
      const whole = joined(packets);
      const at = [0, ...cuts.filter((cut) => cut < whole.length).sort((a, b) => a - b)];
      const chunks = at.map((from, index) => whole.slice(from, at[index + 1]));
      expect(decode(chunks).packets).toEqual(decode([whole]).packets);
      expect(decode(chunks).packets).toHaveLength(packets.length);
    }),
    { numRuns: 200 },
  );
});

test('what a boot loader printed is passed over, and not counted', () => {
  const noise = bytes('65 74 73 20 4a 75 6c 0d 0a');
  const { decoder, packets } = decode([noise, ZERO, encodeSerialPacket(3, Uint8Array.of(50))]);
  expect(packets).toEqual([[3, 50]]);
  expect(decoder.skipped).toBe(0);
});

test.each([
  ['a flipped bit', (wire: Uint8Array) => wire.with(3, wire[3]! ^ 4)],
  ['a lost byte', (wire: Uint8Array) => joined([wire.slice(0, 4), wire.slice(5)])],
  ['a lost end', (wire: Uint8Array) => joined([wire.slice(0, -1), bytes('05 03 57 4e 62 00')])],
  ['no end for long', (wire: Uint8Array) => joined([new Uint8Array(5000).fill(9), wire])],
])('%s costs one packet, is counted, and the next is read', (_, damage) => {
  const wire = encodeSerialPacket(2, bytes('05 00 20 4e 40 42 0f 00 00 20 ff 1f'));
  const { decoder, packets } = decode([ZERO, damage(wire), encodeSerialPacket(3, bytes('2a'))]);
  expect(packets).toEqual([[3, 42]]);
  expect(decoder.skipped).toBe(1);
});

test('whatever arrives, nothing is thrown, and a whole packet after it is found', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 20 }), (chunks) => {
      const { packets } = decode([...chunks, ZERO, encodeSerialPacket(3, bytes('2a'))]);
      expect(packets.at(-1)).toEqual([3, 42]);
    }),
    { numRuns: 2000 },
  );
});

test('of packets with damage here and there, those untouched come through and the rest is counted', () => {
  const all = fc.array(fc.tuple(fc.nat(255), fc.nat(60), fc.boolean()), { maxLength: 40 });
  fc.assert(
    fc.property(all, (packets) => {
      const wire = packets.map(([value, at, damaged]) => {
        const one = encodeSerialPacket(3, Uint8Array.of(value));
        return damaged ? one.with(at % (one.length - 1), 0x21) : one;
      });
      const { decoder, packets: found } = decode([ZERO, ...wire]);
      expect(found.length + decoder.skipped).toBe(packets.length);
      const sound = packets.flatMap(([value, , damaged]) => (damaged ? [] : [[3, value]]));
      // Damage that writes what was there already is none.
      expect(found.length).toBeGreaterThanOrEqual(sound.length);
    }),
    { numRuns: 1000 },
  );
});
