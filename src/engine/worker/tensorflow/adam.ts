import * as tf from '@tensorflow/tfjs-core';
import type { Parameter } from './parameter';

const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-7;

/** Applies the parameters' gradients. */
export interface Adam {
  apply(): void;
  dispose(): void;
}

/** Pruned weights get no gradient, so that Adam never moves them. */
function gradientOf({ gradient, mask }: Parameter): tf.Tensor {
  if (!gradient) throw new Error('A parameter has no gradient: the step did not reach it.');
  return mask ? tf.mul(gradient, mask) : gradient;
}

/** As the library composes it. */
export function createAdam(parameters: readonly Parameter[], learningRate: number): Adam {
  const adam = tf.train.adam(learningRate, BETA_1, BETA_2, EPSILON);
  return {
    apply() {
      const named = parameters.map((parameter) => [parameter.variable.name, gradientOf(parameter)]);
      adam.applyGradients(Object.fromEntries(named));
    },
    dispose: () => adam.dispose(),
  };
}
