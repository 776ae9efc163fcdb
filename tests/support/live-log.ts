import type { CallState } from '../../src/core/apps/call-control';
import { EXERCISE_MOVEMENTS, streak } from '../../src/core/apps/exercise-counter';
import { dayTotals, POSTURES, type PostureTimes } from '../../src/core/apps/posture-monitor';
import type { AppsState } from '../../src/studio/apps-station';

const HEADS = ['down', 'level', 'up', 'moving', undefined] as const;
const PHASES = ['quiet', 'due', 'snoozed'] as const;
const CALLS = ['idle', 'ringing', 'answered', 'declined', 'missed'] as const;

/** What the apps know after an act, a line each, as tests/support/live-c-program.c logs it. */
export function appLines(
  { posture, reminder, call, exercise }: AppsState,
  today: string,
): string[] {
  const { goals, counts, doneDays } = exercise;
  return [
    `posture ${HEADS.indexOf(posture.head)} ${Number(posture.moving)} ${bits64(posture.countedToMs)} ${timesOf(dayTotals(posture.days, today))}`,
    `sedentary ${Number(reminder.isDown)} ${PHASES.indexOf(reminder.phase)} ${reminder.reminderCount} ${reminder.stretches.length} ${bits64(reminder.downMs)} ${bits64(reminder.snoozedUntilMs)}`,
    `call ${CALLS.indexOf(call.phase)} ${callOf(call)}`,
    `exercise ${EXERCISE_MOVEMENTS.map((one) => `${counts[one]}/${goals[one]}`).join(' ')} ${doneDays.length} ${streak(doneDays, today)}`,
  ];
}

function callOf(call: CallState): string {
  if (call.phase === 'idle') return '0';
  if (call.phase === 'ringing') return `${call.caller} ${bits64(call.sinceMs)}`;
  if (call.phase === 'missed') return `${call.caller}`;
  return `${call.caller} ${call.by === 'gesture' ? 0 : 1} ${bits64(call.afterMs)}`;
}

/** What the apps remember at the end. */
export function memoryLines({ posture, reminder, exercise }: AppsState): string[] {
  const none: PostureTimes = { down: 0, level: 0, up: 0, moving: 0 };
  return [
    ...posture.days.flatMap(({ day, hours }) =>
      Array.from(
        { length: 24 },
        (_, hour) => `day ${dayNumber(day)} ${hour} ${timesOf(hours[hour] ?? none)}`,
      ),
    ),
    ...reminder.stretches.map(
      ({ startMs, endMs }) => `stretch ${bits64(startMs)} ${bits64(endMs)}`,
    ),
    ...exercise.doneDays.map((day) => `done ${dayNumber(day)}`),
  ];
}

const timesOf = (times: PostureTimes) =>
  POSTURES.map((posture) => bits64(times[posture])).join(' ');

const dayNumber = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

/** Local date of an epoch time, `2026-11-25`. */
export function localDay(ms: number): string {
  const at = new Date(ms);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

const view = new DataView(new ArrayBuffer(8));

/** The bits of a float64, hex. */
export function bits64(value: number): string {
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
}

/** The bits of a float32, hex. */
export function bits32(value: number): string {
  view.setFloat32(0, value);
  return view.getUint32(0).toString(16).padStart(8, '0');
}
