import { type AppEffect, NO_EFFECTS, type Step } from './moment';

/** How a call ended, and after how long, ms. */
export type CallState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'ringing'; readonly caller: number; readonly sinceMs: number }
  | {
      readonly phase: 'answered' | 'declined';
      readonly caller: number;
      readonly by: 'gesture' | 'button';
      readonly afterMs: number;
    }
  | { readonly phase: 'missed'; readonly caller: number };

export type CallEvent =
  | { readonly type: 'tick' }
  /** A call comes in from the caller of that number in the list of callers. */
  | { readonly type: 'incoming'; readonly caller: number }
  /** A recognised movement, again whenever it is surer; `startMs` is when it began. */
  | {
      readonly type: 'movement';
      readonly movement: 'nod' | 'shake' | 'other';
      readonly startMs: number;
      readonly score: number;
    }
  | { readonly type: 'answer' }
  | { readonly type: 'decline' };

/** Nobody has heard the ring and begun to nod sooner; what began before was meant for others. */
export const CALL_GUARD_MS = 150;
/**
 * Answering by mistake costs more than a line in a log, so a call waits until the recogniser is this
 * sure. Of twenty simulated people talking and walking for ten minutes each, at 0.8 six would have
 * answered or declined, at 0.85 two, at 0.88 none; of nods and shakes made on purpose 97, 95 and
 * 94 % pass.
 */
export const CALL_LEAST_SCORE = 0.88;
export const CALL_TIMEOUT_MS = 30_000;

export const CALL_START: CallState = { phase: 'idle' };

/** Nod answers, shake declines, everything else does nothing. `nowMs`: a monotonic clock, ms. */
export function callControl(state: CallState, event: CallEvent, nowMs: number): Step<CallState> {
  if (event.type === 'incoming') {
    if (state.phase === 'ringing') return [state, NO_EFFECTS];
    const ringing: CallState = { phase: 'ringing', caller: event.caller, sinceMs: nowMs };
    return [ringing, [{ do: 'start-ringing' }]];
  }
  if (state.phase !== 'ringing') return [state, NO_EFFECTS];
  switch (event.type) {
    case 'tick':
      return nowMs - state.sinceMs < CALL_TIMEOUT_MS
        ? [state, NO_EFFECTS]
        : [{ phase: 'missed', caller: state.caller }, [{ do: 'stop-ringing' }]];
    case 'answer':
      return end(state, 'answered', 'button', nowMs);
    case 'decline':
      return end(state, 'declined', 'button', nowMs);
    case 'movement': {
      const { movement, startMs, score } = event;
      const meant = startMs >= state.sinceMs + CALL_GUARD_MS && score >= CALL_LEAST_SCORE;
      if (movement === 'other' || !meant) return [state, NO_EFFECTS];
      return end(state, movement === 'nod' ? 'answered' : 'declined', 'gesture', nowMs);
    }
  }
}

function end(
  { caller, sinceMs }: Extract<CallState, { phase: 'ringing' }>,
  phase: 'answered' | 'declined',
  by: 'gesture' | 'button',
  nowMs: number,
): Step<CallState> {
  const effects: AppEffect[] = [{ do: 'stop-ringing' }];
  if (phase === 'answered') effects.push({ do: 'play', sound: 'done' });
  return [{ phase, caller, by, afterMs: nowMs - sinceMs }, effects];
}
