import { expect, test } from 'vitest';
import { bytesView, FakeGattLink, FakeSink } from '../../../tests/support/fake-gatt-link';
import { Thingy52Decoder, thingy52 } from './thingy52';

const uuid = (part: string) => `ef68${part}-9b35-4933-9b10-52ffa9740042`;
const SERVICE = uuid('0400');
const CONFIG = uuid('0401');
const RAW = uuid('0406');
const options = { signal: new AbortController().signal, nowMs: () => 0 };
/** Steps 1000 ms, temperature 1000 ms, compass 500 ms, motion 5 Hz, wake on motion. */
const CONFIGURED = [0xe8, 0x03, 0xe8, 0x03, 0xf4, 0x01, 5, 0, 1];

test.each([
  [
    [0, 4, 0, 0xfc, 0, 2, 32, 0, 0xe0, 0xff, 0x40, 0x1f, 16, 0, 0xf0, 0xff, 0x20, 0x03],
    [1, -1, 0.5, 1, -1, 250, 1, -1, 50],
  ],
  [
    [0xff, 0x7f, 0, 0x80, 1, 0, 0xff, 0x7f, 0, 0x80, 1, 0, 0xff, 0x7f, 0, 0x80, 1, 0],
    [32767 / 1024, -32, 1 / 1024, 32767 / 32, -1024, 1 / 32, 32767 / 16, -2048, 1 / 16],
  ],
])('%j are g, degrees a second and uT', (bytes, physical) => {
  const batch = new Thingy52Decoder().push(bytesView(bytes), 3);
  expect([...batch!.values]).toEqual(physical);
  expect(batch!.timestampMs).toHaveLength(1);
});

test.each([[0], [9], [17], [19], [36]])('a value of %i bytes is passed over', (length) => {
  const decoder = new Thingy52Decoder();
  expect(decoder.push(bytesView(new Uint8Array(length)), 0)).toBeUndefined();
  expect(decoder.skipped).toBe(1);
});

test('it is told 100 Hz, and all else of its configuration stays', async () => {
  const link = new FakeGattLink({ services: [SERVICE], values: { [CONFIG]: CONFIGURED } });
  const sink = new FakeSink();
  expect(await thingy52.matches(link)).toBe(true);
  await thingy52.start(link, sink, options);
  expect(link.log).toEqual([`read ${CONFIG}`, `write ${CONFIG}`, `subscribe ${RAW}`]);
  expect([...link.writes[0]!.bytes]).toEqual([...CONFIGURED.slice(0, 6), 100, 0, 1]);
  link.notify(RAW, [0, 4, ...new Array(16).fill(0)]);
  link.notify(RAW, [0]);
  expect(sink.values).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0]);
  expect(sink.skippedCount).toBe(1);
});

test.each([
  ['a refused configuration', { refused: [CONFIG], values: { [CONFIG]: CONFIGURED } }],
  ['a configuration of another length', { values: { [CONFIG]: CONFIGURED.slice(1) } }],
  ['refused readings', { refused: [RAW], values: { [CONFIG]: CONFIGURED } }],
])('%s is told', async (_, more) => {
  const link = new FakeGattLink({ services: [SERVICE], ...more });
  await expect(thingy52.start(link, new FakeSink(), options)).rejects.toMatchObject({
    code: 'device-protocol',
  });
});
