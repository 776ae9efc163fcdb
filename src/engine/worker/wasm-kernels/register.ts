import {
  getKernel,
  type KernelConfig,
  registerKernel,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { activationGrad } from './activation-grad';
import { adamUpdate } from './adam-update';
import { batchNormGrad, batchNormTrain } from './batch-norm';
import { conv2dBackpropFilter } from './conv2d-backprop-filter';
import { conv2dBackpropInput } from './conv2d-backprop-input';
import { depthwiseBackpropFilter } from './depthwise-backprop-filter';
import { depthwiseBackpropInput } from './depthwise-backprop-input';
import { lstmForward, lstmGrad } from './lstm';
import { maxPoolGrad } from './max-pool-grad';

const kernels: readonly KernelConfig[] = [
  conv2dBackpropFilter,
  conv2dBackpropInput,
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
  maxPoolGrad,
  activationGrad,
  adamUpdate,
  batchNormTrain,
  batchNormGrad,
  lstmForward,
  lstmGrad,
];

/**
 * Gives the wasm back end the gradient kernels that it lacks, has wrong or has slow. To be called
 * after `@tensorflow/tfjs-backend-wasm` was imported, which registers the library's own.
 */
export function registerWasmKernels(): void {
  for (const kernel of kernels) {
    if (getKernel(kernel.kernelName, 'wasm')) unregisterKernel(kernel.kernelName, 'wasm');
    registerKernel(kernel);
  }
}
