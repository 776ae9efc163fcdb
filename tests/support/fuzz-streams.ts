import { expect, test } from 'vitest';
import type { FrameBatch } from '../../src/core/motion/frame';
import { createRandom, type Random } from '../../src/core/random';
import { FUZZ_INPUTS, fuzz, must } from './fuzz-run';
import { collectGarbage } from './heap';
import { cutAnywhere, joined, mutatedValues, randomBytes } from './mutate-bytes';

/** What takes a stream in: values as they come, frames as they are known. */
export interface StreamEnd {
  push(value: DataView, arrivalMs: number): readonly FrameBatch[];
  readonly skipped: number;
}

/** One kind of stream. */
export interface StreamSubject {
  readonly name: string;
  readonly channels: number;
  open(): StreamEnd;
  /** A device's value of that number, counted from 0. */
  good(index: number): Uint8Array;
  /** How many frames so many of them hold. */
  frames(goods: number): number;
  /** A value that can't be used and is to be counted once; absent where nothing shows it. */
  bad?(random: Random): Uint8Array;
  /** Whether several such in a row count once. */
  badInRuns?: boolean;
  /** Whether the bytes may be cut anywhere. */
  cut?: boolean;
}

/** Numbers out for a byte in: compressed readings of nothing new take least. */
const MOST_NUMBERS_PER_BYTE = 400;
/** That may be kept of it. */
const MOST_KEPT_BYTES = 1_000_000;
const GARBAGE_VALUES = 5000;
/** Of a text or a packet that does not end. */
const ENDLESS_VALUES = 6000;

/** Random and mutated streams: nothing is thrown, and what comes out is in order and of the right shape. */
function fuzzStreams(subject: StreamSubject): Promise<void> {
  return fuzz(subject.name, (random) => {
    const end = subject.open();
    const check = new Checks(subject, end);
    let arrivalMs = 0;
    for (const value of streamOf(subject, random)) {
      arrivalMs += random.integer(8) === 0 ? random.integer(20_000) : random.integer(40);
      check.push(value, arrivalMs);
    }
  });
}

function streamOf(subject: StreamSubject, random: Random): Uint8Array[] {
  const length = 1 + random.integer(12);
  if (random.integer(8) === 0) return Array.from({ length }, () => randomBytes(random, 80));
  const from = random.integer(4) === 0 ? random.integer(100_000) : 0;
  const values = Array.from({ length }, (_, index) => subject.good(from + index));
  const mutated = mutatedValues(values, random);
  return subject.cut || random.integer(8) === 0 ? cutAnywhere(mutated, random) : mutated;
}

class Checks {
  frames = 0;
  #lastMs = Number.NEGATIVE_INFINITY;
  #skipped: number;
  #bytes = 0;
  readonly #subject: StreamSubject;
  readonly #end: StreamEnd;

  constructor(subject: StreamSubject, end: StreamEnd) {
    this.#subject = subject;
    this.#end = end;
    this.#skipped = end.skipped;
  }

  push(bytes: Uint8Array, arrivalMs: number): void {
    // Amid a larger buffer, as values are.
    const buffer = joined([Uint8Array.of(0xaa), bytes, Uint8Array.of(0xaa)]).buffer;
    const value = new DataView(buffer, 1, bytes.length);
    this.#bytes += bytes.length;
    for (const batch of this.#end.push(value, arrivalMs)) this.#batch(batch);
    new Uint8Array(buffer).fill(0xff);
    const { skipped } = this.#end;
    must(Number.isSafeInteger(skipped) && skipped >= this.#skipped, `skipped is ${skipped}`);
    this.#skipped = skipped;
  }

  #batch({ timestampMs, values, lostBefore, arrivalMs }: FrameBatch): void {
    const frames = timestampMs.length;
    must(frames > 0, 'an empty batch');
    must(values.length === frames * this.#subject.channels, `${values.length} values`);
    must(Number.isSafeInteger(lostBefore) && lostBefore >= 0, `${lostBefore} frames lost`);
    must(Number.isFinite(arrivalMs), `arrived at ${arrivalMs}`);
    for (const timeMs of timestampMs) {
      must(timeMs > this.#lastMs && timeMs < Number.POSITIVE_INFINITY, `time ${timeMs}`);
      this.#lastMs = timeMs;
    }
    must(values.every(Number.isFinite), 'a value that is no number');
    this.frames += frames;
    const numbers = this.frames * this.#subject.channels;
    must(numbers <= this.#bytes * MOST_NUMBERS_PER_BYTE, `${numbers} numbers`);
  }
}

/** Good values with bad ones between: all frames come out, and each bad value is counted. */
function fuzzCounts(subject: StreamSubject): Promise<void> {
  const one = (random: Random) => {
    const end = subject.open();
    const check = new Checks(subject, end);
    const before = end.skipped;
    const values: Uint8Array[] = [];
    let goods = 0;
    let bads = 0;
    let wasBad = false;
    for (let count = 1 + random.integer(15); count > 0; count--) {
      const bad = random.integer(3) === 0 ? subject.bad?.(random) : undefined;
      if (bad && !(wasBad && subject.badInRuns)) bads++;
      values.push(bad ?? subject.good(goods++));
      wasBad = bad !== undefined;
    }
    // A run of bad bytes ends where good ones begin.
    if (wasBad && subject.badInRuns) values.push(subject.good(goods++));
    const pieces = subject.cut ? cutAnywhere(values, random) : values;
    for (const [index, value] of pieces.entries()) check.push(value, 20 * index);
    must(check.frames === subject.frames(goods), `${check.frames} frames of ${goods} good values`);
    must(end.skipped - before === bads, `${end.skipped - before} skipped of ${bads} bad values`);
  };
  return fuzz(`${subject.name}, counted`, one, Math.ceil(FUZZ_INPUTS / 4));
}

/** A megabyte and more of garbage leaves less than that behind. */
function expectBoundedMemory(subject: StreamSubject): void {
  const random = createRandom(1);
  const end = subject.open();
  collectGarbage();
  const before = process.memoryUsage();
  for (let index = 0; index < GARBAGE_VALUES; index++) {
    const values = random.integer(2) === 0 ? [subject.good(index)] : [randomBytes(random, 240)];
    for (const value of random.integer(2) === 0 ? mutatedValues(values, random) : values) {
      end.push(new DataView(value.buffer), 20 * index);
    }
  }
  const endless = new DataView(new Uint8Array(240).fill(0x37).buffer);
  for (let index = 0; index < ENDLESS_VALUES; index++) {
    end.push(endless, 20 * (GARBAGE_VALUES + index));
  }
  collectGarbage();
  const after = process.memoryUsage();
  expect(after.heapUsed - before.heapUsed).toBeLessThan(MOST_KEPT_BYTES);
  expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(MOST_KEPT_BYTES);
  // Still alive, or its memory would be gone too.
  expect(end.skipped).toBeGreaterThanOrEqual(0);
}

/** One test a subject, of all of this. */
export function testStreams(subjects: readonly StreamSubject[]): void {
  test.each(subjects.map((subject) => [subject.name, subject] as const))(
    '%s: broken streams are read without a throw, in order, in little memory, and counted right',
    async (_, subject) => {
      expectBoundedMemory(subject);
      await fuzzStreams(subject);
      await fuzzCounts(subject);
    },
  );
}
