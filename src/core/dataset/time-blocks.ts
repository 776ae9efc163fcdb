import type { WindowSet } from './window-set';

/** Every fifth block validates. */
const BLOCKS_IN_TURN = 5;
/** A block holds this many windows one after another, so that little is lost at its edges. */
const WINDOWS_IN_BLOCK = 4;

/**
 * Splits windows of the same recordings into training and validation by blocks of time; training
 * windows that overlap a validation window are in neither. Of the possible turns the one is taken
 * that validates most classes, `seed` choosing where to begin; none, where each would take a class or
 * half of the windows away from training.
 */
export function timeBlocks(
  set: WindowSet,
  windows: readonly number[],
  seed: number,
): readonly [train: readonly number[], validation: readonly number[]] {
  let best: readonly [readonly number[], readonly number[]] = [windows, []];
  let bestCount = 0;
  const wanted = classCount(set, windows);
  for (let turn = 0; turn < BLOCKS_IN_TURN; turn++) {
    const parts = cut(set, windows, (seed + turn) % BLOCKS_IN_TURN);
    const [train, validation] = parts;
    if (classCount(set, train) < wanted || train.length * 2 < windows.length) continue;
    const count = classCount(set, validation);
    if (count > bestCount) {
      bestCount = count;
      best = parts;
    }
  }
  return best;
}

function classCount(set: WindowSet, windows: readonly number[]): number {
  return new Set(windows.map((window) => set.classIndex[window]!)).size;
}

function cut(
  set: WindowSet,
  windows: readonly number[],
  turn: number,
): readonly [readonly number[], readonly number[]] {
  const { lengthMs } = set.options;
  const blockMs = lengthMs * WINDOWS_IN_BLOCK;
  const blockOf = (ms: number) => Math.floor(ms / blockMs);
  const validates = (block: number) => block % BLOCKS_IN_TURN === turn;
  const train: number[] = [];
  const validation: number[] = [];
  for (const window of windows) {
    const startMs = set.startMs[window]!;
    const first = blockOf(startMs);
    // A window that ends where a block begins does not overlap it.
    const last = blockOf(startMs + lengthMs - 1e-6);
    if (validates(first) && first === last) validation.push(window);
    else if (!validates(first) && !validates(last)) train.push(window);
  }
  return [train, validation];
}
