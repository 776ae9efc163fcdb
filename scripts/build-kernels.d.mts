/** The text of `src/engine/kernels/training-kernels.ts`, from the sources beside it. */
export function compileKernels(): Promise<string>;
