import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coveredCount, insideSizes } from './kernel-coverage';
import { axisOf } from './shapes';

const axes = fc
  .record({
    input: fc.integer({ min: 1, max: 30 }),
    size: fc.integer({ min: 1, max: 8 }),
    stride: fc.integer({ min: 1, max: 6 }),
    padding: fc.constantFrom('same' as const, 'valid' as const),
  })
  .map(({ input, size, stride, padding }) => axisOf(input, size, stride, padding))
  .filter(({ outputSize }) => outputSize > 0);

test('a kernel covers the places that one finds by walking over them', () => {
  fc.assert(
    fc.property(axes, (axis) => {
      const covered = new Set<number>();
      const inside = Array.from({ length: axis.outputSize }, (_, at) => {
        const first = at * axis.stride - axis.before;
        const places = Array.from({ length: axis.size }, (_, i) => first + i).filter(
          (place) => place >= 0 && place < axis.inputSize,
        );
        for (const place of places) covered.add(place);
        return places.length;
      });
      expect(insideSizes(axis)).toEqual(inside);
      expect(coveredCount(axis)).toBe(covered.size);
    }),
  );
});
