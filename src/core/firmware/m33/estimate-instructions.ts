import type { Int8Graph } from '../../compress/int8-graph';
import { INSTRUCTION_COSTS } from './instruction-costs';
import { kindOf } from './item-kind';
import { type M33Build, operatorWork } from './operator-work';

/** Instructions of one inference of the C99 export on a Cortex-M33. */
export interface InstructionEstimate {
  /** One a layer; 0 where a layer computes nothing. */
  readonly perOperator: Float64Array;
  readonly total: number;
}

/** How far estimates lay from counts on networks that costs were not fitted to. */
export interface InstructionError {
  readonly networkCount: number;
  readonly medianPercent: number;
  readonly worstPercent: number;
}

/** As `npm run bench -- m33` found it, rounded up; the benchmark holds against these. */
export const INSTRUCTION_ERROR: Readonly<Record<M33Build, InstructionError>> = {
  o2: { networkCount: 128, medianPercent: 2.3, worstPercent: 10.5 },
  dsp: { networkCount: 128, medianPercent: 2.5, worstPercent: 9.5 },
};

/** Estimates by costs that were fitted to counts under QEMU; instructions, not cycles. */
export function estimateInstructions(graph: Int8Graph, build: M33Build): InstructionEstimate {
  const perOperator = Float64Array.from(operatorWork(graph), (work) => {
    let sum = 0;
    for (const [item, count] of work) sum += count * costOf(item, build);
    return sum;
  });
  return { perOperator, total: perOperator.reduce((sum, value) => sum + value, 0) };
}

/** Of a form that the fit did not meet: what its kind takes. */
function costOf(item: string, build: M33Build): number {
  const kind = kindOf(item);
  const costs =
    INSTRUCTION_COSTS[item] ??
    INSTRUCTION_COSTS[kind] ??
    INSTRUCTION_COSTS[kind.replace('Coded', '')];
  return costs?.[build === 'o2' ? 0 : 1] ?? 0;
}
