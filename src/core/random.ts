/**
 * Seeded pseudo-random numbers: the same seed gives the same run in every browser. Generator:
 * sfc32 (Chris Doty-Humphrey's PractRand), seeded by splitmix32 so that near seeds are unrelated.
 * Not for secrets.
 */
export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  next(): number;
  /** Normal with mean 0 and deviation 1 (polar Box-Muller). */
  normal(): number;
  /** Uniform whole number in [0, n), n ≥ 1. */
  integer(n: number): number;
  /** Shuffles in place (Fisher-Yates) and returns the same array. */
  shuffle<T extends unknown[] | Uint32Array | Uint16Array | Uint8Array>(items: T): T;
}

/** A generator for `seed`, of which the lower 32 bits count. */
export function createRandom(seed: number): Random {
  let mix = seed >>> 0;
  const splitmix = () => {
    mix = (mix + 0x9e3779b9) | 0;
    let t = mix ^ (mix >>> 16);
    t = Math.imul(t, 0x21f0aaad);
    t ^= t >>> 15;
    t = Math.imul(t, 0x735a2d97);
    return t ^ (t >>> 15);
  };
  let a = splitmix();
  let b = splitmix();
  let c = splitmix();
  let counter = 1;
  const nextUint32 = () => {
    const result = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + result) | 0;
    return result >>> 0;
  };
  // The state starts from weakly mixed words; the reference implementation discards 12 as well.
  for (let i = 0; i < 12; i++) nextUint32();

  const next = () => nextUint32() / 4294967296;
  const integer = (n: number) => Math.floor(next() * n);
  let spare: number | undefined;
  return {
    next,
    integer,
    normal() {
      if (spare !== undefined) {
        const kept = spare;
        spare = undefined;
        return kept;
      }
      for (;;) {
        const u = 2 * next() - 1;
        const v = 2 * next() - 1;
        const s = u * u + v * v;
        if (s > 0 && s < 1) {
          const factor = Math.sqrt((-2 * Math.log(s)) / s);
          spare = v * factor;
          return u * factor;
        }
      }
    },
    shuffle(items) {
      for (let i = items.length - 1; i > 0; i--) {
        const j = integer(i + 1);
        const kept = items[i];
        items[i] = items[j] as never;
        items[j] = kept as never;
      }
      return items;
    },
  };
}

/** A seed that depends on `seed` and `salt` alone: independent streams from one seed. */
export function deriveSeed(seed: number, salt: number): number {
  let h = Math.imul((seed >>> 0) ^ 0x85ebca6b, 0xc2b2ae35);
  h ^= h >>> 15;
  h = Math.imul((h + (salt >>> 0)) | 0, 0x27d4eb2f);
  return (h ^ (h >>> 13)) >>> 0;
}
