import { createRandom, type Random } from '../random';
import type { Gesture } from './gesture';

/** What a prompt asks of the person; the last two become examples of "nothing". */
export type GuidedTask =
  | { readonly kind: 'event' | 'state'; readonly gestureId: string }
  | { readonly kind: 'still' }
  | { readonly kind: 'look-around' };

/** One prompt: it is announced, then it is time, then (after a state) back to level. */
export interface GuidedPrompt {
  readonly task: GuidedTask;
  /** How long it is announced while the person rests, ms. */
  readonly announceMs: number;
  /** How long there is for the movement, or how long the state is held, ms. */
  readonly lastsMs: number;
  /** Time to come back to level, ms; 0 but for states. */
  readonly returnMs: number;
}

export interface GuidedPlan {
  readonly prompts: readonly GuidedPrompt[];
}

export interface GuidedPlanOptions {
  /** How often each gesture is asked for. */
  readonly repetitions: number;
  readonly seed: number;
}

/** Uneven, so that nobody moves by rhythm instead of by the prompt, ms. */
const REST_MS = [1100, 2100] as const;
/** The slowest shake of the slowest person, reaction included, ms. */
const EVENT_MS = 3000;
const STATE_MS = [4500, 6500] as const;
const RETURN_MS = 2200;
const STILL_MS = [3500, 5000] as const;
const LOOK_AROUND_MS = [4500, 6500] as const;
/** After this many gestures comes a stretch of nothing in particular. */
const GESTURES_PER_PAUSE = 8;

/**
 * Each gesture `repetitions` times in shuffled order, never the same three times running where it
 * can be helped, with stretches of stillness and of looking around in between.
 */
export function planGuided(
  gestures: readonly Pick<Gesture, 'id' | 'kind'>[],
  { repetitions, seed }: GuidedPlanOptions,
): GuidedPlan {
  const random = createRandom(seed);
  const order = withoutRuns(
    random.shuffle(
      gestures.flatMap((gesture) => Array.from({ length: repetitions }, () => gesture)),
    ),
  );
  const pauseAfter = Math.min(GESTURES_PER_PAUSE, Math.ceil(order.length / 2));
  const prompts: GuidedPrompt[] = [];
  let pauses = 0;
  order.forEach(({ id, kind }, index) => {
    prompts.push({
      task: { kind, gestureId: id },
      announceMs: within(random, REST_MS),
      lastsMs: kind === 'event' ? EVENT_MS : within(random, STATE_MS),
      returnMs: kind === 'event' ? 0 : RETURN_MS,
    });
    if ((index + 1) % pauseAfter === 0) prompts.push(pause(random, pauses++));
  });
  return { prompts };
}

/** From the first announcement to the last prompt's end, ms. */
export function guidedDurationMs({ prompts }: GuidedPlan): number {
  return prompts.reduce((sum, one) => sum + one.announceMs + one.lastsMs + one.returnMs, 0);
}

function pause(random: Random, index: number): GuidedPrompt {
  const still = index % 2 === 1;
  return {
    task: { kind: still ? 'still' : 'look-around' },
    announceMs: within(random, REST_MS),
    lastsMs: within(random, still ? STILL_MS : LOOK_AROUND_MS),
    returnMs: 0,
  };
}

/** Moves the third of a run to the nearest place where it stands between others. */
function withoutRuns<T>(order: T[]): T[] {
  for (let i = 2; i < order.length; i++) {
    if (order[i] !== order[i - 1] || order[i] !== order[i - 2]) continue;
    const other = order.findIndex((one, at) => at > i && one !== order[i]);
    if (other < 0) break;
    [order[i], order[other]] = [order[other]!, order[i]!];
  }
  return order;
}

function within(random: Random, [low, high]: readonly [number, number]): number {
  return Math.round(low + (high - low) * random.next());
}
