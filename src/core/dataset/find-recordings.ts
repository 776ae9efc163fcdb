import type { Gesture } from './gesture';
import type { Recording, RecordingState, Session } from './session';

/** What recordings are found by, beside their own names. */
export interface FindContext {
  readonly sessions: readonly Session[];
  readonly gestures: readonly Gesture[];
  /** The states in the person's language; empty where a state goes without saying. */
  readonly stateWords: Readonly<Record<RecordingState, string>>;
}

/** For each recording everything that a search looks at: name, person, device, state, gestures. */
export function searchTexts(recordings: readonly Recording[], context: FindContext): string[] {
  const sessions = new Map(context.sessions.map((one) => [one.id, one]));
  const names = new Map(context.gestures.map(({ id, name }) => [id, name]));
  return recordings.map(({ name, sessionId, state, spans }) => {
    const session = sessions.get(sessionId);
    const used = new Set(spans.map(({ gestureId }) => names.get(gestureId)));
    return [name, session?.subject, session?.deviceName, context.stateWords[state], ...used]
      .join('\n')
      .toLocaleLowerCase();
  });
}

/** Whether a text holds every word of what was typed, in any order; nothing typed: it does. */
export function isFound(text: string, query: string): boolean {
  const words = query.toLocaleLowerCase().split(/\s+/);
  return words.every((word) => text.includes(word));
}
