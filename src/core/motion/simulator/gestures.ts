import type { Random } from '#core/random';
import type { Subject } from './subject';
import type { Move } from './trajectory';

/** Head angles about X, Y, Z: `roll` to the left, `yaw` to the left, `pitch` down are positive. */
export type HeadAngle = 'pitch' | 'yaw' | 'roll';

/** A move of one head angle, degrees. */
export interface HeadMove extends Move {
  readonly angle: HeadAngle;
}

/** Gestures that are over in a moment. */
export type GestureAction = 'nod' | 'shake' | 'neck-left' | 'neck-right';

/** What a wearer can be asked to do; the last three are ordinary movements that mean nothing. */
export type WearerAction = GestureAction | 'look-aside' | 'glance-down' | 'shrug';

/** Where the head rests. */
export type Posture = 'level' | 'head-down' | 'head-up';

export type WearerActivity = 'still' | 'talking' | 'walking';

/** Names that truth intervals carry. */
export type TruthGesture = GestureAction | 'head-down' | 'head-up';

/** The moves of one performed action and when it can be seen. */
export interface ActionPlan {
  readonly moves: readonly HeadMove[];
  readonly startMs: number;
  readonly endMs: number;
}

/** Moves of one angle, each starting a little before the one before has come to rest. */
const OVERLAP = 0.14;

/** Plans one repetition of `action` from `startMs` on; no two repetitions are alike. */
export function planAction(
  action: WearerAction,
  subject: Subject,
  random: Random,
  startMs: number,
): ActionPlan {
  const vary = (value: number) => value * Math.exp(subject.variation * random.normal());
  switch (action) {
    case 'nod':
      return chain('pitch', nodTurns(subject, random, vary), startMs, subject);
    case 'shake':
      return chain('yaw', shakeTurns(subject, random, vary), startMs, subject);
    case 'neck-left':
    case 'neck-right': {
      const left = action === 'neck-left';
      const angle = vary(left ? subject.tilt.leftDeg : -subject.tilt.rightDeg);
      return chain(
        'roll',
        [
          { to: angle, durationMs: vary(subject.tilt.moveMs), restMs: vary(subject.tilt.holdMs) },
          { to: 0, durationMs: vary(subject.tilt.moveMs) * 1.1 },
        ],
        startMs,
        subject,
      );
    }
    case 'look-aside': {
      const side = random.next() < 0.5 ? -1 : 1;
      return outAndBack('yaw', side * (15 + 30 * random.next()), 600, 1500);
    }
    case 'glance-down':
      return outAndBack('pitch', 10 + 18 * random.next(), 550, 1400);
    case 'shrug': {
      const side = random.next() < 0.5 ? -1 : 1;
      return outAndBack('roll', side * (3 + 6 * random.next()), 350, 300);
    }
  }

  function outAndBack(angle: HeadAngle, toDeg: number, moveMs: number, restMs: number): ActionPlan {
    return chain(
      angle,
      [
        { to: toDeg, durationMs: vary(moveMs / subject.tempo), restMs: restMs * random.next() },
        { to: 0, durationMs: vary((moveMs * 1.15) / subject.tempo) },
      ],
      startMs,
      subject,
    );
  }
}

interface Turn {
  /** Angle against the start of the action, degrees. */
  readonly to: number;
  readonly durationMs: number;
  readonly restMs?: number;
}

type Vary = (value: number) => number;

function nodTurns(subject: Subject, random: Random, vary: Vary): Turn[] {
  const { depthDeg, bobs, downMs, upRatio, windUp } = subject.nod;
  const turns: Turn[] = [];
  if (windUp > 0) turns.push({ to: -windUp * vary(depthDeg), durationMs: vary(downMs * 0.8) });
  const count = Math.max(1, bobs + (random.next() < 0.2 ? (random.next() < 0.5 ? -1 : 1) : 0));
  let depth = vary(depthDeg);
  for (let bob = 0; bob < count; bob++) {
    const last = bob === count - 1;
    turns.push({ to: depth, durationMs: vary(downMs) });
    // Between bobs the head does not come all the way up.
    turns.push({ to: last ? 0 : depth * 0.15, durationMs: vary(downMs * upRatio) });
    depth *= 0.7 + 0.2 * random.next();
  }
  return turns;
}

function shakeTurns(subject: Subject, random: Random, vary: Vary): Turn[] {
  const { widthDeg, turns: usual, swingMs, startsLeft } = subject.shake;
  const turns: Turn[] = [];
  const count = Math.max(2, usual + (random.next() < 0.25 ? (random.next() < 0.5 ? -1 : 1) : 0));
  let side = startsLeft ? 1 : -1;
  for (let turn = 0; turn < count; turn++) {
    const outer = turn === 0;
    const fading = turn === count - 1 ? 0.7 : 1;
    turns.push({
      to: side * vary(widthDeg) * fading,
      // The first swing covers half the way of the others.
      durationMs: vary(swingMs) * (outer ? 0.75 : 1),
    });
    side = -side;
  }
  turns.push({ to: 0, durationMs: vary(swingMs) * 0.9 });
  return turns;
}

/** Turns one after the other, with what leaks of them into the other axes. */
function chain(
  angle: HeadAngle,
  turns: readonly Turn[],
  startMs: number,
  subject: Subject,
): ActionPlan {
  const moves: HeadMove[] = [];
  let at = 0;
  let timeMs = startMs;
  for (const turn of turns) {
    const delta = turn.to - at;
    for (const other of ['pitch', 'yaw', 'roll'] as const) {
      const part = other === angle ? 1 : subject.coupling[other];
      moves.push({
        angle: other,
        startMs: timeMs,
        durationMs: turn.durationMs,
        delta: delta * part,
      });
    }
    at = turn.to;
    timeMs += turn.durationMs * (1 - OVERLAP) + (turn.restMs ?? 0);
  }
  const first = moves[0]!;
  const last = moves.at(-1)!;
  // A minimum-jerk move has covered under 1 % of its way in its first and last tenth.
  return {
    moves,
    startMs: first.startMs + first.durationMs * 0.1,
    endMs: last.startMs + last.durationMs * 0.9,
  };
}
