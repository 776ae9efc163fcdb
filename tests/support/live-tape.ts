import type { FrameBatch } from '../../src/core/motion/frame';

/** Kinds of record as tests/support/live-c-program.c numbers them. */
const KINDS = {
  frame: 0,
  clock: 1,
  tick: 2,
  running: 3,
  incoming: 4,
  answer: 5,
  decline: 6,
  snooze: 7,
  limits: 8,
  goal: 9,
  threshold: 10,
  holdOff: 11,
  state: 12,
} as const;
export type RecordKind = keyof typeof KINDS;

/** One thing that happens; `timeMs` on the frames' clock. */
export interface TapeRecord {
  readonly kind: RecordKind;
  readonly timeMs: number;
  /** Of a frame its values, of a clock the epoch time of the frames' 0 and the offset from UTC. */
  readonly args: ArrayLike<number>;
}

/** A record for each frame of a batch: what lies in the `places` of its channels. */
export function frameRecords(
  { timestampMs, values }: FrameBatch,
  places: readonly number[],
): TapeRecord[] {
  const width = values.length / timestampMs.length;
  return Array.from(timestampMs, (timeMs, frame) => ({
    kind: 'frame' as const,
    timeMs,
    args: places.map((place) => values[frame * width + place]!),
  }));
}

/** The tape as the C program reads it. */
export function tapeBytes(tape: readonly TapeRecord[]): Uint8Array {
  const size = tape.reduce((sum, { args }) => sum + 2 + args.length, 0);
  const numbers = new Float64Array(size);
  let at = 0;
  for (const { kind, timeMs, args } of tape) {
    numbers[at] = KINDS[kind];
    numbers[at + 1] = timeMs;
    for (let i = 0; i < args.length; i++) numbers[at + 2 + i] = args[i]!;
    at += 2 + args.length;
  }
  return new Uint8Array(numbers.buffer);
}
