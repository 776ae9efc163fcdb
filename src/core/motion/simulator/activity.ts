import type { Random } from '#core/random';
import type { HeadAngle, HeadMove } from './gestures';
import type { Subject } from './subject';
import type { Oscillation } from './trajectory';

const TURN = 2 * Math.PI;

/** Slow wandering that nobody can suppress, with breath and a trace of tremor; degrees. */
export function swayOf(subject: Subject, random: Random): Record<HeadAngle, Oscillation[]> {
  const wander = (part: number): Oscillation[] => {
    const oscillations: Oscillation[] = [];
    for (const middleHz of [0.07, 0.17, 0.39]) {
      oscillations.push({
        amplitude: subject.swayDeg * part * (0.5 + random.next()),
        frequencyHz: middleHz * (0.8 + 0.4 * random.next()),
        phaseRad: TURN * random.next(),
      });
    }
    oscillations.push({
      amplitude: 0.012 * (0.5 + random.next()),
      frequencyHz: 7 + 3 * random.next(),
      phaseRad: TURN * random.next(),
    });
    return oscillations;
  };
  const breath = { amplitude: 0.18, frequencyHz: 0.25, phaseRad: TURN * random.next() };
  return { pitch: [...wander(1), breath], yaw: wander(1.2), roll: wander(0.6) };
}

/** Gait at the head: angles in degrees; bounce and sway of the neck in m, world axes. */
export interface Gait {
  readonly pitch: readonly Oscillation[];
  readonly yaw: readonly Oscillation[];
  readonly roll: readonly Oscillation[];
  readonly x: readonly Oscillation[];
  readonly y: readonly Oscillation[];
  readonly z: readonly Oscillation[];
}

/**
 * Walking. The body bobs once a step and sways once a stride (two steps); heel strikes add a
 * harmonic; the head pitches against the bob to keep its gaze. A second wave, a little off the
 * first one's frequency, makes steps differ as real ones do.
 */
export function gaitOf(subject: Subject, random: Random): Gait {
  const { stepRateHz, bounceM, lateralM, pitchDeg, yawDeg, rollDeg } = subject.walk;
  const stepPhase = TURN * random.next();
  const wave = (amplitude: number, frequencyHz: number, phaseRad: number): Oscillation[] => [
    { amplitude, frequencyHz, phaseRad },
    {
      amplitude: amplitude * (0.12 + 0.16 * random.next()),
      frequencyHz: frequencyHz * (1.02 + 0.05 * random.next()),
      phaseRad: TURN * random.next(),
    },
  ];
  const stride = stepRateHz / 2;
  return {
    y: [
      ...wave(bounceM, stepRateHz, stepPhase),
      ...wave(bounceM * 0.13, stepRateHz * 2, 2 * stepPhase + 0.6),
    ],
    x: wave(bounceM * 0.45, stepRateHz, stepPhase + Math.PI / 2),
    z: wave(lateralM, stride, stepPhase / 2),
    pitch: wave(pitchDeg, stepRateHz, stepPhase + Math.PI),
    yaw: wave(yawDeg, stride, stepPhase / 2 + 0.8),
    roll: wave(rollDeg, stride, stepPhase / 2 + Math.PI),
  };
}

/** The next unasked-for movement and when to ask again. */
export interface Fidget {
  readonly moves: readonly HeadMove[];
  readonly nextMs: number;
}

/**
 * Talking: small quick bobs on stressed syllables, in phrases with pauses, and now and then a look
 * to another listener. The bobs share a nod's axis and shape, not its size.
 */
export function planTalking(subject: Subject, random: Random, startMs: number): Fidget {
  const moves: HeadMove[] = [];
  const size = subject.talk.bobDeg * Math.exp(0.45 * random.normal());
  const halfMs = 110 + 110 * random.next();
  const both = (angle: HeadAngle, delta: number, durationMs: number, restMs = 0) => {
    moves.push({ angle, startMs, durationMs, delta });
    const backMs = startMs + durationMs * 0.9 + restMs;
    moves.push({ angle, startMs: backMs, durationMs: durationMs * 1.3, delta: -delta });
  };
  const bob = Math.min(6, size);
  both('pitch', random.next() < 0.75 ? bob : -bob, halfMs);
  if (random.next() < 0.4) both('roll', bob * 0.6 * random.normal(), halfMs * 1.4);
  if (random.next() < 0.3) both('yaw', bob * random.normal(), halfMs * 1.8);
  if (random.next() < 0.05) {
    const side = random.next() < 0.5 ? -1 : 1;
    both('yaw', side * (10 + 18 * random.next()), 550 / subject.tempo, 900 * random.next());
  }
  const pauseMs = random.next() < 0.12 ? 900 + 1600 * random.next() : 0;
  const beatMs = (1000 / subject.talk.bobsPerSecond) * (0.5 + random.next());
  return { moves, nextMs: startMs + beatMs + pauseMs };
}

/** Sitting still: every few seconds the head settles a few degrees elsewhere and comes back. */
export function planIdle(subject: Subject, random: Random, startMs: number): Fidget {
  const angle = (['pitch', 'yaw', 'roll'] as const)[random.integer(3)]!;
  const delta = subject.swayDeg * 3 * random.normal();
  const durationMs = (500 + 500 * random.next()) / subject.tempo;
  const restMs = 600 + 2500 * random.next();
  return {
    moves: [
      { angle, startMs, durationMs, delta },
      {
        angle,
        startMs: startMs + durationMs + restMs,
        durationMs: durationMs * 1.2,
        delta: -delta,
      },
    ],
    nextMs: startMs + 2500 + 5000 * random.next(),
  };
}
