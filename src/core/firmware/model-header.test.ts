import { expect, it } from 'vitest';
import { exampleExport } from '../../../tests/support/example-export';
import { CORTEX_M, CORTEX_M_CMSIS_NN } from './arena/arena-target';
import { planArena } from './arena/plan-arena';
import { modelHeader } from './model-header';

it('reserves enough arena for the interpreter, with either set of kernels', () => {
  const model = exampleExport();
  const header = modelHeader(model);
  const reserved = Number(/kTensorArenaSize = (\d+);/.exec(header)?.[1]);
  for (const target of [CORTEX_M, CORTEX_M_CMSIS_NN]) {
    expect(reserved).toBeGreaterThanOrEqual(planArena(model.graph, target).neededBytes);
  }
});
