/** Where a row dropped into the gap before row `gap` ends up; gaps are counted with it in place. */
export function positionOfGap(from: number, gap: number): number {
  return gap > from ? gap - 1 : gap;
}
