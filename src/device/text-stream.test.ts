import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Column, ColumnMapping } from '#core/motion/columns';
import type { FrameBatch, StreamDescription } from '#core/motion/frame';
import { TextStream } from './text-stream';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp(columns?: ColumnMapping) {
  const batches: FrameBatch[] = [];
  const described: StreamDescription[] = [];
  let skipped = 0;
  const sink = {
    frames: (batch: FrameBatch) => batches.push(batch),
    described: (description: StreamDescription) => described.push(description),
    skipped: (count: number) => {
      skipped += count;
    },
    battery: () => undefined,
  };
  const stream = new TextStream(sink, { nowMs: () => Date.now(), columns });
  /** A line every 20 ms, `line` of its number; a read every 100 ms. */
  let number = 0;
  const print = async (frames: number, line: (number: number) => string) => {
    for (let from = 0; from < frames; from += 5) {
      let text = '';
      for (let i = 0; i < Math.min(5, frames - from); i++) text += line(number++);
      await vi.advanceTimersByTimeAsync(100);
      stream.push(text, Date.now());
    }
  };
  const aborter = new AbortController();
  const described0 = async (line: (number: number) => string, frames = 100) => {
    const trying = stream.ready(aborter.signal);
    await print(frames, line);
    return trying;
  };
  const start = { stream, print, batches, described, aborter, ready: described0 };
  return Object.assign(start, { skipped: () => skipped });
}

const frames = (batches: readonly FrameBatch[]) =>
  batches.reduce((sum, { timestampMs }) => sum + timestampMs.length, 0);
const times = (batches: readonly FrameBatch[]) => batches.flatMap((one) => [...one.timestampMs]);
const channelsOf = ({ channels }: StreamDescription) =>
  channels.map(({ name, unit }) => `${name} ${unit}`).join(', ');
const ACC = 'accX g, accY g, accZ g';
const GYRO = 'gyroX dps, gyroY dps, gyroZ dps';

// Each line says 0, 0.6 and 0.8 g, and 1, 2 and 3 °/s where it has rotation.
test.each<[string, (n: number) => string, string, StreamDescription['clock']]>([
  ['numbers by count', () => '0,0.6,0.8\n', ACC, 'host'],
  ['six of them', () => '0 0.6 0.8 1 2 3\n', `${ACC}, ${GYRO}`, 'host'],
  ['CRLF and tabs', () => '0\t0.6\t0.8\r\n', ACC, 'host'],
  ['m/s²', () => '0,5.884,7.845\n', ACC, 'host'],
  ['mg', () => '0,600,800\n', ACC, 'host'],
  ['counts at ±4 g', () => '0,4915,6554\n', ACC, 'host'],
  [
    'a header',
    (n) => (n === 0 ? 'ax,ay,az,gx,gy,gz\n' : '0,.6,.8,1,2,3\n'),
    `${ACC}, ${GYRO}`,
    'host',
  ],
  [
    'a header with units',
    (n) => (n === 0 ? 'Acc X (m/s^2),Acc Y (m/s^2),Acc Z (m/s^2)\n' : '0,5.884,7.845\n'),
    ACC,
    'host',
  ],
  ['names beside the values', () => 'accX:0, accY:0.6, accZ:0.8\n', ACC, 'host'],
  ['JSON', () => '{"accX":0,"accY":0.6,"accZ":0.8,"ok":true,"id":"a"}\n', ACC, 'host'],
  [
    'nested JSON',
    () => '{"acc":{"x":0,"y":0.6,"z":0.8},"gyro":{"x":1,"y":2,"z":3}}\n',
    `${ACC}, ${GYRO}`,
    'host',
  ],
  ['JSON of arrays', () => '{"acc":[0,0.6,0.8],"gyro":[1,2,3]}\n', `${ACC}, ${GYRO}`, 'host'],
  ['a JSON array', () => '[0, 0.6, 0.8]\n', ACC, 'host'],
  ['millis() first', (n) => `${1000 + n * 20},0,0.6,0.8\n`, ACC, 'device'],
  ['micros() first', (n) => `${1000 + n * 20_000},0,600,800\n`, ACC, 'device'],
  ['a counter first', (n) => `${n},0,0.6,0.8\n`, ACC, 'sequence'],
  ['JSON with a time', (n) => `{"t":${n * 20},"acc":[0,0.6,0.8]}\n`, ACC, 'device'],
  [
    'a boot loader before',
    (n) => (n < 9 ? `ets Jul 29 2019 rst:0x${n}\n` : '0,0.6,0.8\n'),
    ACC,
    'host',
  ],
  ['a calibration of two numbers before', (n) => (n < 2 ? '12 7\n' : '0,0.6,0.8\n'), ACC, 'host'],
  ['a JSON greeting before', (n) => (n < 1 ? '{"version":2}\n' : '0,0.6,0.8\n'), ACC, 'host'],
])('%s: channels, clock and values are found', async (_, line, channels, clock) => {
  const { ready, print, batches } = setUp();
  const { description } = await ready(line, 200);
  expect(channelsOf(description)).toBe(channels);
  expect(description.clock).toBe(clock);
  expect(description.nominalRateHz).toBeCloseTo(50, -1);
  await print(100, line);
  expect(frames(batches)).toBeGreaterThanOrEqual(100);
  const values = [...batches.at(-1)!.values].slice(-description.channels.length);
  const wanted = [0, 0.6, 0.8, 1, 2, 3].slice(0, values.length);
  for (const [index, value] of values.entries()) expect(value).toBeCloseTo(wanted[index]!, 2);
  const all = times(batches);
  expect(all.every((time, index) => index === 0 || time > all[index - 1]!)).toBe(true);
});

test('a printed clock gives the frames their times, over its wrap too', async () => {
  const lap = 2 ** 32;
  const line = (n: number) => `${(lap - 6_000_000 + n * 20_000) % lap},0,0,1\n`;
  const { ready, print, batches } = setUp();
  await ready(line);
  await print(400, line);
  const all = times(batches);
  expect(all.length).toBeGreaterThan(400);
  for (let i = 1; i < all.length; i++) expect(all[i]! - all[i - 1]!).toBeCloseTo(20, 6);
});

test('a printed clock that begins anew goes on rising, a pause further', async () => {
  let restartAt = Number.POSITIVE_INFINITY;
  const line = (n: number) => `${n < restartAt ? 5000 + n * 20 : (n - restartAt) * 20},0,0,1\n`;
  const { ready, print, batches } = setUp();
  await ready(line);
  restartAt = 150;
  await print(200, line);
  const all = times(batches);
  for (let i = 1; i < all.length; i++) {
    expect(all[i]! - all[i - 1]!).toBeGreaterThan(0);
    expect(all[i]! - all[i - 1]!).toBeLessThan(200);
  }
});

test('a counter shows what was lost, in the place where it was lost', async () => {
  const { ready, stream, print, batches } = setUp();
  await ready((n) => `${n % 256},0,0,1\n`);
  batches.length = 0;
  stream.push('100,0,0,1\n101,0,0,1\n104,0,0,1\n', Date.now() + 100);
  expect(batches.map(({ lostBefore }) => lostBefore)).toEqual([0, 2]);
  expect(batches.map(({ timestampMs }) => timestampMs.length)).toEqual([2, 1]);
  await print(0, () => '');
});

test('losses are seen across a wrap, and across a renaming of columns', async () => {
  const { ready, stream, batches } = setUp();
  const { columns } = await ready((n) => `${n},0,0,1\n`);
  batches.length = 0;
  stream.push('253,0,0,1\n254,0,0,1\n1,0,0,1\n', Date.now() + 4000);
  expect(batches.map(({ lostBefore }) => lostBefore)).toEqual([153, 2]);
  const renamed = columns.mapping.columns.map((one) => ({ ...one, name: `${one.name}b` }));
  columns.set({ columns: renamed, confirmed: true });
  stream.push('4,0,0,1\n', Date.now() + 4100);
  expect(batches.at(-1)?.lostBefore).toBe(2);
});

test('a counter of eight bits wraps without a loss', async () => {
  const line = (n: number) => `${n % 256},0,0,1\n`;
  const { ready, print, batches } = setUp();
  await ready(line);
  await print(600, line);
  expect(batches.reduce((sum, { lostBefore }) => sum + lostBefore, 0)).toBe(0);
  expect(frames(batches)).toBeGreaterThanOrEqual(600);
});

test('rows with a number that was there already are passed over and counted', async () => {
  const { ready, stream, batches, skipped } = setUp();
  await ready((n) => `${n},0,0,1\n`);
  batches.length = 0;
  stream.push('100,0,0,1\n100,0,0,1\n99,0,0,1\n101,0,0,1\n', Date.now());
  expect(frames(batches)).toBe(2);
  expect(skipped()).toBe(2);
});

test('a number that was damaged on its way is no loss of thousands', async () => {
  const { ready, stream, batches } = setUp();
  await ready((n) => `${n},0,0,1\n`);
  batches.length = 0;
  stream.push('100,0,0,1\n90001,0,0,1\n102,0,0,1\n', Date.now());
  expect(frames(batches)).toBe(3);
  expect(batches.reduce((sum, { lostBefore }) => sum + lostBefore, 0)).toBe(0);
});

const column = (name: string, role: Column['role'] = 'value', factor = 1): Column => ({
  ...{ name, unit: 'raw', factor, role },
});

test('what the person says of the columns holds from the next row on', async () => {
  const { ready, print, batches, described } = setUp();
  const line = (n: number) => `${n * 20},7,0,1000\n`;
  const { columns } = await ready(line);
  expect(columns.mapping.confirmed).toBe(false);
  batches.length = 0;
  const mapping: ColumnMapping = {
    columns: [column('', 'value'), column('flex', 'value', 0.5), column(''), column('up')],
    confirmed: true,
  };
  columns.set(mapping);
  expect(described).toHaveLength(1);
  expect(channelsOf(described[0]!)).toBe('flex raw, up raw');
  expect(described[0]?.clock).toBe('host');
  expect(columns.mapping).toEqual(mapping);
  await print(5, line);
  expect([...batches[0]!.values].slice(0, 4)).toEqual([3.5, 1000, 3.5, 1000]);
});

test('times go on evenly when columns are renamed', async () => {
  const { ready, print, batches } = setUp();
  const line = () => '0,0,1\n';
  const { columns } = await ready(line);
  await print(500, line);
  const renamed = columns.mapping.columns.map((one) => ({ ...one, name: `${one.name}b` }));
  columns.set({ columns: renamed, confirmed: true });
  await print(500, line);
  const all = times(batches);
  for (let i = 1; i < all.length; i++) expect(all[i]! - all[i - 1]!).toBeCloseTo(20, -1);
});

test('columns that were confirmed before start in a moment, and are not guessed again', async () => {
  const mapping = { columns: [column('a'), column('b'), column('c')], confirmed: true };
  const { ready } = setUp(mapping);
  const { description, columns } = await ready(() => '0,0,1\n', 30);
  expect(channelsOf(description)).toBe('a raw, b raw, c raw');
  expect(columns.mapping).toBe(mapping);
});

test('columns of another stream are not taken over', async () => {
  const { ready } = setUp({ columns: [column('a'), column('b')], confirmed: true });
  const { description, columns } = await ready(() => '0,0,1\n');
  expect(channelsOf(description)).toBe(ACC);
  expect(columns.mapping.confirmed).toBe(false);
});

test('a mapping of another length is a mistake of the program', async () => {
  const { ready } = setUp();
  const { columns } = await ready(() => '0,0,1\n');
  expect(() => columns.set({ columns: [column('a')], confirmed: true })).toThrow(RangeError);
});

test('the newest rows are there as they were sent, and no more than can be looked at', async () => {
  const { ready, print } = setUp();
  const line = (n: number) => `0,600,${n}\n`;
  const { columns } = await ready(line);
  await print(2000, line);
  expect(columns.rows).toHaveLength(200);
  expect(columns.rows.at(-1)).toEqual([0, 600, 2099]);
});

test('bad lines are counted and the stream goes on', async () => {
  const { ready, stream, print, skipped, batches } = setUp();
  await ready(() => '0,0,1\n');
  const before = frames(batches);
  stream.push('rubbish\n1,2\nERR: late\n{"a":1}\n\n', Date.now());
  expect(skipped()).toBe(4);
  await print(5, () => '0,0,1\n');
  expect(frames(batches)).toBe(before + 5);
});

test.each([
  ['nothing', '', 'device-silent', /./],
  ['words', 'hello there\n', 'device-protocol', /characters/],
  ['noise without an end', '\uFFFD\0x', 'device-protocol', /characters/],
  ['complaints', 'ERR: no sensor\n', 'device-protocol', /ERR: no sensor/],
])('a stream of %s fails after five seconds', async (_, line, code, message) => {
  const { stream, print, aborter } = setUp();
  const outcome = stream.ready(aborter.signal).catch((error: unknown) => error);
  await print(300, () => line);
  expect(await outcome).toMatchObject({ code, message: expect.stringMatching(message) });
  expect(vi.getTimerCount()).toBe(0);
});

test('given up while it is watched, no timer is left', async () => {
  const { stream, aborter } = setUp();
  const trying = stream.ready(aborter.signal).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(300);
  aborter.abort();
  expect(await trying).toMatchObject({ name: 'AbortError' });
  await vi.advanceTimersByTimeAsync(100);
  expect(vi.getTimerCount()).toBe(0);
});

test('whatever arrives, frames are whole, finite in number and rise in time', async () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom('\n', ',', '1', '-2.5', 'ERR\n', '1,0,0,1\n', '2,0,0,1\n', '{"a":1}\n', 'NaN'),
  );
  const { ready, stream, batches } = setUp();
  const { description } = await ready((n) => `${n},0,0,1\n`);
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), fc.nat(100), (chunks, laterMs) => {
      batches.length = 0;
      for (const chunk of chunks) stream.push(chunk, Date.now() + laterMs);
      for (const { values, timestampMs, lostBefore } of batches) {
        expect(values.length).toBe(timestampMs.length * description.channels.length);
        expect(lostBefore).toBeGreaterThanOrEqual(0);
      }
      const all = times(batches);
      expect(all.every((time, index) => index === 0 || time > all[index - 1]!)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
