export type Side = 'top' | 'right' | 'bottom';

/** Between the two, and between the hint and the edge of the window, px. */
const GAP = 8;

/** Puts a fixed element beside its target, moved as far as it takes to be seen whole. */
export function placeBeside(hint: HTMLElement | null, target: Element, side: Side): void {
  if (hint === null) return;
  const at = target.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = hint;
  const middleX = (at.left + at.right - width) / 2;
  const middleY = (at.top + at.bottom - height) / 2;
  const { x, y } = {
    top: { x: middleX, y: at.top - GAP - height },
    right: { x: at.right + GAP, y: middleY },
    bottom: { x: middleX, y: at.bottom + GAP },
  }[side];
  hint.style.left = `${within(x, width, window.innerWidth)}px`;
  hint.style.top = `${within(y, height, window.innerHeight)}px`;
}

function within(start: number, length: number, room: number): number {
  return Math.max(GAP, Math.min(start, room - GAP - length));
}
