import type { Recording, Session } from '#core/dataset/session';
import type { StreamDescription } from '#core/motion/frame';

/** The document of a recording that is about to begin, named after its person. */
export function newRecording(about: {
  readonly id: string;
  readonly session: Session;
  readonly description: StreamDescription;
  /** Unix epoch, ms. */
  readonly startedAt: number;
  /** Those of the project, so that no name comes twice. */
  readonly others: readonly Recording[];
}): Recording {
  const { session, description } = about;
  return {
    id: about.id,
    projectId: session.projectId,
    sessionId: session.id,
    name: nextName(session.subject, about.others),
    state: 'recording',
    channels: description.channels,
    rateHz: description.nominalRateHz,
    startedAt: about.startedAt,
    frameCount: 0,
    durationMs: 0,
    lostCount: 0,
    spans: [],
  };
}

/** The person and a number that none of their recordings has: it reads alike in any language. */
function nextName(subject: string, others: readonly Recording[]): string {
  const numbers = others
    .filter(({ name }) => name.startsWith(`${subject} `))
    .map(({ name }) => Number(name.slice(subject.length + 1)))
    .filter((number) => Number.isInteger(number));
  return `${subject} ${Math.max(0, ...numbers) + 1}`;
}
