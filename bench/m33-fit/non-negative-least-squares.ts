/** One measurement: how often each cost was paid, what it came to, and how much it counts. */
export interface Equation {
  readonly terms: ReadonlyMap<number, number>;
  readonly value: number;
  readonly weight: number;
}

const MOST_SWEEPS = 50_000;
/** Of the largest cost: where a sweep moves less, the costs stand. */
const STILL = 1e-9;

/** Costs of 0 or more with the least sum of squared, weighted errors: coordinate descent. */
export function fitCosts(equations: readonly Equation[], count: number): Float64Array {
  const gram = new Float64Array(count * count);
  const right = new Float64Array(count);
  for (const { terms, value, weight } of equations) {
    const square = weight * weight;
    for (const [row, a] of terms) {
      right[row]! += square * a * value;
      for (const [column, b] of terms) gram[row * count + column]! += square * a * b;
    }
  }
  const costs = new Float64Array(count);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let moved = 0;
    let largest = 0;
    for (let i = 0; i < count; i++) {
      const own = gram[i * count + i]!;
      if (own === 0) continue;
      let rest = right[i]!;
      for (let j = 0; j < count; j++) {
        if (j !== i) rest -= gram[i * count + j]! * costs[j]!;
      }
      const next = Math.max(0, rest / own);
      moved = Math.max(moved, Math.abs(next - costs[i]!));
      largest = Math.max(largest, next);
      costs[i] = next;
    }
    if (moved < STILL * largest) break;
  }
  return costs;
}
