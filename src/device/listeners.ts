import type { ConnectionEvent } from './device';

/** Who listens to one connection; after `closed` nobody hears anything more. */
export class Listeners {
  readonly #listeners = new Set<(event: ConnectionEvent) => void>();
  #closed = false;

  /** Returns the function that stops listening. */
  add(listener: (event: ConnectionEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(event: ConnectionEvent): void {
    if (this.#closed) return;
    this.#closed = event.type === 'closed';
    for (const listener of [...this.#listeners]) listener(event);
  }
}
