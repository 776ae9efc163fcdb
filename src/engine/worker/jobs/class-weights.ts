/**
 * One factor a class for the loss: 1, or the inverse of the class's frequency with a mean of 1
 * over windows. A class without windows gets 1, so that validation may still contain it.
 */
export function classWeights(
  classIndex: Uint8Array,
  classCount: number,
  balance: boolean,
): Float32Array {
  const weights = new Float32Array(classCount).fill(1);
  if (!balance) return weights;
  const counts = new Uint32Array(classCount);
  for (const one of classIndex) counts[one] = counts[one]! + 1;
  const present = counts.filter((count) => count > 0).length;
  for (const [one, count] of counts.entries()) {
    if (count > 0) weights[one] = classIndex.length / (present * count);
  }
  return weights;
}
