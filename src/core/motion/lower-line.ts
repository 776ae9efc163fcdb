/** Points that are kept; more are thinned to the lowest of their stretch. */
const MOST_POINTS = 128;
/** A slope below this share of the given one is none. */
const LEAST_SLOPE = 1e-3;
/** A point below the line by this share of the slope, one after another, shows that it falls away. */
const BELOW = 0.02;
/** Each such point counts 1, and as much less as newer ones have come. */
const FORGOTTEN = 0.8;
const SINKING = 3;
/** Before a line has seen so many times its least span, it sinks as it should. */
const SPANS_TO_SETTLE = 4;

interface LowerLineOptions {
  /** How far the line looks back, in units of y. */
  readonly window: number;
  /** Rise in y for one of x, until it can be told. */
  readonly slope: number;
  /** Over less of y than this, the slope is the one that was given. */
  readonly leastSpan: number;
}

/**
 * The line below points whose y is only ever too large, as arrivals are: the one that touches the
 * lower convex hull in the middle (Moon, Skelly and Towsley, "Estimation and removal of clock skew
 * from network delay measurements", 1999). x must rise. Memory is bounded.
 */
export class LowerLine {
  readonly #window: number;
  readonly #leastSpan: number;
  readonly #givenSlope: number;
  #slope: number;
  /** The line passes through here. */
  #x = Number.NaN;
  #y = Number.NaN;
  #xs: number[] = [];
  #ys: number[] = [];
  /** Points closer together in y are one. */
  #grain = 0;
  /** Where the stretch of the newest point began. */
  #grainFrom = Number.NEGATIVE_INFINITY;
  #below = 0;

  constructor({ window, slope, leastSpan }: LowerLineOptions) {
    this.#window = window;
    this.#leastSpan = leastSpan;
    this.#givenSlope = slope;
    this.#slope = slope;
  }

  get slope(): number {
    return this.#slope;
  }

  /** From the oldest point that counts to the newest, in units of y. */
  get span(): number {
    return this.#ys.length === 0 ? 0 : this.#ys.at(-1)! - this.#ys[0]!;
  }

  /** Whether points keep coming to lie below the line: the slope is another now. */
  get sinks(): boolean {
    return this.#below > SINKING;
  }

  /** NaN before the first point. */
  at(x: number): number {
    return this.#y + (x - this.#x) * this.#slope;
  }

  /** The x at which the line has `y`; NaN before the first point. */
  reach(y: number): number {
    return this.#x + (y - this.#y) / this.#slope;
  }

  push(x: number, y: number): void {
    const above = y - this.at(x);
    const settled = this.span > SPANS_TO_SETTLE * this.#leastSpan;
    this.#below *= FORGOTTEN;
    if (settled && above < -BELOW * this.#slope) this.#below++;
    const last = this.#xs.length - 1;
    if (last >= 0 && y - this.#grainFrom < this.#grain) {
      if (above >= this.#ys[last]! - this.at(this.#xs[last]!)) return;
      this.#xs[last] = x;
      this.#ys[last] = y;
      if (above < 0) this.#fit();
      return;
    }
    this.#xs.push(x);
    this.#ys.push(y);
    this.#grainFrom = y;
    let old = 0;
    while (y - this.#ys[old]! > this.#window) old++;
    if (old > 0) this.#drop(old);
    if (this.#xs.length > MOST_POINTS) this.#thin();
    this.#fit();
  }

  /** Half the points above the line are no further from it than this; 0 without any. */
  medianAbove(): number {
    const above = this.#xs.map((x, at) => this.#ys[at]! - this.at(x)).sort((a, b) => a - b);
    return above[above.length >> 1] ?? 0;
  }

  /** Begins anew with the points from `y` on; the slope stays until they tell another. */
  forget(before = Number.POSITIVE_INFINITY): void {
    const from = this.#ys.findIndex((y) => y >= before);
    this.#drop(from < 0 ? this.#ys.length : from);
    this.#x = Number.NaN;
    this.#y = Number.NaN;
    this.#grain = 0;
    this.#grainFrom = Number.NEGATIVE_INFINITY;
    this.#below = 0;
    if (this.#xs.length > 0) this.#fit();
  }

  #drop(count: number): void {
    this.#xs.splice(0, count);
    this.#ys.splice(0, count);
  }

  /** Keeps the lower one of every two. */
  #thin(): void {
    this.#grain = Math.max(2 * this.#grain, (2 * this.span) / MOST_POINTS);
    const kept = this.#xs.map((_, at) => at).filter((at) => this.#lowest(at));
    this.#xs = kept.map((at) => this.#xs[at]!);
    this.#ys = kept.map((at) => this.#ys[at]!);
  }

  #lowest(at: number): boolean {
    const other = at ^ 1;
    if (other >= this.#xs.length) return true;
    const above = this.#ys[at]! - this.at(this.#xs[at]!);
    const otherAbove = this.#ys[other]! - this.at(this.#xs[other]!);
    return above < otherAbove || (above === otherAbove && at < other);
  }

  #fit(): void {
    const [from, to] = this.#edge();
    const slope = (this.#ys[to]! - this.#ys[from]!) / (this.#xs[to]! - this.#xs[from]!);
    // Level between points of one moment, upright between two of one number: times would not rise.
    const rises = slope > LEAST_SLOPE * this.#givenSlope && Number.isFinite(slope);
    const told = this.span >= this.#leastSpan && rises;
    if (told) this.#slope = slope;
    this.#x = this.#xs[from]!;
    this.#y = this.#ys[from]!;
    if (told) return;
    const below = this.#xs.map((x, at) => this.#ys[at]! - this.at(x));
    this.#y += Math.min(...below);
  }

  /** The hull's edge over the mean of x, as places of its ends. */
  #edge(): readonly [number, number] {
    const xs = this.#xs;
    const ys = this.#ys;
    const hull: number[] = [];
    let sum = 0;
    for (let at = 0; at < xs.length; at++) {
      sum += xs[at]! - xs[0]!;
      while (hull.length > 1) {
        const [a, b] = [hull[hull.length - 2]!, hull[hull.length - 1]!];
        const turn =
          (xs[b]! - xs[a]!) * (ys[at]! - ys[a]!) - (ys[b]! - ys[a]!) * (xs[at]! - xs[a]!);
        if (turn > 0) break;
        hull.pop();
      }
      hull.push(at);
    }
    const mean = xs[0]! + sum / xs.length;
    let right = 1;
    while (right < hull.length - 1 && xs[hull[right]!]! < mean) right++;
    return [hull[Math.max(0, right - 1)]!, hull[Math.min(right, hull.length - 1)]!];
  }
}
