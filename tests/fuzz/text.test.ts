import { expect, test } from 'vitest';
import type { FrameBatch } from '../../src/core/motion/frame';
import { LineDecoder } from '../../src/core/motion/line-codec';
import { createRandom, type Random } from '../../src/core/random';
import { UartText } from '../../src/device/profiles/nordic-uart-text';
import { TextStream } from '../../src/device/text-stream';
import { bytesView, FakeSink } from '../support/fake-gatt-link';
import { fuzz, must } from '../support/fuzz-run';
import { collectGarbage } from '../support/heap';
import { cutAnywhere, mutatedValues, randomBytes } from '../support/mutate-bytes';

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const COLUMNS = 3;

/** Ways in which sketches print three numbers. */
const WAYS: readonly ((values: readonly number[]) => string)[] = [
  (values) => values.join(','),
  (values) => values.join('\t'),
  (values) => values.map((value) => value.toExponential(3)).join(' ; '),
  ([x, y, z]) => `accX:${x}, accY:${y}, accZ:${z}`,
  ([x, y, z]) => `{"acc":{"x":${x},"y":${y},"z":${z}}}`,
  (values) => JSON.stringify(values),
];
/** Lines that are no row of three numbers, whatever the way. */
const BAD = [
  'hello world!',
  '1,2',
  '1,2,3,4',
  '{"acc":{"x":1}',
  '[1,2,"3"]',
  'ERR sensor',
  'x:1,y',
];

const row = (random: Random) =>
  Array.from({ length: COLUMNS }, () => Math.round(random.normal() * 1e4) / 1e4);

function lines(
  random: Random,
  count: number,
): { values: Uint8Array[]; goods: number; bads: number } {
  const way = WAYS[random.integer(WAYS.length)]!;
  const end = random.integer(2) === 0 ? '\n' : '\r\n';
  // Two alike settle what the columns are.
  const values = [way(row(random)), way(row(random))];
  let bads = 0;
  for (; count > 0; count--) {
    const bad = random.integer(4) === 0;
    if (bad) bads++;
    values.push(bad ? BAD[random.integer(BAD.length)]! : way(row(random)));
  }
  return {
    values: values.map((value) => encoder.encode(value + end)),
    goods: values.length - bads,
    bads,
  };
}

/** Streams of text as bytes, broken in all ways, in pieces. */
function brokenText(random: Random): Uint8Array[] {
  const length = 1 + random.integer(8);
  if (random.integer(8) === 0) return Array.from({ length }, () => randomBytes(random, 80));
  const mutated = mutatedValues(lines(random, length).values, random);
  if (random.integer(50) === 0) mutated.push(new Uint8Array(5000).fill(random.integer(256)));
  return cutAnywhere(mutated, random);
}

test('line codec: whatever comes, rows are of one width and finite', () =>
  fuzz('line codec', (random) => {
    const codec = new LineDecoder();
    for (const piece of brokenText(random)) {
      codec.push(decoder.decode(piece), (values) => {
        must(values.length === codec.columns, `${values.length} of ${codec.columns} columns`);
        must(values.every(Number.isFinite), `${values}`);
      });
      must(Number.isSafeInteger(codec.skipped), `skipped ${codec.skipped}`);
    }
  }));

test('line codec: all good lines come out and all bad ones are counted', () =>
  fuzz('line codec, counted', (random) => {
    const { values, goods, bads } = lines(random, random.integer(12));
    const codec = new LineDecoder();
    let rows = 0;
    for (const piece of cutAnywhere(values, random)) {
      codec.push(decoder.decode(piece), () => rows++);
    }
    // The first line may be half of one, and counts as passed over.
    must(rows === goods - 1, `${rows} rows of ${goods} lines`);
    must(codec.skipped === bads + 1, `${codec.skipped} skipped of ${bads} lines`);
  }));

/** A stream whose columns are known: 2 s have passed since the first line. */
async function opened(sink: FakeSink): Promise<TextStream> {
  let nowMs = 0;
  const stream = new TextStream(sink, { nowMs: () => nowMs });
  for (let index = 0; index < 5; index++) stream.push('1,2,3\n', 20 * index);
  nowMs = 2000;
  const { description } = await stream.ready(new AbortController().signal);
  must(description.channels.length === COLUMNS, `${description.channels.length} channels`);
  return stream;
}

function checkBatches(batches: readonly FrameBatch[]): number {
  let lastMs = Number.NEGATIVE_INFINITY;
  let frames = 0;
  for (const { timestampMs, values, lostBefore } of batches) {
    must(values.length === timestampMs.length * COLUMNS, `${values.length} values`);
    must(Number.isSafeInteger(lostBefore) && lostBefore >= 0, `${lostBefore} frames lost`);
    for (const timeMs of timestampMs) {
      must(timeMs > lastMs && timeMs < Number.POSITIVE_INFINITY, `time ${timeMs}`);
      lastMs = timeMs;
    }
    must(values.every(Number.isFinite), 'a value that is no number');
    frames += timestampMs.length;
  }
  return frames;
}

test('text stream: whatever comes, frames are in order and of the right shape', () =>
  fuzz('text stream', async (random) => {
    const sink = new FakeSink();
    const stream = await opened(sink);
    let arrivalMs = 100;
    for (const piece of brokenText(random)) {
      arrivalMs += random.integer(8) === 0 ? random.integer(20_000) : random.integer(40);
      stream.push(decoder.decode(piece), arrivalMs);
    }
    checkBatches(sink.batches);
    must(Number.isSafeInteger(sink.skippedCount), `skipped ${sink.skippedCount}`);
  }));

test('text stream: all good lines become frames and all bad ones are counted', () =>
  fuzz('text stream, counted', async (random) => {
    const sink = new FakeSink();
    const stream = await opened(sink);
    let goods = 0;
    let bads = 0;
    const values = Array.from({ length: random.integer(15) }, () => {
      const bad = random.integer(3) === 0;
      if (bad) bads++;
      else goods++;
      return encoder.encode(`${bad ? BAD[random.integer(BAD.length)] : row(random).join()}\n`);
    });
    for (const [index, piece] of cutAnywhere(values, random).entries()) {
      stream.push(decoder.decode(piece), 100 + 20 * index);
    }
    const frames = checkBatches(sink.batches);
    must(frames === goods, `${frames} frames of ${goods} lines`);
    must(sink.skippedCount === bads, `${sink.skippedCount} skipped of ${bads} lines`);
  }));

test('text over Nordic UART: whatever bytes come, text does', () =>
  fuzz('text over Nordic UART', (random) => {
    const uart = new UartText();
    const codec = new LineDecoder();
    for (const piece of brokenText(random)) {
      const text = uart.push(bytesView(piece));
      must(text.length <= piece.length + 8, `${text.length} characters of ${piece.length} bytes`);
      codec.push(text, () => undefined);
    }
  }));

test('a text without an end takes no more memory than some lines', async () => {
  const sink = new FakeSink();
  const stream = await opened(sink);
  const random = createRandom(2);
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let index = 0; index < 20_000; index++) {
    const noise = randomBytes(random, 200).filter(
      (byte) => byte !== 0x0a && byte !== 0x0d && byte !== 0,
    );
    stream.push(decoder.decode(noise), index);
    stream.push('7'.repeat(100), index);
  }
  collectGarbage();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(1_000_000);
  // It goes on after it.
  stream.push('\n1,2,3\n', 20_000);
  expect(sink.values).toEqual([1, 2, 3]);
  expect(sink.skippedCount).toBe(1);
});
