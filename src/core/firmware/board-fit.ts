import { OPERATOR_OF } from '#core/tflite/operator-names';
import type { Int8Graph } from '../compress/int8-graph';
import { arenaSizeForExport } from './arena/export-arena-size';
import { type Board, type Core, interpreterBytes } from './boards';
import { generateC99 } from './c99/generate-c99';
import { estimateInstructions } from './m33/estimate-instructions';

/** What one way to run a network takes of a board, bytes. */
export interface MemoryNeed {
  readonly flashBytes: number;
  readonly ramBytes: number;
}

/** What a network asks of any board; the rest of the program comes on top. */
export interface ModelNeeds {
  /** Tables and values exact, its code at the most that any network took. */
  readonly c99: MemoryNeed;
  /** File and arena exact, interpreter estimated. */
  readonly tflm: MemoryNeed;
  /** One inference of the C99 export on a Cortex-M33, built with `-O2`: an estimate. */
  readonly instructions: number;
}

/** Whether a network fits on a board, and about how long one inference takes there. */
export interface BoardFit {
  readonly c99Fits: boolean;
  readonly tflmFits: boolean;
  /** Null where instructions of a Cortex-M33 tell nothing of this core. */
  readonly inferenceMs: { readonly lowest: number; readonly highest: number } | null;
}

/** Code of the network's C at `-O2`, bytes: `npm run bench -- c99` found 1.0 to 5.3 KB. */
const C99_CODE_BYTES = 6000;

/**
 * Cycles that an instruction may take, an assumption and not measured. Arm's manual of the Cortex-M4
 * has one cycle for arithmetic and for a multiplication with its sum, two for a load that follows no
 * other, and two to four for a branch that is taken: 1.0 is as if nothing ever waited, 1.6 as if
 * every third instruction were a load by itself or a branch. Arm publishes no such table of the
 * Cortex-M33. Waits on flash are left out: they depend on the maker's cache. The Cortex-M4's range is
 * wider, as its instructions were not counted.
 */
const CYCLES: Readonly<Record<Core, { lowest: number; highest: number } | null>> = {
  'cortex-m33': { lowest: 1, highest: 1.6 },
  'cortex-m4': { lowest: 1, highest: 2 },
  // No long multiplication: every output is scaled by a function of the library.
  'cortex-m0plus': null,
  // Another instruction set altogether.
  'xtensa-lx7': null,
};

/** What a network and its file of `tfliteBytes` take. Throws `Failure` as `generateC99` does. */
export function modelNeeds(graph: Int8Graph, tfliteBytes: number): ModelNeeds {
  const { constBytes, ramBytes } = generateC99(graph);
  const operators = new Set(graph.layers.map(({ kind }) => OPERATOR_OF[kind]));
  return {
    c99: { flashBytes: constBytes + C99_CODE_BYTES, ramBytes },
    tflm: {
      flashBytes: tfliteBytes + interpreterBytes(operators.size),
      ramBytes: arenaSizeForExport(graph).bytes,
    },
    instructions: estimateInstructions(graph, 'o2').total,
  };
}

/** Holds the needs of a network against one board. */
export function fitOnBoard({ c99, tflm, instructions }: ModelNeeds, board: Board): BoardFit {
  const fits = ({ flashBytes, ramBytes }: MemoryNeed) =>
    flashBytes <= board.flashBytes && ramBytes <= board.ramBytes;
  const cycles = CYCLES[board.core];
  const ms = (cyclesEach: number) => (instructions * cyclesEach * 1000) / board.clockHz;
  return {
    c99Fits: fits(c99),
    tflmFits: fits(tflm),
    inferenceMs: cycles && { lowest: ms(cycles.lowest), highest: ms(cycles.highest) },
  };
}
