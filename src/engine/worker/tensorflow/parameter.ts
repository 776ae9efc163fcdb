import * as tf from '@tensorflow/tfjs-core';

let parametersMade = 0;

/** Weights that training changes. */
export class Parameter {
  /** TF.js finds variables by name, so that each needs one of its own. */
  readonly variable: tf.Variable;
  /** Set by a layer's `backward`, valid within the step's `tidy`. */
  gradient: tf.Tensor | undefined;
  /** 1 where a weight may change, 0 where it was pruned away. */
  readonly mask: tf.Tensor | undefined;

  constructor(values: Float32Array, shape: number[], keepZeros = false) {
    const initial = tf.tensor(values, shape, 'float32');
    this.variable = tf.variable(initial, true, `nodlab-parameter-${parametersMade++}`);
    initial.dispose();
    this.mask = keepZeros ? maskOf(values, shape) : undefined;
  }

  async values(): Promise<Float32Array> {
    return Float32Array.from(await this.variable.data());
  }

  dispose(): void {
    this.variable.dispose();
    this.mask?.dispose();
  }
}

/** Nothing when no weight is zero: the common case then costs nothing. */
function maskOf(values: Float32Array, shape: number[]): tf.Tensor | undefined {
  if (!values.includes(0)) return undefined;
  const mask = values.map((value) => (value === 0 ? 0 : 1));
  return tf.tensor(mask, shape, 'float32');
}
