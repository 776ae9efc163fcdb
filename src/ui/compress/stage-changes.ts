import type { StageReport } from '#core/compress/compressed-model';

/** What a step did to the file: sizes as whole percent of what they were before. */
export type FileVerdict =
  | { readonly kind: 'start' }
  | { readonly kind: 'smaller' | 'larger'; readonly percent: number }
  /** The file lost nothing worth naming; `percent` is what its gzipped size lost or gained. */
  | { readonly kind: 'packs-better' | 'packs-worse'; readonly percent: number }
  | { readonly kind: 'same' };

/** Below this, a difference of F1 is not spoken of, points. */
const NOTEWORTHY_POINTS = 1;

/** How many percent `now` is above `before`; below is negative. */
export function percentChange(now: number, before: number): number {
  return before === 0 ? 0 : (now / before - 1) * 100;
}

/** What became of the file, rounded as it is said. */
export function fileVerdict(now: StageReport, before: StageReport | undefined): FileVerdict {
  if (before === undefined) return { kind: 'start' };
  const file = Math.round(percentChange(now.cost.sizeBytes, before.cost.sizeBytes));
  if (file !== 0) return { kind: file < 0 ? 'smaller' : 'larger', percent: Math.abs(file) };
  const packed = Math.round(percentChange(now.gzipBytes, before.gzipBytes));
  if (packed === 0) return { kind: 'same' };
  return { kind: packed < 0 ? 'packs-better' : 'packs-worse', percent: Math.abs(packed) };
}

/** Points of macro F1 won or lost; `undefined` where they are few or not known. */
export function noteworthyPoints(
  now: StageReport,
  before: StageReport | undefined,
): number | undefined {
  const was = before?.macroF1 ?? null;
  if (now.macroF1 === null || was === null) return undefined;
  const points = (now.macroF1 - was) * 100;
  return Math.abs(points) < NOTEWORTHY_POINTS ? undefined : points;
}

/** With its sign, a minus as wide as the plus. */
export function signed(value: number, digits: number): string {
  const size = Math.abs(value).toFixed(digits);
  if (Number(size) === 0) return size;
  return `${value > 0 ? '+' : '−'}${size}`;
}
