import type { Channel } from '../../src/core/motion/frame';
import { createSubject } from '../../src/core/motion/simulator/subject';
import { createWearer } from '../../src/core/motion/simulator/wearer';
import { createRandom } from '../../src/core/random';
import { frameRecords, type RecordKind, type TapeRecord } from './live-tape';

const SECOND_MS = 1000;
const STEP_MS = 60;
const DAY_MS = 86_400_000;

/** The frames' 0 on the wall: so that a clock hour and a day begin within the hour that follows. */
const EVENING_MS = new Date(2026, 10, 25, 23, 25).getTime();

/** A clock that shows `epochMs` at the frames' 0, in this machine's time zone. */
function clock(timeMs: number, epochMs: number): TapeRecord {
  const utcOffsetMinutes = -new Date(epochMs).getTimezoneOffset();
  return { kind: 'clock', timeMs, args: [epochMs, utcOffsetMinutes] };
}

const does = (kind: RecordKind, timeMs: number, ...args: number[]): TapeRecord => ({
  kind,
  timeMs,
  args,
});

/**
 * An hour of somebody who sits, talks, walks, nods, shakes the head, exercises, looks down for long
 * and takes calls, over a link that loses packets and now and then falls silent. The device restarts
 * once, and midnight comes.
 */
export function hourOfMotion(
  seed: number,
  channels: readonly Channel[],
  minutes = 60,
): TapeRecord[] {
  const random = createRandom(seed);
  const pick = <T>(...choices: readonly T[]): T => choices[random.integer(choices.length)]!;
  const wearer = createWearer({
    subject: createSubject(seed),
    sitting: 5,
    link: { dropRate: 0.02, clockSkewPpm: 60 },
  });
  const places = channels.map(({ name }) =>
    wearer.description.channels.findIndex((one) => one.name === name),
  );
  const tape = [clock(0, EVENING_MS), does('tick', 0), does('limits', 0, 3, 12, 1)];
  let silentUntilMs = 0;
  let calls = 0;
  for (let second = 0; second < minutes * 60; second++) {
    const now = wearer.nowMs;
    if (second % 75 === 0) wearer.setActivity(pick('still', 'still', 'talking', 'walking'));
    if (second % 90 === 10) wearer.hold(pick('level', 'head-down', 'head-down', 'head-up'));
    if (second % 4 === 1) {
      wearer.perform(
        pick('nod', 'shake', 'neck-left', 'neck-right', 'nod', 'look-aside', 'glance-down'),
      );
    }
    if (second % 41 === 0) tape.push(does('incoming', now, calls++));
    if (random.integer(600) === 0) tape.push(does(pick('answer', 'decline'), now));
    if (random.integer(200) === 0) tape.push(does('snooze', now));
    if (random.integer(300) === 0) {
      tape.push(does('goal', now, random.integer(4), random.integer(12)));
    }
    if (random.integer(400) === 0) silentUntilMs = now + 300 + random.integer(6000);
    for (let step = 0; step * STEP_MS < SECOND_MS; step++) {
      const untilMs = now + Math.min(SECOND_MS, (step + 1) * STEP_MS);
      for (const batch of wearer.step(untilMs)) {
        if (untilMs > silentUntilMs)
          tape.push(...jittered(frameRecords(batch, places), random.next));
      }
    }
    tape.push(does('tick', wearer.nowMs));
  }
  return restarted(tape, minutes * 0.4 * 60 * SECOND_MS);
}

/** The device begins to count its time anew at `atMs`, as after a loss of power. */
function restarted(tape: readonly TapeRecord[], atMs: number): TapeRecord[] {
  const place = tape.findIndex(({ kind, timeMs }) => kind === 'tick' && timeMs >= atMs);
  return [
    ...tape.slice(0, place),
    clock(0, EVENING_MS + atMs),
    ...tape.slice(place).map((record) => ({ ...record, timeMs: record.timeMs - atMs })),
  ];
}

/** Device clocks that read a little early or late, in whole microseconds. */
function jittered(frames: readonly TapeRecord[], next: () => number): TapeRecord[] {
  return frames.map((frame) => ({
    ...frame,
    timeMs: Math.round((frame.timeMs + next() * 8) * 1000) / 1000,
  }));
}

/** More often forwards than back, so that the oldest of many days is dropped. */
const DAYS_MS = [1, 1, 2, -1].map((days) => days * DAY_MS);

/**
 * What no sensible stream holds: readings beyond any range or none at all, clocks that stand, jump
 * and run backwards, and a person who presses everything.
 */
export function wildTape(seed: number, channelCount: number, frames = 3000): TapeRecord[] {
  const random = createRandom(seed);
  const rarely = (chance: number) => random.next() < chance;
  const pick = <T>(...choices: readonly T[]): T => choices[random.integer(choices.length)]!;
  const level = new Float32Array(channelCount);
  const isSound = rarely(0.5);
  let epochMs = EVENING_MS;
  let timeMs = random.next() * 1e6;
  let calls = 0;
  const tape = [clock(0, epochMs), does('tick', timeMs)];
  for (let frame = 0; frame < frames; frame++) {
    timeMs += rarely(0.9) ? 20 : random.next() * 40;
    if (rarely(0.002)) timeMs += pick(0, 240, 300, 900, 1500, 20_000, 700_000, -50, -5000);
    for (let i = 0; i < channelCount; i++) {
      level[i] = 0.9 * level[i]! + random.normal() * (frame % 900 < 400 ? 2 : 0.01);
    }
    const values = level.map((value) =>
      !isSound && rarely(0.0005)
        ? pick(Number.NaN, Number.POSITIVE_INFINITY, -3e38, 1e12, -0, 1e-40)
        : value,
    );
    tape.push({ kind: 'frame', timeMs, args: values });
    if (rarely(0.02)) tape.push(does('tick', timeMs));
    if (rarely(0.005)) tape.push(does('incoming', timeMs, calls++));
    if (rarely(0.003)) tape.push(does(pick('answer', 'decline', 'snooze'), timeMs));
    if (rarely(0.003)) tape.push(does('running', timeMs, pick(0, 1)));
    if (rarely(0.003)) {
      tape.push(
        does('limits', timeMs, random.integer(4), random.integer(300) - 20, pick(0, 1, 500)),
      );
    }
    if (rarely(0.005)) {
      tape.push(does('goal', timeMs, random.integer(4), pick(0, 0, 1, 2, 5, -4, 1000)));
    }
    if (rarely(0.01)) {
      tape.push(does('threshold', timeMs, random.integer(4), 0.2 + random.next() * 0.4));
    }
    if (rarely(0.005)) tape.push(does('holdOff', timeMs, random.next() * 1000));
    if (rarely(0.02)) {
      epochMs += pick(1000, 60_000, 140_000, 149_000.25, 151_000, 1_800_000, -70_000, ...DAYS_MS);
      tape.push(clock(timeMs, epochMs));
    }
  }
  return tape;
}

/**
 * Somebody who looks down and up again more often than the reminder keeps stretches, and then for a
 * moment on more days than the posture monitor keeps.
 */
export function restlessTape(seed: number, stateClass: number): TapeRecord[] {
  const random = createRandom(seed);
  let timeMs = 0;
  const tape = [clock(0, EVENING_MS), does('tick', 0), does('running', 0, 1)];
  tape.push(does('limits', 0, 5, 20 + random.integer(20), 1));
  for (let turn = 0; turn < 900; turn++) {
    timeMs += random.next() * 7000;
    tape.push(does('state', timeMs, turn % 2 === 0 ? stateClass : 0));
    if (random.integer(3) === 0) tape.push(does('tick', timeMs + random.next()));
    if (random.integer(100) === 0) tape.push(does('snooze', timeMs + 1));
  }
  for (let day = 1; day <= 20; day++) {
    // Every fourth day the clock is a day behind.
    tape.push(clock(timeMs, EVENING_MS + (day % 4 === 0 ? day - 1 : day) * DAY_MS));
    for (let tick = 0; tick < 3; tick++) {
      timeMs += 1000 + random.next();
      tape.push(does('tick', timeMs));
    }
  }
  return tape;
}
