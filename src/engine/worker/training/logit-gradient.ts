import type { Batch } from './network';

/**
 * Gradient of the loss with regard to what softmax reads, `[rows × classes]`: weighted
 * cross-entropy, mixed with that against a teacher's softened answers, times the temperature
 * squared as Hinton et al. (2015) have it.
 */
export function logitGradient(
  probabilities: Float32Array,
  { rows, target, weight, lesson }: Batch,
): Float32Array {
  const classes = probabilities.length / rows;
  const slope = new Float32Array(probabilities.length);
  for (let at = 0; at < slope.length; at++) {
    slope[at] = probabilities[at]! * weight[Math.floor(at / classes)]! - target[at]!;
  }
  if (!lesson) return slope;
  const { answers, temperature, mix } = lesson;
  const softened = soften(probabilities, classes, temperature);
  for (let at = 0; at < slope.length; at++) {
    const taught = (softened[at]! - answers[at]!) * temperature * weight[Math.floor(at / classes)]!;
    slope[at] = (1 - mix) * slope[at]! + mix * taught;
  }
  return slope;
}

/** What softmax would give at `temperature`, from what it gives at 1; rows of `classes`. */
export function soften(
  probabilities: Float32Array,
  classes: number,
  temperature: number,
): Float32Array {
  const softened = probabilities.map((one) => one ** (1 / temperature));
  for (let first = 0; first < softened.length; first += classes) {
    const row = softened.subarray(first, first + classes);
    const sum = row.reduce((total, one) => total + one, 0);
    for (let at = 0; at < classes; at++) row[at] = row[at]! / sum;
  }
  return softened;
}
