/** Steps of a decade that make round numbers, for wide axes and for ever narrower ones. */
const ROUND = [
  [1, 2, 5],
  [1, 1.5, 2, 3, 5, 7],
  [1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6, 7, 8, 9],
];
/** Fewer ticks than this do not tell the scale. */
const FEWEST = 3;

/** Ends of an axis for `values` on a logarithmic scale, with `margin` of the span free on each side. */
export function logDomain(values: readonly number[], margin = 0.08): readonly [number, number] {
  const known = values.filter((value) => value > 0);
  if (known.length === 0) return [1, 10];
  const low = Math.log(Math.min(...known));
  const high = Math.log(Math.max(...known));
  // A single size still gets room around it.
  const space = Math.max((high - low) * margin, 0.1);
  return [Math.exp(low - space), Math.exp(high + space)];
}

/** Round numbers within the domain, thinned to at most `most`. */
export function logTicks(domain: readonly [number, number], most = 7): readonly number[] {
  const ticks = ROUND.map((steps) => ticksAt(domain, steps)).find(({ length }) => length >= FEWEST);
  // So narrow an axis has its own ends and its middle.
  if (ticks === undefined) {
    const [low, high] = domain;
    return [...new Set([low, Math.sqrt(low * high), high].map(roundTwo))];
  }
  const every = Math.ceil(ticks.length / most);
  return ticks.filter((_, at) => at % every === 0);
}

function ticksAt([low, high]: readonly [number, number], steps: readonly number[]): number[] {
  const ticks: number[] = [];
  for (let decade = Math.floor(Math.log10(low)); decade <= Math.log10(high); decade++) {
    for (const step of steps) {
      const tick = Number((step * 10 ** decade).toPrecision(3));
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  }
  return ticks;
}

/** Ends of an axis of shares around `values`, on whole tenths or twentieths, within 0 … 1. */
export function shareDomain(values: readonly number[]): readonly [number, number] {
  if (values.length === 0) return [0, 1];
  const low = Math.min(...values);
  const high = Math.max(...values);
  const step = high - low > 0.3 ? 0.1 : 0.05;
  const space = step * 0.2;
  const floor = Math.max(0, Math.floor((low - space) / step + 1e-9) * step);
  const ceiling = Math.min(1, Math.ceil((high + space) / step - 1e-9) * step);
  return [Number(floor.toFixed(2)), Number(ceiling.toFixed(2))];
}

/** Round shares within the domain, three to seven of them. */
export function shareTicks([low, high]: readonly [number, number]): readonly number[] {
  const step = [0.02, 0.05, 0.1, 0.2].find((one) => (high - low) / one <= 6 + 1e-9) ?? 0.2;
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, at) => Number(((first + at) * step).toFixed(2)));
}

function roundTwo(value: number): number {
  return Number(value.toPrecision(2));
}
