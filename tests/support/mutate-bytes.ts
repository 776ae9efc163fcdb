import type { Random } from '../../src/core/random';

/** What a field's byte may be changed to: ends of ranges, syncs, separators. */
const EDGES = [0x00, 0x01, 0x7f, 0x80, 0xfe, 0xff, 0x0a, 0x2c, 0x22, 0x7b];

/** Bytes that mean nothing. */
export function randomBytes(random: Random, most: number): Uint8Array {
  return Uint8Array.from({ length: random.integer(most + 1) }, () => random.integer(256));
}

/** A copy with a few bits turned, bytes changed, cut off, left out, brought in or repeated. */
export function mutatedBytes(bytes: Uint8Array, random: Random): Uint8Array {
  let out: Uint8Array = bytes.slice();
  for (let count = 1 + random.integer(3); count > 0; count--) {
    const at = random.integer(out.length + 1);
    const length = 1 + random.integer(random.integer(8) === 0 ? 64 : 4);
    switch (random.integer(7)) {
      case 0:
        if (at < out.length) out[at] = out[at]! ^ (1 << random.integer(8));
        break;
      case 1:
        if (at < out.length) out[at] = random.integer(256);
        break;
      case 2:
        if (at < out.length) out[at] = EDGES[random.integer(EDGES.length)]!;
        break;
      case 3:
        out = out.slice(0, at);
        break;
      case 4:
        out = joined([out.subarray(0, at), out.subarray(at + length)]);
        break;
      case 5:
        out = joined([out.subarray(0, at), randomBytes(random, length), out.subarray(at)]);
        break;
      default:
        out = joined([out.subarray(0, at + length), out.subarray(at)]);
    }
  }
  return out;
}

/** A stream's values as they are, some mutated, lost, repeated, swapped or put in for others. */
export function mutatedValues(values: readonly Uint8Array[], random: Random): Uint8Array[] {
  const out = values.map((value) =>
    random.integer(3) === 0 ? mutatedBytes(value, random) : value,
  );
  for (let count = random.integer(4); count > 0 && out.length > 0; count--) {
    const at = random.integer(out.length);
    const other = random.integer(out.length);
    switch (random.integer(4)) {
      case 0:
        out.splice(at, 1);
        break;
      case 1:
        out.splice(at, 0, out[other]!);
        break;
      case 2:
        [out[at], out[other]] = [out[other]!, out[at]!];
        break;
      default:
        out.splice(at, 0, randomBytes(random, 40));
    }
  }
  return out;
}

/** The same bytes, cut elsewhere. */
export function cutAnywhere(values: readonly Uint8Array[], random: Random): Uint8Array[] {
  const bytes = joined(values);
  const pieces: Uint8Array[] = [];
  const most = 1 + random.integer(60);
  for (let at = 0; at < bytes.length; ) {
    const end = at + 1 + random.integer(most);
    pieces.push(bytes.slice(at, end));
    at = end;
  }
  return pieces;
}

/** One after the other. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
