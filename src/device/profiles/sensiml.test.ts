import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesView, FakeGattLink, FakeSink } from '../../../tests/support/fake-gatt-link';
import { sensiml } from './sensiml';
import { readSensimlConfig, SensimlDecoder } from './sensiml-stream';

const uuid = (part: string) => `1648${part}-0525-4ad5-b4fb-6dd83f49546b`;
const SERVICE = uuid('0000');
const CONFIG = uuid('0001');
const ROWS = uuid('0002');
const options = { signal: new AbortController().signal, nowMs: () => 0 };

/** Two columns, named in another order than they are sent in. */
const TWO = {
  sample_rate: 100,
  samples_per_packet: 2,
  column_location: { GyroscopeY: 1, AccelerometerX: 0 },
};
const config = (more: object = {}) => readSensimlConfig(JSON.stringify({ ...TWO, ...more }));
const int16 = (...values: number[]) => [...new Uint8Array(Int16Array.from(values).buffer)];
const decoder = (more?: object, whole = true) => new SensimlDecoder(config(more), { whole });
const valuesOf = (batches: ({ readonly values: Float32Array } | undefined)[]) =>
  batches.flatMap((batch) => [...(batch?.values ?? [])]);

/** As the maker's own boards pack it. */
function packet(number: number, rows: readonly number[], channel = 0): number[] {
  const payload = int16(...rows);
  const length = payload.length + 6;
  const summed = [0, channel, ...new Uint8Array(Uint32Array.of(number).buffer), ...payload];
  const sum = summed.reduce((all, byte) => all ^ byte, 0);
  return [0xff, length & 0xff, length >> 8, ...summed, sum];
}

test('columns are named in the order in which they are sent', () => {
  expect(config().description).toEqual({
    channels: [
      { name: 'accX', unit: 'raw', fullScale: 32768 },
      { name: 'gyroY', unit: 'raw', fullScale: 32768 },
    ],
    nominalRateHz: 100,
    clock: 'host',
  });
  expect(config({ version: 2 }).description.clock).toBe('sequence');
  const other = config({ column_location: { Channel_0: 0, Microphone: 1 }, data_type: 'float' });
  expect(other.description.channels).toEqual([
    { name: 'Channel_0', unit: 'raw' },
    { name: 'Microphone', unit: 'raw' },
  ]);
});

test.each([
  ['no JSON', '{"sample_rate":'],
  ['no object', '7'],
  ['no rate', JSON.stringify({ ...TWO, sample_rate: 0 })],
  ['no columns', JSON.stringify({ ...TWO, column_location: {} })],
  ['columns left out', JSON.stringify({ ...TWO, column_location: { a: 0, b: 2 } })],
  ['columns by name', JSON.stringify({ ...TWO, column_location: { a: 'first' } })],
  ['half rows', JSON.stringify({ ...TWO, samples_per_packet: 1.5 })],
  ['another version', JSON.stringify({ ...TWO, version: 3 })],
  ['another type', JSON.stringify({ ...TWO, data_type: 'int8' })],
])('a description with %s is refused', (_, text) => {
  expect(() => readSensimlConfig(text)).toThrow(
    expect.objectContaining({ code: 'device-protocol' }) as Error,
  );
});

test('version 1: rows of int16, as many as the value holds', () => {
  const batch = decoder().push(bytesView(int16(1000, -1, 32767, -32768)), 9)!;
  expect([...batch.values]).toEqual([1000, -1, 32767, -32768]);
  expect(batch.timestampMs).toHaveLength(2);
});

test('version 1 of floats', () => {
  const bytes = [...new Uint8Array(Float32Array.of(0.5, -2).buffer)];
  expect([...decoder({ data_type: 'float' }).push(bytesView(bytes), 0)!.values]).toEqual([0.5, -2]);
});

test.each([[0], [1], [3], [6]])('a value of %i bytes holds no whole rows', (length) => {
  const one = decoder();
  expect(one.push(bytesView(new Uint8Array(length)), 0)).toBeUndefined();
  expect(one.skipped).toBe(1);
});

test('on a cable rows may be cut anywhere', () => {
  const bytes = int16(1, 2, 3, 4, 5, 6);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 12 }), (sizes) => {
      const one = decoder({}, false);
      let at = 0;
      const batches = [...sizes, bytes.length].map((size) => {
        const piece = bytes.slice(at, at + size);
        at += size;
        return one.push(bytesView(piece), 0);
      });
      expect(valuesOf(batches)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(one.skipped).toBe(0);
    }),
  );
});

test('version 2: packets that are cut anywhere, with noise between them', () => {
  const good = [packet(1, [1, 2, 3, 4]), packet(2, [5, 6, 7, 8]), packet(3, [9, 10, 11, 12])];
  const bytes = [...good[0]!, 0, 1, 0xff, 2, ...good[1]!, ...good[2]!];
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 20 }), (sizes) => {
      const one = decoder({ version: 2 });
      let at = 0;
      const batches = [...sizes, bytes.length].map((size) => {
        const piece = bytes.slice(at, at + size);
        at += size;
        return one.push(bytesView(piece), 0);
      });
      expect(valuesOf(batches)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
      expect(one.skipped).toBe(1);
    }),
  );
});

test('version 2: numbers show lost packets; damage, repeats and other channels are counted', () => {
  const one = decoder({ version: 2 });
  const damaged = packet(2, [0, 0, 0, 0]);
  damaged[10] = 1;
  one.push(bytesView(packet(1, [1, 2, 3, 4])), 0);
  expect(one.push(bytesView(damaged), 10)).toBeUndefined();
  expect(one.push(bytesView(packet(7, [1, 1, 1, 1], 1)), 10)).toBeUndefined();
  const after = one.push(bytesView(packet(4, [5, 6, 7, 8])), 20)!;
  expect(after.lostBefore).toBe(4);
  expect(after.timestampMs).toHaveLength(2);
  expect(one.push(bytesView(packet(4, [5, 6, 7, 8])), 30)).toBeUndefined();
  expect(one.skipped).toBe(3);
});

test('version 2: a damaged length does not keep the packets after it waiting', () => {
  const one = decoder({ version: 2 });
  const damaged = packet(1, [0, 0, 0, 0]);
  damaged[2] = 0x10;
  one.push(bytesView(damaged), 0);
  expect(valuesOf([one.push(bytesView(packet(2, [1, 2, 3, 4])), 10)])).toEqual([1, 2, 3, 4]);
  expect(one.skipped).toBe(1);
});

test('its description is read, then it is listened to', async () => {
  const text = new TextEncoder().encode(`${JSON.stringify(TWO)}\0\0\0`);
  const link = new FakeGattLink({ services: [SERVICE], values: { [CONFIG]: text } });
  const sink = new FakeSink();
  expect(await sensiml.matches(link)).toBe(true);
  await sensiml.start(link, sink, options);
  link.notify(ROWS, int16(3, 4));
  link.notify(ROWS, [1]);
  expect(link.log).toEqual([`read ${CONFIG}`, `subscribe ${ROWS}`]);
  expect(sink.values).toEqual([3, 4]);
  expect(sink.skippedCount).toBe(1);
});

test('a device that can’t be listened to is told', async () => {
  const text = new TextEncoder().encode(JSON.stringify(TWO));
  const values = { [CONFIG]: text };
  const link = new FakeGattLink({ services: [SERVICE], refused: [ROWS], values });
  await expect(sensiml.start(link, new FakeSink(), options)).rejects.toMatchObject({
    code: 'device-protocol',
  });
});
