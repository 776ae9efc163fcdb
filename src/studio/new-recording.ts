import type { Recording, Session } from '#core/dataset/session';
import type { StreamDescription } from '#core/motion/frame';

/** The document of a recording that is about to begin. */
export function newRecording(about: {
  readonly id: string;
  readonly name: string;
  readonly session: Session;
  readonly description: StreamDescription;
  /** Unix epoch, ms. */
  readonly startedAt: number;
  readonly continues?: string | undefined;
}): Recording {
  const { id, name, session, description, startedAt, continues } = about;
  return {
    id,
    projectId: session.projectId,
    sessionId: session.id,
    name,
    state: 'recording',
    channels: description.channels,
    rateHz: description.nominalRateHz,
    startedAt,
    frameCount: 0,
    durationMs: 0,
    lostCount: 0,
    spans: [],
    ...(continues === undefined ? {} : { continues }),
  };
}

/**
 * The person and a number that none of their recordings has: it reads alike in any language.
 * `device`: which one it is of, where several are recorded together.
 */
export function nextName(
  subject: string,
  others: readonly Pick<Recording, 'name'>[],
  device?: string,
): string {
  const numbers = others
    .filter(({ name }) => name.startsWith(`${subject} `))
    .map(({ name }) => Number(/^\d+(?= · |$)/.exec(name.slice(subject.length + 1))?.[0] ?? 0));
  const name = `${subject} ${Math.max(0, ...numbers) + 1}`;
  return device === undefined ? name : `${name} · ${device}`;
}
