import type { Signal } from '../motion/frame';
import type { TruthGesture } from '../motion/simulator/gestures';
import { runScript, sittingScript } from '../motion/simulator/script';
import { createSubject } from '../motion/simulator/subject';
import { deriveSeed } from '../random';
import type { LabelSpan } from './label-span';

export interface DemoRequest {
  readonly seed: number;
  readonly subjectCount: number;
  /** Gesture id of each thing that the simulated people do. */
  readonly gestureIds: Readonly<Record<TruthGesture, string>>;
}

/** One sitting of a simulated person, labelled with what truly happened. */
export interface DemoRecording {
  readonly subject: string;
  readonly name: string;
  readonly deviceName: string;
  readonly signal: Signal;
  readonly lostCount: number;
  readonly spans: readonly LabelSpan[];
}

const SITTING = {
  actions: ['nod', 'shake', 'neck-left', 'neck-right'],
  postures: ['head-down', 'head-up'],
  repetitions: 9,
  activityMs: 16_000,
} as const;
/** A radio in a room loses a packet now and then; the demo should look like one. */
const LINK = { dropRate: 0.002 };

/**
 * One sitting of about three minutes for each person, `A`, `B`, …; the same for the same request.
 * Takes about 0.2 s a person; `onProgress` hears of each.
 */
export function demoRecordings(
  request: DemoRequest,
  onProgress?: (done: number, total: number) => void,
): DemoRecording[] {
  const { seed, subjectCount, gestureIds } = request;
  return Array.from({ length: subjectCount }, (_, person) => {
    const personSeed = deriveSeed(seed, person);
    const { signal, truth, lostCount } = runScript(
      { subject: createSubject(personSeed), link: LINK },
      sittingScript(personSeed, SITTING),
    );
    const subject = subjectName(person);
    const spans = truth.map(({ gesture, startMs, endMs }, at) => ({
      id: `${subject}-${at}`,
      gestureId: gestureIds[gesture],
      startMs: Math.max(0, startMs),
      endMs,
      source: 'guided' as const,
    }));
    onProgress?.(person + 1, subjectCount);
    return { subject, name: `${subject} 1`, deviceName: 'simulated', signal, lostCount, spans };
  });
}

/** A … Z, then A2 … Z2 and so on. */
function subjectName(person: number): string {
  const round = Math.floor(person / 26);
  return String.fromCharCode(65 + (person % 26)) + (round > 0 ? round + 1 : '');
}
