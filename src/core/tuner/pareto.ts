/**
 * Those of `items` that no other one beats: none has at least as high a score for at most the same
 * cost and is better in one of them. Cheapest first; of equal ones the first in `items`.
 */
export function paretoFront<T>(
  items: readonly T[],
  scoreOf: (item: T) => number,
  costOf: (item: T) => number,
): T[] {
  const cheapestFirst = [...items].sort((a, b) => costOf(a) - costOf(b) || scoreOf(b) - scoreOf(a));
  const front: T[] = [];
  for (const item of cheapestFirst) {
    const last = front.at(-1);
    if (last === undefined || scoreOf(item) > scoreOf(last)) front.push(item);
  }
  return front;
}
