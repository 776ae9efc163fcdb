import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../random';
import { ArrivalTimes } from './arrival-times';
import { ClockFit } from './clock-fit';
import { EvenTimes } from './even-times';
import { findGaps } from './gaps';

interface Stream {
  readonly rateHz: number;
  /** Frames that arrive together, once the last of them was read. */
  readonly clump: number;
  readonly skewPpm: number;
  /** A clump arrives up to so much later, in periods. */
  readonly jitter: number;
  /** Share of frames, or of whole clumps, that never arrive. */
  readonly loss: number;
  readonly whole: boolean;
  /** Share of the clumps that come three to nine periods late. */
  readonly retries: number;
  readonly seed: number;
  readonly seconds: number;
}

/** Numbers of the frames that came, and when. */
interface Read {
  readonly frames: readonly number[];
  readonly arrivalMs: number;
}

const AIM: Stream = {
  rateHz: 50,
  clump: 5,
  skewPpm: 300,
  jitter: 0.5,
  loss: 0.02,
  whole: false,
  retries: 0,
  seed: 1,
  seconds: 60,
};
const START_MS = 1000;
/** Of times; the rate to 0.1 % takes longer. */
const SETTLED_MS = 6000;
const RATE_SETTLED_MS = 10_000;
/** Losses of the last reads may be found or not. */
const MOST_LOST_AT_THE_END = 25;

/** Time between frames by this machine's clock, ms. */
function truePeriodMs({ rateHz, skewPpm }: Stream): number {
  return 1000 / rateHz / (1 + skewPpm / 1e6);
}

function readsOf(stream: Stream): Read[] {
  const { clump, jitter, loss, whole, retries, seed, seconds, rateHz } = stream;
  const random = createRandom(seed);
  const periodMs = truePeriodMs(stream);
  const reads: Read[] = [];
  let latestMs = 0;
  for (let first = 0; first < seconds * rateHz; first += clump) {
    const sent = Array.from({ length: clump }, (_, at) => first + at);
    const dropped = first > 0 && random.next() < loss;
    const frames = whole
      ? sent.filter(() => !dropped)
      : sent.filter(() => random.next() >= loss || first === 0);
    const lateMs = periodMs * jitter * random.next();
    const heldMs = random.next() < retries ? 3 * (1 + random.integer(3)) * periodMs : 0;
    if (frames.length === 0) continue;
    latestMs = Math.max(latestMs, START_MS + frames.at(-1)! * periodMs + lateMs + heldMs);
    reads.push({ frames, arrivalMs: latestMs });
  }
  return reads;
}

/** Frames that follow one another without a loss. */
function runsOf(frames: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (const frame of frames) {
    if (runs.at(-1)?.at(-1) === frame - 1) runs.at(-1)!.push(frame);
    else runs.push([frame]);
  }
  return runs;
}

interface Outcome {
  /** Of times after they have settled, in periods. */
  readonly worst: number;
  /** Likewise, of frames of which one is missing among those that came with them. */
  readonly worstInHoles: number;
  readonly mean: number;
  /** Of the fitted period, after it has settled. */
  readonly rateError: number;
  readonly lost: number;
  readonly found: number;
}

type Follow = (read: Read) => { timesMs: readonly number[]; periodMs: number; found: number };

function outcomeOf(stream: Stream, follow: Follow): Outcome {
  const periodMs = truePeriodMs(stream);
  let [worst, worstInHoles, rateError, sum, count, lost, found] = [0, 0, 0, 0, 0, 0, 0];
  const reads = readsOf(stream);
  let next = 0;
  let lastMs = Number.NEGATIVE_INFINITY;
  // Losses at the very end may show only in what would have followed.
  const sure = reads.length - 5;
  for (const [at, read] of reads.entries()) {
    const step = follow(read);
    const hole = runsOf(read.frames).length > 1;
    if (at < sure) lost += read.frames.at(-1)! + 1 - next - read.frames.length;
    next = read.frames.at(-1)! + 1;
    found += step.found;
    for (const [index, frame] of read.frames.entries()) {
      const timeMs = step.timesMs[index]!;
      expect(timeMs).toBeGreaterThan(lastMs);
      lastMs = timeMs;
      if (read.arrivalMs < START_MS + SETTLED_MS) continue;
      const error = Math.abs(timeMs - START_MS - frame * periodMs) / periodMs;
      if (hole) worstInHoles = Math.max(worstInHoles, error);
      else worst = Math.max(worst, error);
      sum += error;
      count++;
    }
    if (read.arrivalMs < START_MS + RATE_SETTLED_MS) continue;
    rateError = Math.max(rateError, Math.abs(step.periodMs / periodMs - 1));
  }
  return { worst, worstInHoles, mean: sum / count, rateError, lost, found };
}

/** Frames that carry the device's own time, told on this machine's clock. */
function byClock(stream: Stream): Outcome {
  const clock = new ClockFit();
  const all: number[] = [];
  const outcome = outcomeOf(stream, ({ frames, arrivalMs }) => {
    const timestampMs = Float64Array.from(
      frames,
      (frame) => 77_000 + (frame * 1000) / stream.rateHz,
    );
    all.push(...timestampMs);
    clock.push({ timestampMs, arrivalMs });
    const timesMs = [...timestampMs].map((frameMs) => clock.toHostMs(frameMs));
    const periodMs = (clock.toHostMs(1e6) - clock.toHostMs(0)) / stream.rateHz / 1000;
    return { timesMs, periodMs, found: 0 };
  });
  const found = findGaps(Float64Array.from(all)).reduce((sum, { missing }) => sum + missing, 0);
  return { ...outcome, found };
}

/** Frames that are numbered; losses are compared with the holes in their times once settled. */
function bySequence(stream: Stream, guessHz = stream.rateHz): Outcome {
  const even = new EvenTimes(guessHz);
  const settled: number[] = [];
  let [lost, next] = [0, 0];
  const outcome = outcomeOf(stream, ({ frames, arrivalMs }) => {
    const timesMs = runsOf(frames).flatMap((run) => {
      const lostBefore = run[0]! - next;
      next = run.at(-1)! + 1;
      if (settled.length > 0) lost += lostBefore;
      const timestampMs = even.times(lostBefore, run.length, arrivalMs);
      if (arrivalMs > START_MS + SETTLED_MS) settled.push(...timestampMs);
      return [...timestampMs];
    });
    return { timesMs, periodMs: even.periodMs, found: 0 };
  });
  const found = findGaps(Float64Array.from(settled)).reduce((sum, { missing }) => sum + missing, 0);
  return { ...outcome, lost, found };
}

/** Frames that carry nothing. */
function byArrivals(stream: Stream, guessHz = stream.rateHz): Outcome {
  const arrivals = new ArrivalTimes(guessHz);
  return outcomeOf(stream, ({ frames, arrivalMs }) => {
    const { timestampMs, lostBefore } = arrivals.times(frames.length, arrivalMs);
    return { timesMs: [...timestampMs], periodMs: arrivals.periodMs, found: lostBefore };
  });
}

const seeds = fc.integer();

/** Rates, clumps and skews. A clump of a second and more takes longer to settle. */
const streams = fc
  .record({
    rateHz: fc.constantFrom(25, 50, 62.5, 104, 200),
    clump: fc.integer({ min: 1, max: 12 }),
    skewPpm: fc.integer({ min: -500, max: 500 }),
    seed: seeds,
  })
  .filter(({ rateHz, clump }) => clump / rateHz <= 0.15);

describe('clumps of five at 20 ms, 300 ppm skew, 2 % loss, arrivals up to 10 ms late', () => {
  test.each([
    ['the device’s clock', byClock],
    ['numbers', (stream: Stream) => bySequence(stream)],
  ])('by %s: rate to 0.1 %, every time within half a period, every gap', (_, follow) => {
    fc.assert(
      fc.property(seeds, fc.boolean(), (seed, whole) => {
        const { worst, worstInHoles, rateError, lost, found } = follow({ ...AIM, seed, whole });
        expect(rateError).toBeLessThan(0.001);
        expect(Math.max(worst, worstInHoles)).toBeLessThan(0.5);
        // The last reads' are found too.
        expect(found).toBeGreaterThanOrEqual(lost);
        expect(found).toBeLessThanOrEqual(lost + MOST_LOST_AT_THE_END);
      }),
      { numRuns: 40 },
    );
  });

  test('by arrivals alone: rate to 0.1 %, every gap, every time but before a loss in the same clump', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { worst, worstInHoles, rateError, lost, found } = byArrivals({ ...AIM, seed });
        expect(rateError).toBeLessThan(0.001);
        expect(worst).toBeLessThan(0.5);
        expect(worstInHoles).toBeLessThan(4.5);
        expect(found).toBeGreaterThanOrEqual(lost - 1);
        expect(found).toBeLessThanOrEqual(lost + MOST_LOST_AT_THE_END);
      }),
      { numRuns: 40 },
    );
  });

  test('by arrivals alone: whole clumps too, but for times just after three in a row', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { mean, rateError, lost, found } = byArrivals({ ...AIM, seed, whole: true });
        expect(rateError).toBeLessThan(0.002);
        expect(mean).toBeLessThan(0.2);
        expect(found).toBeGreaterThanOrEqual(lost - 5);
        expect(found).toBeLessThanOrEqual(lost + MOST_LOST_AT_THE_END);
      }),
      { numRuns: 40 },
    );
  });
});

describe('whatever the rate, clumps and skew, and a rate that is guessed', () => {
  const guesses = fc.double({ min: 0.8, max: 1.25, noNaN: true });
  const few = { numRuns: 25 };

  test('by numbers: links that hold up clumps for long and jitter by a period', () => {
    fc.assert(
      fc.property(streams, guesses, (some, guess) => {
        const stream = { ...AIM, ...some, jitter: 1, retries: 0.02, seconds: 30 };
        const { mean, worst, rateError } = bySequence(stream, stream.rateHz * guess);
        expect(rateError).toBeLessThan(0.003);
        expect(mean).toBeLessThan(0.1);
        expect(worst).toBeLessThan(0.7);
      }),
      few,
    );
  });

  test('by arrivals alone: single frames lost, arrivals up to a quarter of a period late', () => {
    fc.assert(
      fc.property(streams, guesses, (some, guess) => {
        const stream = { ...AIM, ...some, jitter: 0.25, loss: 0.01, seconds: 30 };
        const { worst, rateError, lost, found } = byArrivals(stream, stream.rateHz * guess);
        expect(rateError).toBeLessThan(0.002);
        expect(worst).toBeLessThan(0.5);
        expect(found).toBeGreaterThanOrEqual(lost - 1);
      }),
      few,
    );
  });

  test('by arrivals alone: where nothing is lost nothing is claimed, up to a period of jitter', () => {
    fc.assert(
      fc.property(streams, fc.double({ min: 0, max: 1, noNaN: true }), (some, jitter) => {
        expect(byArrivals({ ...AIM, ...some, jitter, loss: 0, seconds: 30 }).found).toBe(0);
      }),
      few,
    );
  });
});

test('clumps that are late now and then are hardly ever taken for a loss, and losses beside them are found', () => {
  let [claimed, lost, found] = [0, 0, 0];
  for (let seed = 0; seed < 20; seed++) {
    claimed += byArrivals({ ...AIM, seed, loss: 0, retries: 0.03 }).found > 0 ? 1 : 0;
    const beside = byArrivals({ ...AIM, seed, retries: 0.02 });
    lost += beside.lost;
    found += beside.found;
  }
  expect(claimed).toBeLessThanOrEqual(1);
  expect(Math.abs(found - lost)).toBeLessThan(lost / 30);
});

test.each([
  { readMs: 16, rateHz: 50 },
  { readMs: 16, rateHz: 1000 },
  { readMs: 100, rateHz: 104 },
  { readMs: 45, rateHz: 50 },
])('read every $readMs ms or so, $rateHz frames a second are all there', ({ readMs, rateHz }) => {
  const random = createRandom(9);
  const arrivals = new ArrivalTimes(rateHz);
  let [readAtMs, came, claimed] = [0, 0, 0];
  while (readAtMs < 60_000) {
    readAtMs += readMs * (0.9 + 0.2 * random.next());
    const due = Math.floor((readAtMs * rateHz) / 1000);
    claimed += arrivals.times(due - came, readAtMs).lostBefore;
    came = due;
  }
  expect(claimed).toBe(0);
  expect(Math.abs(arrivals.periodMs / (1000 / rateHz) - 1)).toBeLessThan(0.001);
});

describe.each([
  ['numbers', (stream: Stream, hz: number) => bySequence(stream, hz)],
  ['arrivals alone', (stream: Stream, hz: number) => byArrivals(stream, hz)],
])('by %s', (_, follow) => {
  test.each([0.7, 0.9, 1.2, 1.5])('finds a rate that is %d of what was guessed', (share) => {
    const { rateError, worst } = follow({ ...AIM, loss: 0 }, AIM.rateHz / share);
    expect(rateError).toBeLessThan(0.001);
    expect(worst).toBeLessThan(0.5);
  });
});

/** Follows a device that from the twentieth second on reads `rateHz` instead of 50; the last error, ms. */
function changed(
  rateHz: number,
  follow: { times(frames: number, arrivalMs: number): Float64Array; readonly periodMs: number },
) {
  const random = createRandom(6);
  let timeMs = 0;
  let errorMs = 0;
  while (timeMs < 40_000) {
    const periodMs = timeMs < 20_000 ? 20 : 1000 / rateHz;
    timeMs += 4 * periodMs;
    errorMs = follow.times(4, timeMs + 8 * random.next()).at(-1)! - timeMs;
  }
  return { errorMs, rateHz: 1000 / follow.periodMs };
}

test.each([40, 48, 52, 60])('a device that changes from 50 to %d Hz is followed', (rateHz) => {
  const even = new EvenTimes(50);
  const numbered = changed(rateHz, {
    times: (frames, arrivalMs) => even.times(0, frames, arrivalMs),
    get periodMs() {
      return even.periodMs;
    },
  });
  expect(Math.abs(numbered.rateHz / rateHz - 1)).toBeLessThan(0.002);
  expect(Math.abs(numbered.errorMs)).toBeLessThan(10);
  const arrivals = new ArrivalTimes(50);
  const bare = changed(rateHz, {
    times: (frames, arrivalMs) => arrivals.times(frames, arrivalMs).timestampMs,
    get periodMs() {
      return arrivals.periodMs;
    },
  });
  expect(Math.abs(bare.rateHz / rateHz - 1)).toBeLessThan(0.002);
  expect(Math.abs(bare.errorMs)).toBeLessThan(10);
});

test('whatever arrives whenever, times are finite and rise', () => {
  const reads = fc.array(
    fc.tuple(
      fc.integer({ min: 0, max: 40 }),
      fc.oneof(fc.constant(0), fc.double({ min: 0, max: 5000, noNaN: true })),
    ),
    { maxLength: 400 },
  );
  fc.assert(
    fc.property(reads, fc.constantFrom(0, 1, 50, 1000), (read, rateHz) => {
      const arrivals = new ArrivalTimes(rateHz);
      const even = new EvenTimes(rateHz);
      let arrivalMs = 0;
      let [lastMs, lastEvenMs] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (const [frames, waitMs] of read) {
        arrivalMs += waitMs;
        const { timestampMs, lostBefore } = arrivals.times(frames, arrivalMs);
        expect(lostBefore >= 0 && Number.isInteger(lostBefore)).toBe(true);
        for (const time of timestampMs) {
          expect(time > lastMs && Number.isFinite(time)).toBe(true);
          lastMs = time;
        }
        for (const time of even.times(frames % 3, frames, arrivalMs)) {
          expect(time > lastEvenMs && Number.isFinite(time)).toBe(true);
          lastEvenMs = time;
        }
      }
    }),
  );
});
