/** Per-channel affine map to zero mean and unit deviation, fitted on training windows alone. */
export interface Normaliser {
  /** `[channels]`, in the channels' units. */
  readonly mean: Float32Array;
  /** `[channels]`, above 0. */
  readonly deviation: Float32Array;
}
