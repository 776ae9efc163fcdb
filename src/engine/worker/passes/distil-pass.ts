import type { DistilStep } from '#core/compress/compression-recipe';
import { buildGraph } from '#core/model/build-graph';
import { presetOf } from '#core/model/presets';
import { createRandom, deriveSeed } from '#core/random';
import { fineTune } from './fine-tune';
import type { Pass } from './pass';

/** Salt of the stream that a student's first weights are drawn from. */
const STUDENT_SALT = 200;

const FREE = { keepZeros: false, keepClusters: false };

/** A smaller network, trained from random weights to answer as `graph` does. */
export const distil: Pass<DistilStep> = async (graph, step, context) => {
  const { size, recipe, at } = context;
  const { preset, width } = step.student;
  const student = buildGraph(presetOf(preset).design(size, width), {
    ...size,
    random: createRandom(deriveSeed(recipe.seed, STUDENT_SALT + at)),
  });
  // Zeros and shared values of the network that came before mean nothing in this one.
  const untied = { ...context, constraints: FREE };
  const { temperature, mix } = step;
  const trained = await fineTune(student, step.epochs, untied, {
    rate: 1,
    teacher: { graph, temperature, mix },
  });
  return { graph: trained, constraints: FREE };
};
