import type { Failure } from '#core/failure';
import { abortable } from '../abortable';
import { within } from '../within';

/** A device that answers does so soon, ms. */
const LIMIT_MS = 5000;

interface Question {
  readonly wanted: (answer: Uint8Array) => boolean;
  readonly answer: (bytes: Uint8Array) => void;
}

/** Answers that a device gives as notifications to what was written to it. */
export class Answers {
  readonly #signal: AbortSignal;
  readonly #open = new Set<Question>();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** What to subscribe with, beside or instead of a decoder. */
  readonly hear = (value: DataView): void => {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice();
    for (const question of this.#open) {
      if (question.wanted(bytes)) question.answer(bytes);
    }
  };

  /**
   * Sends a question and resolves with the first answer that is `wanted`. Rejects with `silent` when
   * none comes, with what `send` rejects with, or with the signal's reason.
   */
  async ask(
    send: () => Promise<void>,
    wanted: (answer: Uint8Array) => boolean,
    silent: Failure,
  ): Promise<Uint8Array> {
    let open: Question | undefined;
    const answered = new Promise<Uint8Array>((answer) => {
      open = { wanted, answer };
      this.#open.add(open);
    });
    try {
      return await within(LIMIT_MS, silent, this.#signal, async (limit) => {
        // It may answer before the write is acknowledged.
        await abortable(send(), limit);
        return abortable(answered, limit);
      });
    } finally {
      if (open) this.#open.delete(open);
    }
  }
}
