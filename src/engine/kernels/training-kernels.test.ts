import { expect, test } from 'vitest';
import { compileKernels } from '../../../scripts/build-kernels.mjs';
import { TRAINING_KERNELS } from './training-kernels';

test('the module that trains is what its sources compile to', async () => {
  expect(await compileKernels()).toContain(TRAINING_KERNELS);
}, 60_000);
