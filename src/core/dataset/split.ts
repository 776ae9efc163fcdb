import { createRandom, deriveSeed, type Random } from '../random';
import { timeBlocks } from './time-blocks';
import type { Split, WindowSet } from './window-set';

export interface SplitOptions {
  readonly seed: number;
  /** Subjects to hold out by name; those unknown are ignored, and all of them when none is left to train on. */
  readonly heldOutSubjects: readonly string[];
}

const HELD_OUT_SHARE = 0.3;
const VALIDATION_SHARE = 0.17;
/** Draws among which the best is taken; more than enough for a class to be in every part. */
const DRAWS = 300;
/** A part of the training groups validates only when this many are left to train on. */
const FEWEST_TRAINING_GROUPS = 3;

/**
 * Gives every window a role before anything is fitted. Held out are subjects where there are two or
 * more, else recordings, else nothing. Validation windows come from other subjects, else from other
 * recordings, else from blocks of time whose neighbours are dropped (they overlap). Among the draws
 * of `seed` one is taken that leaves every class in training and, if it can be, in the other parts.
 */
export function splitWindows(set: WindowSet, options: SplitOptions): Split {
  const random = createRandom(deriveSeed(options.seed, 77));
  const subjects = groupsOf(set, 'subject');
  const by = subjects.count > 1 ? 'subject' : set.recordingIds.length > 1 ? 'recording' : 'none';
  const groups = by === 'subject' ? subjects : groupsOf(set, 'recording');
  const named = by === 'subject' ? namedGroups(groups, options.heldOutSubjects) : undefined;
  const held = by === 'none' ? new Set<number>() : (named ?? drawHeldOut(set, groups, random));
  const heldOut: number[] = [];
  const rest: number[] = [];
  for (let window = 0; window < set.count; window++) {
    (held.has(groups.index[window]!) ? heldOut : rest).push(window);
  }
  const [train, validation] = drawValidation(set, by, rest, random);
  return {
    by,
    train: Uint32Array.from(train),
    validation: Uint32Array.from(validation),
    heldOut: Uint32Array.from(heldOut),
    heldOutGroups: [...held].sort((a, b) => a - b).map((group) => groups.names[group]!),
  };
}

interface Groups {
  readonly count: number;
  readonly names: readonly string[];
  readonly index: Uint16Array;
}

function groupsOf(set: WindowSet, by: 'subject' | 'recording'): Groups {
  if (by === 'subject') {
    return { count: set.subjects.length, names: set.subjects, index: set.subjectIndex };
  }
  const names = [...new Set(set.recordingGroups)];
  const groupOf = set.recordingGroups.map((name) => names.indexOf(name));
  const index = set.recordingIndex.map((recording) => groupOf[recording]!);
  return { count: names.length, names, index };
}

function namedGroups(groups: Groups, wanted: readonly string[]): Set<number> | undefined {
  const found = wanted.map((name) => groups.names.indexOf(name)).filter((group) => group >= 0);
  const held = new Set(found);
  return held.size > 0 && held.size < groups.count ? held : undefined;
}

function drawHeldOut(set: WindowSet, groups: Groups, random: Random): Set<number> {
  const all = Array.from({ length: groups.count }, (_, group) => group);
  const size = Math.max(1, Math.min(groups.count - 1, Math.round(groups.count * HELD_OUT_SHARE)));
  const windows = Array.from({ length: set.count }, (_, window) => window);
  return drawGroups(set, groups, windows, all, size, HELD_OUT_SHARE, random).drawn;
}

/** Training and validation windows out of what is not held out. */
function drawValidation(
  set: WindowSet,
  by: Split['by'],
  rest: readonly number[],
  random: Random,
): readonly [readonly number[], readonly number[]] {
  let spare: readonly [readonly number[], readonly number[]] = [rest, []];
  for (const kind of ['subject', 'recording'] as const) {
    if (kind === 'subject' && by !== 'subject') continue;
    const groups = groupsOf(set, kind);
    const present = [...new Set(rest.map((window) => groups.index[window]!))];
    const size = Math.max(1, Math.round(present.length * VALIDATION_SHARE));
    if (present.length - size < FEWEST_TRAINING_GROUPS) continue;
    const draw = drawGroups(set, groups, rest, present, size, VALIDATION_SHARE, random);
    if (draw.lostInRest > 0) continue;
    const isValidation = (window: number) => draw.drawn.has(groups.index[window]!);
    const parts = [
      rest.filter((window) => !isValidation(window)),
      rest.filter(isValidation),
    ] as const;
    // Stopping by a part of the classes would stop at the wrong time: blocks of time have them all.
    if (draw.lostInDrawn === 0) return parts;
    if (spare[1].length === 0) spare = parts;
  }
  const blocks = timeBlocks(set, rest, random.integer(1 << 30));
  return blocks[1].length > 0 ? blocks : spare;
}

interface Draw {
  readonly drawn: Set<number>;
  /** Classes that only the drawn groups have. */
  readonly lostInRest: number;
  /** Classes that the drawn groups lack. */
  readonly lostInDrawn: number;
}

/** Draws `size` of `candidates`; the draw that costs least, the first of equal ones. */
function drawGroups(
  set: WindowSet,
  groups: Groups,
  windows: readonly number[],
  candidates: readonly number[],
  size: number,
  share: number,
  random: Random,
): Draw {
  const classCount = set.classes.length;
  const counts = new Float64Array(groups.count * classCount);
  for (const window of windows) {
    const at = groups.index[window]! * classCount + set.classIndex[window]!;
    counts[at] = counts[at]! + 1;
  }
  let best: Draw = { drawn: new Set(), lostInRest: 0, lostInDrawn: 0 };
  let bestCost = Number.POSITIVE_INFINITY;
  const order = [...candidates];
  for (let draw = 0; draw < DRAWS && bestCost > 0; draw++) {
    const drawn = new Set(random.shuffle(order).slice(0, size));
    const parts = [new Float64Array(classCount), new Float64Array(classCount)] as const;
    for (const group of candidates) {
      const part = parts[drawn.has(group) ? 0 : 1];
      for (let one = 0; one < classCount; one++) {
        part[one] = part[one]! + counts[group * classCount + one]!;
      }
    }
    const lostInRest = parts[1].filter((count, one) => count === 0 && parts[0][one]! > 0).length;
    const lostInDrawn = parts[0].filter((count, one) => count === 0 && parts[1][one]! > 0).length;
    const part = parts[0].reduce((sum, count) => sum + count, 0) / Math.max(1, windows.length);
    // Half or twice the share is near enough: chance, not size, should choose among the rest.
    const offShare = part < share / 2 || part > share * 2 ? Math.abs(part - share) : 0;
    const cost = lostInRest * 1e4 + lostInDrawn * 100 + offShare;
    if (cost < bestCost) {
      bestCost = cost;
      best = { drawn, lostInRest, lostInDrawn };
    }
  }
  return best;
}
