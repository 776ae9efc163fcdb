import { readRows, setRows } from './value';
import { padded, type Workspace } from './workspace';

/** What a step of Adam needs beside the gradient. */
export interface AdamStep {
  readonly beta1: number;
  readonly beta2: number;
  /** Learning rate with this step's bias corrections. */
  readonly stepSize: number;
  readonly epsilon: number;
}

/** Weights that training changes: a matrix `[rows × columns]`, its columns filled up to vectors. */
export class Parameter {
  readonly value: number;
  readonly gradient: number;
  readonly columns: number;
  readonly #workspace: Workspace;
  readonly #mean: number;
  readonly #square: number;
  readonly #mask: number;
  readonly #count: number;
  readonly #rows: number;
  readonly #stride: number;
  #isMasked = false;

  constructor(workspace: Workspace, rows: number, columns: number) {
    this.#workspace = workspace;
    this.#rows = rows;
    this.columns = columns;
    this.#stride = padded(columns);
    this.#count = rows * this.#stride;
    this.value = workspace.floats(this.#count);
    this.gradient = workspace.floats(this.#count);
    this.#mean = workspace.floats(this.#count);
    this.#square = workspace.floats(this.#count);
    this.#mask = workspace.floats(this.#count);
  }

  get rows(): number {
    return this.#rows;
  }

  /** Floats of a row. */
  get stride(): number {
    return this.#stride;
  }

  /** `[rows × columns]`. With `keepZeros` those that are zero now stay zero. */
  write(values: Float32Array, keepZeros: boolean): void {
    const { view } = this;
    setRows(view, values, this.columns, this.#stride);
    this.#isMasked = keepZeros && values.includes(0);
    if (!this.#isMasked) return;
    const mask = this.#workspace.view(this.#mask, this.#count);
    for (const [at, value] of view.entries()) mask[at] = value === 0 ? 0 : 1;
  }

  read(): Float32Array {
    return readRows(this.view, this.columns, this.#stride);
  }

  /** The values as they lie. */
  get view(): Float32Array {
    return this.#workspace.view(this.value, this.#count);
  }

  /** The gradient `[rows × columns]`, a copy. */
  readGradient(): Float32Array {
    const gradient = this.#workspace.view(this.gradient, this.#count);
    return readRows(gradient, this.columns, this.#stride);
  }

  clearGradient(): void {
    this.#workspace.kernels.clear(this.gradient, this.#count * 4);
  }

  apply({ beta1, beta2, stepSize, epsilon }: AdamStep): void {
    this.#workspace.kernels.adam(
      this.value,
      this.gradient,
      this.#mean,
      this.#square,
      this.#isMasked ? this.#mask : 0,
      this.#count,
      beta1,
      beta2,
      stepSize,
      epsilon,
    );
  }
}
