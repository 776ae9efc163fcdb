import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';

/** What TF.js hands a kernel on the wasm back end. */
interface WasmKernelCall<Inputs, Attributes> {
  /** TF.js types every input as possibly missing; those of these kernels never are. */
  readonly inputs: { readonly [K in keyof Inputs]: NonNullable<Inputs[K]> };
  readonly attrs: Attributes;
  readonly backend: BackendWasm;
}

/**
 * The tensor's own memory, not a copy. Take views after every output is made: making one may grow
 * the heap, and that detaches the views there are.
 */
export function floatsOf(backend: BackendWasm, tensor: TensorInfo): Float32Array {
  return backend.typedArrayFromHeap(tensor) as Float32Array;
}

/** A float32 output of `shape`, its memory as the heap left it. */
export function makeFloats(backend: BackendWasm, shape: readonly number[]): TensorInfo {
  return backend.makeOutput([...shape], 'float32');
}

/** A kernel for the wasm back end, typed where TF.js's own `KernelFunc` takes anything. */
export function wasmKernel<Inputs, Attributes>(
  kernelName: string,
  kernel: (call: WasmKernelCall<Inputs, Attributes>) => TensorInfo | TensorInfo[],
): KernelConfig {
  return {
    kernelName,
    backendName: 'wasm',
    kernelFunc: (call) => kernel(call as unknown as WasmKernelCall<Inputs, Attributes>),
  };
}
