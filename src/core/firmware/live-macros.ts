import { CALL_GUARD_MS, CALL_LEAST_SCORE, CALL_TIMEOUT_MS } from '#core/apps/call-control';
import {
  DEFAULT_GOALS,
  EXERCISE_MOVEMENTS,
  HIGHEST_GOAL,
  KEPT_DONE_DAYS,
} from '#core/apps/exercise-counter';
import { LONGEST_TICK_MS } from '#core/apps/moment';
import { KEPT_DAYS } from '#core/apps/posture-monitor';
import { DEFAULT_LIMITS, LIMIT_RANGES, MOST_STRETCHES } from '#core/apps/sedentary-reminder';
import { accelerationPlaces, BODY_MOTION, turningChannels } from '#core/live/body-motion';
import { MOVING_SHARE, RESTING_SHARE, restPoints } from '#core/live/movement-onset';
import {
  hopFrames,
  liveHopMs,
  longestStepMs,
  SMOOTHED_MS,
  STATE_MINIMUM_MS,
} from '#core/live/recogniser';
import { smoothedAnswers, TOLERANCE_MS } from '#core/live/smoother';
import { RELEASE_SHARE } from '#core/live/trigger';
import { DEFAULT_MAX_GAP_MS, RESTART_GAP_MS } from '#core/motion/resample';
import { cDouble, cFloat } from './c-text';
import type { ExportedModel } from './exported-model';

/** What of a model the configuration depends on. */
export type ConfiguredModel = Pick<
  ExportedModel,
  | 'sha256'
  | 'classes'
  | 'input'
  | 'output'
  | 'frames'
  | 'rateHz'
  | 'hopMs'
  | 'channels'
  | 'normaliser'
  | 'live'
>;

/** Of the readings, the window and the model's numbers. */
export function signalMacros(model: ConfiguredModel): string {
  const { frames, rateHz, channels, classes, input, output } = model;
  const [x, y, z] = accelerationPlaces(channels);
  return defines([
    ['A reading is NODLAB_CHANNELS numbers; readings may come at any rate, even or not.'],
    ['CHANNELS', channels.length],
    ['Places of the acceleration in g, or -1.'],
    ['ACC_X', x],
    ['ACC_Y', y],
    ['ACC_Z', z],
    ['TURNING_CHANNELS', turningChannels(channels).length],
    ['The model sees NODLAB_FRAMES readings, NODLAB_RATE_HZ a second, oldest first.'],
    ['FRAMES', frames],
    ['RATE_HZ', cDouble(rateHz)],
    ['real = scale * (int8 - zero point)'],
    ['INPUT_SCALE', cFloat(input.scale)],
    ['INPUT_ZERO_POINT', input.zeroPoint],
    ['OUTPUT_SCALE', cFloat(output.scale)],
    ['OUTPUT_ZERO_POINT', output.zeroPoint],
    ['CLASSES', classes.length],
  ]);
}

/** Of resampling, smoothing, triggers, states, onsets and the body's motion. */
export function liveMacros({ rateHz, hopMs: trainedHopMs, live }: ConfiguredModel): string {
  const hopMs = liveHopMs(trainedHopMs);
  return defines([
    ['Times in ms.'],
    ['MAX_GAP_MS', cDouble(DEFAULT_MAX_GAP_MS)],
    ['RESTART_GAP_MS', cDouble(RESTART_GAP_MS)],
    ['LONGEST_STEP_MS', cDouble(longestStepMs(rateHz))],
    ['WINDOW_MS', cDouble(live.windowMs)],
    ['HOP_FRAMES', hopFrames(hopMs, rateHz)],
    ['SMOOTHED_MS', cDouble(SMOOTHED_MS + TOLERANCE_MS)],
    ['SMOOTHED_ANSWERS', smoothedAnswers(SMOOTHED_MS, hopMs)],
    ['HOLD_OFF_MS', cDouble(live.holdOffMs)],
    ['RELEASE_SHARE', cDouble(RELEASE_SHARE)],
    ['STATE_MINIMUM_MS', cDouble(STATE_MINIMUM_MS)],
    ['ONSET_REST_POINTS', restPoints(rateHz)],
    ['ONSET_MOVING_SHARE', cDouble(MOVING_SHARE)],
    ['ONSET_RESTING_SHARE', cDouble(RESTING_SHARE)],
    ['BODY_TIME_CONSTANT_MS', cDouble(BODY_MOTION.timeConstantMs)],
    ['BODY_MOVING_G', cDouble(BODY_MOTION.movingG)],
    ['BODY_RESTING_G', cDouble(BODY_MOTION.restingG)],
    ['BODY_ENTER_MS', cDouble(BODY_MOTION.enterMs)],
    ['BODY_LEAVE_MS', cDouble(BODY_MOTION.leaveMs)],
    ['BODY_TURNING_DPS', cDouble(BODY_MOTION.turningDps)],
    ['BODY_SWINGING_MS', cDouble(BODY_MOTION.swingingMs)],
    ['BODY_LOST_MS', cDouble(BODY_MOTION.lostMs)],
  ]);
}

/** Of the four apps. */
export function appMacros(): string {
  const goals = EXERCISE_MOVEMENTS.map((movement) => DEFAULT_GOALS[movement]).join(', ');
  return `${defines([
    ['The apps.'],
    ['LONGEST_TICK_MS', cDouble(LONGEST_TICK_MS)],
    ['SEDENTARY_DOWN_MINUTES', DEFAULT_LIMITS.downMinutes],
    ['SEDENTARY_WINDOW_MINUTES', DEFAULT_LIMITS.windowMinutes],
    ['SEDENTARY_SNOOZE_MINUTES', DEFAULT_LIMITS.snoozeMinutes],
    ['SEDENTARY_LEAST_WINDOW_MINUTES', LIMIT_RANGES.windowMinutes[0]],
    ['SEDENTARY_MOST_WINDOW_MINUTES', LIMIT_RANGES.windowMinutes[1]],
    ['SEDENTARY_LEAST_SNOOZE_MINUTES', LIMIT_RANGES.snoozeMinutes[0]],
    ['SEDENTARY_MOST_SNOOZE_MINUTES', LIMIT_RANGES.snoozeMinutes[1]],
    ['SEDENTARY_MOST_STRETCHES', MOST_STRETCHES],
    ['CALL_GUARD_MS', cDouble(CALL_GUARD_MS)],
    ['CALL_LEAST_SCORE', cDouble(CALL_LEAST_SCORE)],
    ['CALL_TIMEOUT_MS', cDouble(CALL_TIMEOUT_MS)],
    ['EXERCISE_GOALS', `{${goals}}`],
    ['EXERCISE_HIGHEST_GOAL', HIGHEST_GOAL],
  ])}
// Days that are kept; each of the first kind takes 768 bytes of RAM, of the second 4.
#ifndef NODLAB_POSTURE_KEPT_DAYS
#define NODLAB_POSTURE_KEPT_DAYS ${KEPT_DAYS}
#endif
#ifndef NODLAB_EXERCISE_KEPT_DAYS
#define NODLAB_EXERCISE_KEPT_DAYS ${KEPT_DONE_DAYS}
#endif`;
}

/** A macro a row; a row of one is the comment on those below it. */
function defines(
  rows: readonly (readonly [comment: string] | readonly [name: string, value: string | number])[],
): string {
  return rows
    .map(([name, value]) => {
      if (value === undefined) return `// ${name}`;
      // A sign stays with its number whatever stands beside the macro.
      const text = `${value}`.startsWith('-') ? `(${value})` : value;
      return `#define NODLAB_${name} ${text}`;
    })
    .join('\n');
}
