import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BufferLifetime, placeBuffers } from './place-buffers';

const lifetimes = fc.array(
  fc
    .tuple(fc.nat(300), fc.nat(12), fc.nat(12))
    .map(([sizeBytes, a, b]) => ({ sizeBytes, first: Math.min(a, b), last: Math.max(a, b) })),
  { maxLength: 24 },
);
const alignments = fc.constantFrom(1, 4, 16);

/** The most bytes in use at one step: no placement can do with less. */
function bytesInUse(buffers: readonly BufferLifetime[]): number {
  const at = (step: number) =>
    buffers
      .filter(({ first, last }) => first <= step && step <= last)
      .reduce((total, { sizeBytes }) => total + sizeBytes, 0);
  return Math.max(0, ...buffers.map(({ first }) => at(first)));
}

describe('placeBuffers', () => {
  it('never lets two buffers in use at the same step overlap', () => {
    fc.assert(
      fc.property(lifetimes, alignments, (buffers, alignment) => {
        const { offsets } = placeBuffers(buffers, alignment);
        for (const [i, one] of buffers.entries()) {
          for (const [j, other] of buffers.slice(0, i).entries()) {
            if (one.first > other.last || other.first > one.last) continue;
            const apart =
              offsets[i]! + one.sizeBytes <= offsets[j]! ||
              offsets[j]! + other.sizeBytes <= offsets[i]!;
            expect(apart).toBe(true);
          }
        }
      }),
    );
  });

  it('keeps every buffer aligned and within the total', () => {
    fc.assert(
      fc.property(lifetimes, alignments, (buffers, alignment) => {
        const { offsets, totalBytes } = placeBuffers(buffers, alignment);
        for (const [index, offset] of offsets.entries()) {
          expect(offset % alignment).toBe(0);
          expect(offset + buffers[index]!.sizeBytes).toBeLessThanOrEqual(totalBytes);
        }
        expect(totalBytes).toBeGreaterThanOrEqual(bytesInUse(buffers));
      }),
    );
  });

  it('puts the largest at the bottom, of equal sizes the later, and fills the lowest gap', () => {
    const buffers = [
      { sizeBytes: 16, first: 0, last: 1 },
      { sizeBytes: 64, first: 1, last: 2 },
      { sizeBytes: 16, first: 2, last: 3 },
      { sizeBytes: 64, first: 3, last: 4 },
      { sizeBytes: 10, first: 1, last: 4 },
    ];
    expect(placeBuffers(buffers)).toEqual({ offsets: [80, 0, 80, 0, 64], totalBytes: 96 });
  });

  it('gives nothing to no buffers', () => {
    expect(placeBuffers([])).toEqual({ offsets: [], totalBytes: 0 });
  });
});
