/** Mean of the last `length` numbers. */
export class RunningMean {
  readonly #values: Float64Array;
  #count = 0;

  constructor(length: number) {
    this.#values = new Float64Array(length);
  }

  push(value: number): void {
    this.#values[this.#count++ % this.#values.length] = value;
  }

  /** 0 before the first number. */
  get mean(): number {
    const held = Math.min(this.#count, this.#values.length);
    let sum = 0;
    for (let i = 0; i < held; i++) sum += this.#values[i]!;
    return held === 0 ? 0 : sum / held;
  }
}
