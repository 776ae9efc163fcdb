import { expect, test } from 'vitest';
import type { StageReport } from '#core/compress/compressed-model';
import { fileVerdict, noteworthyPoints, percentChange, signed } from './stage-changes';

function stage(sizeBytes: number, gzipBytes: number, macroF1: number | null = 0.9): StageReport {
  const cost = { parameterCount: 100, sizeBytes, macs: 1000, arenaBytes: 2000 };
  return { step: 'start', cost, gzipBytes, zeroShare: 0, macroF1, sha256: '' };
}

test('a file that lost bytes is called smaller, whatever gzip makes of it', () => {
  expect(fileVerdict(stage(750, 700), stage(1000, 600))).toEqual({ kind: 'smaller', percent: 25 });
});

test('a file as big as before is not called smaller: only what gzip makes of it is', () => {
  expect(fileVerdict(stage(1000, 528), stage(1000, 600))).toEqual({
    kind: 'packs-better',
    percent: 12,
  });
  expect(fileVerdict(stage(1000, 630), stage(1000, 600))).toEqual({
    kind: 'packs-worse',
    percent: 5,
  });
});

test('less than half a percent is the same', () => {
  expect(fileVerdict(stage(996, 600), stage(1000, 602))).toEqual({ kind: 'same' });
  expect(fileVerdict(stage(994, 600), stage(1000, 602))).toEqual({ kind: 'smaller', percent: 1 });
});

test('a file that grew is called larger', () => {
  expect(fileVerdict(stage(1200, 600), stage(1000, 600))).toEqual({ kind: 'larger', percent: 20 });
});

test('the first stage is compared with nothing', () => {
  expect(fileVerdict(stage(1000, 600), undefined)).toEqual({ kind: 'start' });
  expect(noteworthyPoints(stage(1, 1), undefined)).toBeUndefined();
});

test('a point of F1 or more is worth a word, either way', () => {
  expect(noteworthyPoints(stage(1, 1, 0.85), stage(1, 1, 0.9))).toBeCloseTo(-5);
  expect(noteworthyPoints(stage(1, 1, 0.92), stage(1, 1, 0.9))).toBeCloseTo(2);
  expect(noteworthyPoints(stage(1, 1, 0.895), stage(1, 1, 0.9))).toBeUndefined();
  expect(noteworthyPoints(stage(1, 1, null), stage(1, 1, 0.9))).toBeUndefined();
});

test('a change of nothing is nothing', () => {
  expect(percentChange(5, 0)).toBe(0);
  expect(percentChange(3, 4)).toBe(-25);
});

test('signs are shown unless the number rounds to none', () => {
  expect(signed(-2.34, 1)).toBe('−2.3');
  expect(signed(2.36, 1)).toBe('+2.4');
  expect(signed(-0.04, 1)).toBe('0.0');
});
