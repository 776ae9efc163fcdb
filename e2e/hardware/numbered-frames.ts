/** What a counter in one channel reaches: small enough for int16 and for float32. */
const PER_TURN = 10_000;

/** Channels that carry a frame's number, so that what was stored tells which frames it is. */
export const NUMBER_CHANNELS = ['turns', 'place'] as const;

/** A frame's number as two values, in the order of `NUMBER_CHANNELS`. */
export function numberValues(number: number): readonly [number, number] {
  return [Math.floor(number / PER_TURN), number % PER_TURN];
}

/** The number that two values carry. */
export function numberOf(turns: number, place: number): number {
  return turns * PER_TURN + place;
}

export interface FrameTimerOptions {
  readonly rateHz: number;
  /** Number of the first frame; 0 by default. */
  readonly first?: number;
  /** It stops by itself after so many frames. */
  readonly count?: number;
  /** Frames that leave in one packet; 1 by default. */
  readonly together?: number;
  /** Sends the frames that are due: `count` of them, from number `first` on. */
  send(first: number, count: number): void;
}

/** Sends one frame after another at a device's own pace, catching up after a pause. */
export class FrameTimer {
  /** Number of the frame that comes next. */
  next: number;
  /** Resolves when the last of `count` frames has been sent. */
  readonly done: Promise<void>;
  readonly #timer: ReturnType<typeof setInterval>;

  constructor({
    rateHz,
    first = 0,
    count = Number.POSITIVE_INFINITY,
    together = 1,
    send,
  }: FrameTimerOptions) {
    this.next = first;
    let finish: () => void;
    this.done = new Promise((resolve) => {
      finish = resolve;
    });
    const startMs = performance.now();
    this.#timer = setInterval(() => {
      const nowMs = performance.now();
      const packets = Math.floor(((nowMs - startMs) * rateHz) / 1000 / together);
      const due = Math.min(count, packets * together);
      const from = this.next;
      const ready = first + due - from;
      if (ready <= 0) return;
      this.next = from + ready;
      send(from, ready);
      if (due < count) return;
      this.stop();
      finish();
    }, 1);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
