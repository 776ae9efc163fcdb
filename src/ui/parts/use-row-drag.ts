import { type PointerEvent, type RefObject, useRef, useState } from 'react';
import { positionOfGap } from './row-gaps';

/** A row being dragged. */
export interface RowDrag {
  readonly from: number;
  /** The gap that it would fall into: before the row of this position. */
  readonly gap: number;
  /** How far it has been dragged, px. */
  readonly offsetPx: number;
}

export interface RowHandle {
  onPointerDown(event: PointerEvent<HTMLElement>): void;
  onPointerMove(event: PointerEvent<HTMLElement>): void;
  onPointerUp(event: PointerEvent<HTMLElement>): void;
  onPointerCancel(event: PointerEvent<HTMLElement>): void;
}

/**
 * Drags the children of `list` by their handles, with a mouse, a pen or a finger. The rows that can
 * be moved are the first `count`.
 */
export function useRowDrag(
  list: RefObject<HTMLElement | null>,
  count: number,
  onMove: (from: number, to: number) => void,
): { drag: RowDrag | undefined; handle(at: number): RowHandle } {
  const [drag, setDrag] = useState<RowDrag>();
  const startY = useRef(0);

  const gapAt = (y: number) => {
    const rows = [...(list.current?.children ?? [])].slice(0, count);
    const middles = rows.map((row) => {
      const { top, height } = row.getBoundingClientRect();
      return top + height / 2;
    });
    const gap = middles.findIndex((middle) => y < middle);
    return gap < 0 ? count : gap;
  };

  const handle = (at: number): RowHandle => ({
    onPointerDown(event) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      startY.current = event.clientY;
      setDrag({ from: at, gap: at, offsetPx: 0 });
    },
    onPointerMove({ clientY }) {
      if (drag?.from !== at) return;
      setDrag({ from: at, gap: gapAt(clientY), offsetPx: clientY - startY.current });
    },
    onPointerUp() {
      if (drag?.from !== at) return;
      setDrag(undefined);
      const to = positionOfGap(at, drag.gap);
      if (to !== at) onMove(at, to);
    },
    onPointerCancel: () => setDrag(undefined),
  });

  return { drag, handle };
}
