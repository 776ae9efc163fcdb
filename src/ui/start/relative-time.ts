const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['week', 7 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** "3 hours ago" of a time (Unix epoch, ms); what is younger than a minute is "now". */
export function relativeTime(thenMs: number, nowMs: number, language: string): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const elapsedMs = Math.max(0, nowMs - thenMs);
  for (const [unit, lengthMs] of STEPS) {
    if (elapsedMs >= lengthMs) return format.format(-Math.floor(elapsedMs / lengthMs), unit);
  }
  return format.format(0, 'second');
}

/** "12 min", "40 s": whole minutes from two minutes on. */
export function shortDuration(ms: number, language: string): string {
  const inMinutes = ms >= 120_000;
  const format = new Intl.NumberFormat(language, {
    style: 'unit',
    unit: inMinutes ? 'minute' : 'second',
    unitDisplay: 'short',
    maximumFractionDigits: 0,
  });
  return format.format(ms / (inMinutes ? 60_000 : 1000));
}
