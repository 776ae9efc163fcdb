const STEPS_MS = [
  10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000,
  600_000, 1_800_000, 3_600_000,
];

/** The least step of a time axis whose ticks stand at least `leastPx` apart. */
export function tickStepMs(pxPerMs: number, leastPx: number): number {
  return STEPS_MS.find((step) => step * pxPerMs >= leastPx) ?? STEPS_MS.at(-1)!;
}

/** A time of a recording with as many decimals as `stepMs` needs: `12.5 s`, from a minute on `1:02.5`. */
export function timeText(ms: number, stepMs: number): string {
  const decimals = stepMs >= 1000 ? 0 : stepMs >= 100 ? 1 : 2;
  // Rounded as a whole, so that 59.96 s becomes 1:00.0 and not 0:60.0.
  const rounded = Math.round((ms / 1000) * 10 ** decimals) / 10 ** decimals;
  if (rounded < 60) return `${rounded.toFixed(decimals)} s`;
  const minutes = Math.floor(rounded / 60);
  const seconds = (rounded - minutes * 60).toFixed(decimals);
  return `${minutes}:${seconds.padStart(decimals === 0 ? 2 : decimals + 3, '0')}`;
}
