import { type ClockedSignal, combineTake, type TakeDevice } from '#core/dataset/combine-take';
import type { LabelSpan } from '#core/dataset/label-span';
import type { Recording } from '#core/dataset/session';
import { Failure } from '#core/failure';
import type { Platform } from '#platform/platform';
import { openProject } from './project-document';
import type { ProjectStation } from './project-station';

export interface CombineDeps {
  readonly project: Pick<ProjectStation, 'store' | 'loadSignal' | 'addRecording'>;
  readonly platform: Pick<Platform, 'newId'>;
}

/**
 * A new recording of a recording and what other devices recorded beside it, with its labels; those
 * it is made of stay. Rejects with `Failure`, `data-too-little` where they share no moment.
 */
export async function combineRecordings(deps: CombineDeps, leadId: string): Promise<void> {
  const { project, platform } = deps;
  const { recordings, sessions } = openProject(project.store.getState());
  const lead = recordings.find(({ id }) => id === leadId);
  const devices = lead ? othersOf(lead, recordings) : [];
  if (!lead || devices.length === 0) throw tooLittle('nothing was recorded beside it');

  const load = async ({ id, clock }: Recording): Promise<ClockedSignal> => {
    if (!clock) throw tooLittle(`recording ${id} does not say when it began`);
    return { signal: await project.loadSignal(id), clock };
  };
  const nameOf = ({ sessionId }: Recording) =>
    sessions.find(({ id }) => id === sessionId)?.deviceName ?? '';
  const others: TakeDevice[] = await Promise.all(
    devices.map(async (parts) => ({
      name: nameOf(parts[0]!),
      parts: await Promise.all(parts.map(load)),
    })),
  );
  const own = await load(lead);
  const signal = combineTake(own, others);
  const frameCount = signal.timestampMs.length;
  if (frameCount < 2) throw tooLittle('the devices were never recorded at one time');
  const laterMs = signal.timestampMs[0]! - own.signal.timestampMs[0]!;
  const durationMs = signal.timestampMs.at(-1)! - signal.timestampMs[0]!;
  await project.addRecording(
    {
      id: platform.newId(),
      projectId: lead.projectId,
      sessionId: lead.sessionId,
      name: [lead.name, ...others.map(({ name }) => name)].join(' + '),
      state: 'complete',
      channels: signal.channels,
      rateHz: ((frameCount - 1) * 1000) / durationMs,
      startedAt: lead.startedAt,
      frameCount,
      durationMs,
      lostCount: lead.lostCount,
      spans: lead.spans.flatMap((span) => moved(span, laterMs, durationMs, platform.newId)),
      ...(lead.takeId !== undefined && { takeId: lead.takeId }),
      combines: [lead, ...devices.flat()].map(({ id }) => id),
      clock: { ...own.clock, firstFrameAt: own.clock.firstFrameAt + laterMs },
    },
    signal,
  );
}

/** What the other devices of its take recorded: each one's parts, in order. */
function othersOf(lead: Recording, recordings: readonly Recording[]): readonly Recording[][] {
  const take = recordings.filter(
    ({ takeId, state, combines }) =>
      takeId !== undefined && takeId === lead.takeId && state !== 'recording' && !combines,
  );
  const rootOf = (one: Recording): string => {
    const before = take.find(({ id }) => id === one.continues);
    return before ? rootOf(before) : one.id;
  };
  const devices = new Map<string, Recording[]>();
  for (const one of take) {
    if (rootOf(one) === rootOf(lead)) continue;
    devices.set(rootOf(one), [...(devices.get(rootOf(one)) ?? []), one]);
  }
  return [...devices.values()];
}

/** A label of the lead on the combined frames, which may begin later and end sooner. */
function moved(
  span: LabelSpan,
  laterMs: number,
  durationMs: number,
  newId: () => string,
): readonly LabelSpan[] {
  const startMs = Math.max(0, span.startMs - laterMs);
  const endMs = Math.min(durationMs, span.endMs - laterMs);
  return endMs > startMs ? [{ ...span, id: newId(), startMs, endMs }] : [];
}

function tooLittle(detail: string): Failure {
  return new Failure('data-too-little', detail);
}
