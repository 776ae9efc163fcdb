/** A length as minutes and seconds, "1:07.3"; hours where there are any. */
export function durationText(ms: number, decimals: 0 | 1 = 1): string {
  // Cut off rather than rounded, so that 59.97 s does not become "0:60.0".
  const unitMs = decimals === 0 ? 1000 : 100;
  const seconds = (Math.floor(ms / unitMs) * unitMs) / 1000;
  const minutes = Math.floor(seconds / 60);
  const rest = (seconds - minutes * 60).toFixed(decimals).padStart(decimals === 0 ? 2 : 4, '0');
  if (minutes < 60) return `${minutes}:${rest}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`;
}
