import type { GestureAction } from '#core/motion/simulator/gestures';
import { runScript, type ScriptStep } from '#core/motion/simulator/script';
import { createSubject } from '#core/motion/simulator/subject';

/** A person whose nod, shake and tilts all fit the picture. */
const SUBJECT_SEED = 186;
const ACTIONS: readonly GestureAction[] = ['nod', 'shake', 'neck-left', 'nod'];

/** Turning rate about X, Y and Z of the simulated wearable, and when what was done. */
export interface HeroMotion {
  readonly durationMs: number;
  /** Largest magnitude, °/s. */
  readonly reachDps: number;
  /** Of each axis: `[ms, °/s]` of every frame. */
  readonly axes: readonly (readonly (readonly [number, number])[])[];
  readonly gestures: readonly {
    readonly gesture: GestureAction;
    readonly startMs: number;
    readonly endMs: number;
  }[];
}

/** A dozen seconds of a simulated head; takes a few milliseconds. */
export function heroMotion(): HeroMotion {
  const steps: ScriptStep[] = [{ do: 'wait', ms: 700 }];
  for (const action of ACTIONS) steps.push({ do: 'perform', action }, { do: 'wait', ms: 900 });
  const link = { clumpMs: 0, retryRate: 0 };
  const { signal, truth } = runScript({ subject: createSubject(SUBJECT_SEED), link }, steps);
  const { timestampMs, values, channels } = signal;
  const startMs = timestampMs[0]!;
  let reachDps = 0;
  const axes = ['gyroX', 'gyroY', 'gyroZ'].map((name) => {
    const channel = channels.findIndex((one) => one.name === name);
    return Array.from(timestampMs, (ms, frame) => {
      const value = values[frame * channels.length + channel]!;
      reachDps = Math.max(reachDps, Math.abs(value));
      return [ms - startMs, value] as const;
    });
  });
  return {
    durationMs: timestampMs.at(-1)! - startMs,
    reachDps,
    axes,
    gestures: truth.filter(isAction),
  };
}

function isAction<T extends { gesture: string }>(one: T): one is T & { gesture: GestureAction } {
  return ACTIONS.some((action) => action === one.gesture);
}
