import type { Random } from '#core/random';
import { createRandom, deriveSeed } from '#core/random';
import type { Vector3 } from '../orientation';

/** A person as the simulated wearable sees one: how they move and how they wear the device. */
export interface Subject {
  readonly seed: number;
  /** Speed of every movement against the average person; above 1 is quicker. */
  readonly tempo: number;
  readonly nod: {
    readonly depthDeg: number;
    /** Usual number of bobs. */
    readonly bobs: number;
    /** Duration of the way down; the way up lasts `upRatio` times as long. */
    readonly downMs: number;
    readonly upRatio: number;
    /** Lift before the first bob, as a part of the depth; 0 for people who don't. */
    readonly windUp: number;
  };
  readonly shake: {
    readonly widthDeg: number;
    /** Usual number of turning points. */
    readonly turns: number;
    /** Duration from one side to the other. */
    readonly swingMs: number;
    readonly startsLeft: boolean;
  };
  readonly tilt: {
    readonly leftDeg: number;
    readonly rightDeg: number;
    readonly moveMs: number;
    readonly holdMs: number;
  };
  readonly posture: {
    readonly restPitchDeg: number;
    readonly downDeg: number;
    readonly upDeg: number;
    readonly moveMs: number;
  };
  /** Part of a movement that leaks into the other two axes; signs are the person's habit. */
  readonly coupling: { readonly pitch: number; readonly yaw: number; readonly roll: number };
  /** Variation from one repetition to the next, as a deviation of the logarithm. */
  readonly variation: number;
  readonly swayDeg: number;
  readonly talk: { readonly bobDeg: number; readonly bobsPerSecond: number };
  readonly walk: {
    readonly stepRateHz: number;
    readonly bounceM: number;
    readonly lateralM: number;
    readonly pitchDeg: number;
    readonly yawDeg: number;
    readonly rollDeg: number;
  };
  readonly worn: {
    /** Turn of the sensor against the head about X, Y, Z, degrees. */
    readonly mountingDeg: Vector3;
    /** From the pivot in the neck to the sensor, m: X back, Y up, Z left. */
    readonly leverArmM: Vector3;
  };
}

/** The person of a seed; the same seed is the same person. */
export function createSubject(seed: number): Subject {
  const random = createRandom(deriveSeed(seed, 0x5ab1));
  const tempo = spread(random, 1, 0.2, 0.65, 1.45);
  return {
    seed,
    tempo,
    nod: {
      depthDeg: spread(random, 15, 0.32, 7.5, 28),
      bobs: 1 + random.integer(3),
      downMs: spread(random, 250, 0.12, 190, 330) / tempo,
      upRatio: spread(random, 1.1, 0.18, 0.75, 1.6),
      windUp: random.next() < 0.4 ? between(random, 0.12, 0.35) : 0,
    },
    shake: {
      widthDeg: spread(random, 22, 0.3, 11, 40),
      turns: 2 + random.integer(4),
      swingMs: spread(random, 330, 0.12, 250, 430) / tempo,
      startsLeft: random.next() < 0.5,
    },
    tilt: {
      leftDeg: spread(random, 27, 0.2, 16, 42),
      rightDeg: spread(random, 27, 0.2, 16, 42),
      moveMs: spread(random, 620, 0.15, 430, 850) / tempo,
      holdMs: between(random, 80, 550),
    },
    posture: {
      restPitchDeg: between(random, -6, 9),
      downDeg: spread(random, 36, 0.15, 26, 50),
      upDeg: spread(random, 27, 0.18, 18, 38),
      moveMs: spread(random, 850, 0.15, 600, 1200) / tempo,
    },
    coupling: {
      pitch: between(random, -0.14, 0.14),
      yaw: between(random, -0.12, 0.12),
      roll: between(random, -0.14, 0.14),
    },
    variation: between(random, 0.06, 0.16),
    swayDeg: spread(random, 0.5, 0.4, 0.2, 1.2),
    talk: {
      bobDeg: spread(random, 2.2, 0.3, 1, 4),
      bobsPerSecond: spread(random, 1.6, 0.25, 0.8, 2.6),
    },
    walk: {
      stepRateHz: spread(random, 1.9, 0.07, 1.6, 2.25),
      bounceM: spread(random, 0.011, 0.25, 0.006, 0.018),
      lateralM: spread(random, 0.013, 0.25, 0.007, 0.022),
      pitchDeg: spread(random, 1.2, 0.3, 0.5, 2.4),
      yawDeg: spread(random, 2.6, 0.3, 1, 5),
      rollDeg: spread(random, 1.1, 0.3, 0.4, 2.2),
    },
    worn: {
      mountingDeg: [between(random, -7, 7), between(random, -9, 9), between(random, -14, 14)],
      leverArmM: [
        between(random, -0.04, 0.02),
        between(random, 0.1, 0.16),
        between(random, 0.06, 0.085),
      ],
    },
  };
}

/** Log-normal about `middle`, held within bounds. */
function spread(
  random: Random,
  middle: number,
  deviation: number,
  low: number,
  high: number,
): number {
  return Math.min(high, Math.max(low, middle * Math.exp(deviation * random.normal())));
}

function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random.next();
}
