import { createRandom } from '#core/random';
import type { FrameBatch, Signal } from '../frame';
import type { Posture, WearerAction, WearerActivity } from './gestures';
import { createWearer, type TruthInterval, type WearerOptions } from './wearer';

/** One line of a script. `perform` and `hold` end when the movement does; the rest takes `ms`. */
export type ScriptStep =
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'perform'; readonly action: WearerAction }
  | { readonly do: 'hold'; readonly posture: Posture }
  | { readonly do: 'activity'; readonly activity: WearerActivity };

/** A script's recording. Truth is in ms after the signal's first frame, on the frames' clock. */
export interface ScriptedRecording {
  readonly signal: Signal;
  readonly truth: readonly TruthInterval[];
  readonly lostCount: number;
}

/** Plays a script from time 0 and returns every frame that arrived. */
export function runScript(options: WearerOptions, steps: readonly ScriptStep[]): ScriptedRecording {
  const wearer = createWearer(options);
  const batches: FrameBatch[] = [];
  const live = (untilMs: number) => {
    for (const batch of wearer.step(untilMs)) batches.push(batch);
  };
  for (const step of steps) {
    switch (step.do) {
      case 'wait':
        live(wearer.nowMs + step.ms);
        break;
      case 'perform':
        live(wearer.perform(step.action) ?? wearer.nowMs);
        break;
      case 'hold':
        live(wearer.hold(step.posture));
        break;
      case 'activity':
        wearer.setActivity(step.activity);
        break;
    }
  }
  for (const batch of wearer.flush()) batches.push(batch);
  const signal = joinBatches(wearer.description.channels, batches);
  const firstMs = signal.timestampMs[0] ?? 0;
  const truth = wearer.truth().map((interval) => ({
    gesture: interval.gesture,
    startMs: wearer.toDeviceMs(interval.startMs) - firstMs,
    endMs: wearer.toDeviceMs(interval.endMs) - firstMs,
  }));
  return { signal, truth, lostCount: wearer.lostCount };
}

/** One signal of all batches, in order. */
export function joinBatches(
  channels: Signal['channels'],
  batches: readonly Pick<FrameBatch, 'timestampMs' | 'values'>[],
): Signal {
  const frames = batches.reduce((sum, batch) => sum + batch.timestampMs.length, 0);
  const timestampMs = new Float64Array(frames);
  const values = new Float32Array(frames * channels.length);
  let frame = 0;
  for (const batch of batches) {
    timestampMs.set(batch.timestampMs, frame);
    values.set(batch.values, frame * channels.length);
    frame += batch.timestampMs.length;
  }
  return { channels, timestampMs, values };
}

/**
 * A sitting as a guided recording would run it: each action `repetitions` times in shuffled order
 * with uneven rests, then the postures held, then talking and walking. About 40 s a repetition of
 * four actions with both postures.
 */
export function sittingScript(
  seed: number,
  options: {
    readonly actions: readonly WearerAction[];
    readonly postures: readonly Exclude<Posture, 'level'>[];
    readonly repetitions: number;
    readonly activityMs: number;
  },
): ScriptStep[] {
  const random = createRandom(seed);
  const rest = (): ScriptStep => ({ do: 'wait', ms: 900 + 900 * random.next() });
  const steps: ScriptStep[] = [{ do: 'wait', ms: 1500 }];
  const order: WearerAction[] = [];
  for (let i = 0; i < options.repetitions; i++) order.push(...options.actions);
  for (const action of random.shuffle(order)) steps.push({ do: 'perform', action }, rest());
  for (const posture of options.postures) {
    for (let i = 0; i < Math.ceil(options.repetitions / 4); i++) {
      steps.push({ do: 'hold', posture }, { do: 'wait', ms: 5000 + 2000 * random.next() });
      steps.push({ do: 'hold', posture: 'level' }, rest());
    }
  }
  for (const action of ['look-aside', 'glance-down', 'shrug', 'look-aside'] as const) {
    steps.push({ do: 'perform', action }, rest());
  }
  for (const activity of ['talking', 'walking'] as const) {
    steps.push({ do: 'activity', activity }, { do: 'wait', ms: options.activityMs });
  }
  steps.push({ do: 'activity', activity: 'still' }, { do: 'wait', ms: 1500 });
  return steps;
}
