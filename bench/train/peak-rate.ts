const LANES = 4;
/** So many sums at a time that none waits for itself, and no more than registers hold. */
const SUMS = 10;
const TURNS = 1_000_000;
const ROUNDS = 15;

/**
 * Most multiply-accumulates a second of float32 that one thread of this WebAssembly engine does:
 * a loop of SIMD multiplications and additions on registers, nothing read or written. The fastest
 * of several rounds.
 */
export async function measurePeakRate(): Promise<number> {
  const { instance } = await WebAssembly.instantiate(peakModule());
  const run = instance.exports.run as (turns: number) => number;
  let bestMs = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const startMs = performance.now();
    run(TURNS);
    bestMs = Math.min(bestMs, performance.now() - startMs);
  }
  return (TURNS * SUMS * LANES * 1000) / bestMs;
}

const I32 = 0x7f;
const F32 = 0x7d;
const V128 = 0x7b;
const simd = (opcode: number) => [0xfd, ...unsigned(opcode)];
const SPLAT = simd(0x13);
const ADD = simd(0xe4);
const MULTIPLY = simd(0xe6);
const EXTRACT_FIRST = [...simd(0x1f), 0];
const get = (local: number) => [0x20, local];
const set = (local: number) => [0x21, local];
const float = (value: number) => [0x43, ...new Uint8Array(Float32Array.of(value).buffer)];

/** `run(turns)`: each turn adds a product to each of the sums; gives their total. */
function peakModule(): Uint8Array<ArrayBuffer> {
  const [turns, factor, firstSum] = [0, 1, 2];
  const sums = Array.from({ length: SUMS }, (_, at) => firstSum + at);
  const turn = sums.flatMap((sum) => [
    ...get(sum),
    ...[...get(sum), ...get(factor), ...MULTIPLY],
    ...ADD,
    ...set(sum),
  ]);
  const body = [
    ...[1, SUMS + 1, V128],
    // So that a sum only changes its sign.
    ...[...float(-2), ...SPLAT, ...set(factor)],
    ...sums.flatMap((sum) => [...float(sum), ...SPLAT, ...set(sum)]),
    // loop: turns -= 1, and again while any are left
    ...[0x03, 0x40, ...turn],
    ...[...get(turns), 0x41, 1, 0x6b, 0x22, turns, 0x0d, 0, 0x0b],
    ...[...get(firstSum), ...sums.slice(1).flatMap((sum) => [...get(sum), ...ADD])],
    ...[...EXTRACT_FIRST, 0x0b],
  ];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 1, I32, 1, F32]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...text('run'), 0, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ]);
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

function text(value: string): number[] {
  return [value.length, ...new TextEncoder().encode(value)];
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}
