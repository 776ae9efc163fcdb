import { TRAINING_KERNELS } from '../../kernels/training-kernels';

type Kernel = (...numbers: number[]) => void;

/** One instance of the kernels in `engine/kernels/assembly`, whose comments say what each takes. */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  /** Where free memory begins, bytes. */
  readonly heapBase: () => number;
  readonly adam: Kernel;
  readonly add: Kernel;
  readonly addClamped: Kernel;
  readonly averagePool: Kernel;
  readonly averagePoolGradient: Kernel;
  readonly clampGradient: Kernel;
  readonly clear: Kernel;
  readonly copyImages: Kernel;
  readonly depthwise: Kernel;
  readonly depthwiseInput: Kernel;
  readonly depthwiseWeights: Kernel;
  readonly fakeQuantise: Kernel;
  readonly fakeQuantiseColumns: Kernel;
  readonly largestOfColumns: Kernel;
  readonly logistic: Kernel;
  readonly logisticGradient: Kernel;
  readonly lstmFrame: Kernel;
  readonly lstmFrameGradient: Kernel;
  readonly maxPool: Kernel;
  readonly maxPoolGradient: Kernel;
  readonly moments: Kernel;
  readonly multiply: Kernel;
  readonly multiplyEach: Kernel;
  readonly multiplyTransposed: Kernel;
  readonly normaliseGradient: Kernel;
  readonly scaleShift: Kernel;
  readonly softmax: Kernel;
  readonly spread: Kernel;
  readonly tanh: Kernel;
  readonly tanhGradient: Kernel;
  readonly transpose: Kernel;
}

let compiled: WebAssembly.Module | undefined;

/** Fresh kernels with a memory of their own. Throws where WebAssembly or its SIMD is missing. */
export function createKernels(): Kernels {
  compiled ??= new WebAssembly.Module(
    Uint8Array.from(atob(TRAINING_KERNELS), (character) => character.charCodeAt(0)),
  );
  return new WebAssembly.Instance(compiled).exports as unknown as Kernels;
}
