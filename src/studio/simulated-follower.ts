import { ROLES, type Role, type Roles } from '#core/apps/roles';
import type { GuidedPrompt } from '#core/dataset/guided-plan';
import type { Posture, WearerAction } from '#core/motion/simulator/gestures';
import { createRandom } from '#core/random';
import type { SimulatorControl } from '#device/simulator';
import type { GuidedStep } from './guide';

const ACTIONS: Readonly<Partial<Record<Role, WearerAction>>> = {
  nod: 'nod',
  shake: 'shake',
  neckLeft: 'neck-left',
  neckRight: 'neck-right',
};
const POSTURES: Readonly<Partial<Record<Role, Posture>>> = {
  headDown: 'head-down',
  headUp: 'head-up',
};
const ASIDE: readonly WearerAction[] = ['look-aside', 'glance-down', 'shrug'];
/** As people react to a prompt that they expect, ms. */
const REACTION_MS = [300, 500] as const;
const GLANCE_EVERY_MS = 2200;

/** Has the simulated person do what a guided recording asks for, a moment after it is asked. */
export interface SimulatedFollower {
  step(step: GuidedStep, prompt: GuidedPrompt): void;
  /** Comes back to level and does nothing further. */
  relax(): void;
}

/** `roles`: which gesture of the project stands for which movement; others are not acted out. */
export function createSimulatedFollower(
  control: SimulatorControl,
  roles: Roles,
  seed: number,
): SimulatedFollower {
  const random = createRandom(seed);
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const roleOf = (gestureId: string) => ROLES.find((role) => roles[role] === gestureId);

  function soon(act: () => void, afterMs = 0): void {
    const [least, most] = REACTION_MS;
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        act();
      },
      afterMs + least + (most - least) * random.next(),
    );
    timers.add(timer);
  }

  function act({ task, lastsMs }: GuidedPrompt): void {
    if (task.kind === 'still') return;
    if (task.kind === 'look-around') {
      for (let atMs = 0; atMs < lastsMs - GLANCE_EVERY_MS; atMs += GLANCE_EVERY_MS) {
        soon(() => control.perform(ASIDE[random.integer(ASIDE.length)]!), atMs);
      }
      return;
    }
    const role = roleOf(task.gestureId);
    const action = role && ACTIONS[role];
    const posture = role && POSTURES[role];
    if (action) soon(() => control.perform(action));
    if (posture) soon(() => control.hold(posture));
  }

  return {
    step(step, prompt) {
      if (step === 'go') act(prompt);
      if (step === 'return') soon(() => control.hold('level'));
    },
    relax() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      control.hold('level');
    },
  };
}
