import type { Int8Graph } from '#core/compress/int8-graph';
import { CORTEX_M, CORTEX_M_CMSIS_NN, OTHER_32_BIT } from './arena-target';
import { planArena } from './plan-arena';

/** How many bytes of arena the runtime needs, by the kernels that it is built with. */
export interface ExportArenaSize {
  /** Enough for any 32-bit processor with either set of kernels. */
  readonly bytes: number;
  readonly referenceBytes: number;
  readonly cmsisNnBytes: number;
}

/**
 * The arena to print into an export: the most that is needed, without a margin, as every figure is
 * exact. Whoever builds the firmware chooses the kernels, so one number serves both: it is above the
 * need of the reference kernels by what CMSIS-NN adds. Vectors (Cortex-M55) and other makers'
 * kernels may ask for more; `AllocateTensors` then says so.
 */
export function arenaSizeForExport(graph: Int8Graph): ExportArenaSize {
  const referenceBytes = Math.max(
    planArena(graph, CORTEX_M).neededBytes,
    planArena(graph, OTHER_32_BIT).neededBytes,
  );
  const cmsisNnBytes = planArena(graph, CORTEX_M_CMSIS_NN).neededBytes;
  return { bytes: Math.max(referenceBytes, cmsisNnBytes), referenceBytes, cmsisNnBytes };
}
