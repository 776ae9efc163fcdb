import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MEASURED_ARENAS } from '../../../../tests/support/measured-arenas';
import { randomInt8Graph } from '../../../../tests/support/random-int8-graph';
import { CORTEX_M, CORTEX_M_CMSIS_NN, OTHER_32_BIT } from './arena-target';
import { arenaSizeForExport } from './export-arena-size';
import { planArena } from './plan-arena';

/** Of each tensor of a file, on a 32-bit processor. */
const EVAL_TENSOR_BYTES = 12;

describe('arenaSizeForExport', () => {
  it.each(MEASURED_ARENAS)('is enough for what a Cortex-M33 used for $name', (measured) => {
    const { graph, moreTensors, referenceBytes, cmsisNnBytes } = measured;
    const used = Math.max(referenceBytes, cmsisNnBytes) - moreTensors * EVAL_TENSOR_BYTES;
    expect(arenaSizeForExport(graph).bytes).toBeGreaterThanOrEqual(used);
  });

  it.each(MEASURED_ARENAS.filter(({ referenceBytes }) => referenceBytes > 5000))(
    'is less than 2 % above what a Cortex-M33 used for $name',
    ({ graph, referenceBytes }) => {
      expect(arenaSizeForExport(graph).bytes).toBeLessThan(1.02 * referenceBytes);
    },
  );

  it('is exactly the most that one of the targets needs', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const graph = randomInt8Graph(seed);
        const needs = [CORTEX_M, CORTEX_M_CMSIS_NN, OTHER_32_BIT].map(
          (target) => planArena(graph, target).neededBytes,
        );
        expect(arenaSizeForExport(graph).bytes).toBe(Math.max(...needs));
      }),
    );
  });
});
