import type { Failure } from '../failure';

/** How a device stands. What the person reads of each is in `device.json`, `connection`. */
export type ConnectionState =
  | { readonly phase: 'idle' }
  /** The browser's own list is open. */
  | { readonly phase: 'choosing' }
  | { readonly phase: 'connecting' }
  | { readonly phase: 'streaming' }
  /** Connected, but nothing has come for a while; `sinceMs` when the last frame came. */
  | { readonly phase: 'stalled'; readonly sinceMs: number }
  /** The link dropped at `lostAtMs`; tried again at `retryAtMs`. `attempt` counts from 1. */
  | {
      readonly phase: 'lost';
      readonly reason: Failure;
      readonly lostAtMs: number;
      readonly attempt: number;
      readonly retryAtMs: number;
    }
  | {
      readonly phase: 'reconnecting';
      readonly reason: Failure;
      readonly lostAtMs: number;
      readonly attempt: number;
    }
  /** Given up: only the person, or the device coming back, begins again. */
  | { readonly phase: 'failed'; readonly reason: Failure };

/** What happens to a connection; times on `performance.now`'s clock. */
export type ConnectionInput =
  | { readonly type: 'choose' }
  | { readonly type: 'chosen' }
  | { readonly type: 'opened' }
  | { readonly type: 'silent'; readonly sinceMs: number }
  | { readonly type: 'frames' }
  /** The link dropped by itself. */
  | { readonly type: 'dropped'; readonly reason: Failure; readonly nowMs: number }
  | { readonly type: 'retry' }
  /** The browser sees the device again: a cable that was plugged in, say. */
  | { readonly type: 'returned'; readonly nowMs: number }
  /** Choosing, connecting or reconnecting came to nothing. */
  | { readonly type: 'refused'; readonly reason: Failure; readonly nowMs: number }
  /** By the person's hand, from anywhere. */
  | { readonly type: 'leave' };
