import * as tf from '@tensorflow/tfjs-core';
import { ADAM_UPDATE } from '../wasm-kernels/adam-update';
import type { Parameter } from './parameter';

const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-7;

/** Applies the parameters' gradients. */
export interface Adam {
  apply(): void;
  dispose(): void;
}

/** Adam as one kernel a parameter where the back end has it, else as the library composes it. */
export function createAdam(parameters: readonly Parameter[], learningRate: number): Adam {
  return tf.getKernel(ADAM_UPDATE, tf.getBackend())
    ? fusedAdam(parameters, learningRate)
    : libraryAdam(parameters, learningRate);
}

/** Pruned weights get no gradient, so that Adam never moves them. */
function gradientOf({ gradient, mask }: Parameter): tf.Tensor {
  if (!gradient) throw new Error('A parameter has no gradient: the step did not reach it.');
  return mask ? tf.mul(gradient, mask) : gradient;
}

function fusedAdam(parameters: readonly Parameter[], learningRate: number): Adam {
  const slots = parameters.map((parameter) => ({
    parameter,
    mean: tf.zerosLike(parameter.variable),
    square: tf.zerosLike(parameter.variable),
  }));
  let step = 0;
  return {
    apply() {
      step++;
      const correction = Math.sqrt(1 - BETA_2 ** step);
      const attributes = {
        beta1: BETA_1,
        beta2: BETA_2,
        stepSize: (learningRate * correction) / (1 - BETA_1 ** step),
        epsilon: EPSILON * correction,
      };
      for (const { parameter, mean, square } of slots) {
        const value = parameter.variable as tf.Tensor;
        const gradient = gradientOf(parameter);
        const inputs = { value, gradient, mean, square };
        parameter.variable.assign(
          tf.engine().runKernel<tf.Tensor>(ADAM_UPDATE, inputs, attributes),
        );
      }
    },
    dispose() {
      for (const { mean, square } of slots) tf.dispose([mean, square]);
    },
  };
}

function libraryAdam(parameters: readonly Parameter[], learningRate: number): Adam {
  const adam = tf.train.adam(learningRate, BETA_1, BETA_2, EPSILON);
  return {
    apply() {
      const named = parameters.map((parameter) => [parameter.variable.name, gradientOf(parameter)]);
      adam.applyGradients(Object.fromEntries(named));
    },
    dispose: () => adam.dispose(),
  };
}
