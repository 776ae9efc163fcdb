import { type Board, interpreterBytes } from '#core/firmware/boards';
import type { TuningLimits } from '#core/tuner/tuning';

/** More kinds of operator than any preset has: the interpreter is counted with all of them. */
const OPERATORS = 8;

/** What a board has for the network alone: its flash less the interpreter, and its RAM. */
export function boardLimits({ flashBytes, ramBytes }: Board): TuningLimits {
  return { flashBytes: Math.max(0, flashBytes - interpreterBytes(OPERATORS)), ramBytes };
}
