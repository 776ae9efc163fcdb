/** The stretch of a recording that is on screen. Changes at the pace of a hand, outside React. */
export interface TimelineView {
  readonly durationMs: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** Shows a stretch; kept within the recording and not shorter than `SHORTEST_VIEW_MS`. */
  show(fromMs: number, toMs: number): void;
  /** `factor` > 1 shows more. What lies at `aroundMs` stays where it is on screen. */
  zoom(factor: number, aroundMs?: number): void;
  pan(byMs: number): void;
  whole(): void;
  /** Moves as little as shows all of the stretch; nothing where it is in view already. */
  reveal(fromMs: number, toMs: number): void;
  /** Where a picture is being played, ms; undefined while none is. */
  readonly playheadMs: number | undefined;
  setPlayhead(ms: number | undefined): void;
  /** Calls `listener` after every change until the returned function is called. */
  subscribe(listener: () => void): () => void;
}

/** A nod takes longer; closer there is nothing left to see, ms. */
export const SHORTEST_VIEW_MS = 200;
/** A fresh recording is shown so close that single gestures can be told apart, ms. */
const FIRST_VIEW_MS = 24_000;

/** A view of the beginning, `firstMs` long, of a recording that is longer than 0. */
export function createTimelineView(durationMs: number, firstMs = FIRST_VIEW_MS): TimelineView {
  const listeners = new Set<() => void>();
  const shortest = Math.min(SHORTEST_VIEW_MS, durationMs);
  let from = 0;
  let to = Math.min(durationMs, firstMs);
  let playheadMs: number | undefined;

  function show(fromMs: number, toMs: number): void {
    const length = Math.min(durationMs, Math.max(shortest, toMs - fromMs));
    // Where it had to grow or shrink it does so about its middle.
    const start = (fromMs + toMs - length) / 2;
    const next = Math.max(0, Math.min(durationMs - length, start));
    if (next === from && next + length === to) return;
    from = next;
    to = next + length;
    for (const listener of listeners) listener();
  }

  return {
    durationMs,
    get playheadMs() {
      return playheadMs;
    },
    setPlayhead(ms) {
      playheadMs = ms;
      for (const listener of listeners) listener();
    },
    get fromMs() {
      return from;
    },
    get toMs() {
      return to;
    },
    show,
    zoom(factor, aroundMs = (from + to) / 2) {
      const length = Math.min(durationMs, Math.max(shortest, (to - from) * factor));
      const share = to > from ? (aroundMs - from) / (to - from) : 0;
      const start = aroundMs - share * length;
      show(start, start + length);
    },
    pan: (byMs) => show(from + byMs, to + byMs),
    whole: () => show(0, durationMs),
    reveal(fromMs, toMs) {
      if (fromMs >= from && toMs <= to) return;
      const length = to - from;
      const margin = length * 0.08;
      if (toMs - fromMs > length - 2 * margin) show(fromMs - margin, toMs + margin);
      else if (fromMs < from) show(fromMs - margin, fromMs - margin + length);
      else show(toMs + margin - length, toMs + margin);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
