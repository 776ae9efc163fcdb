import type { Gesture } from '../../src/core/dataset/gesture';
import type { DataRequest, LabelledRecording } from '../../src/core/dataset/labelled-recording';
import { runScript, sittingScript } from '../../src/core/motion/simulator/script';
import { createSubject } from '../../src/core/motion/simulator/subject';

const GESTURES: readonly Gesture[] = [
  { id: 'nod', name: 'Nod', kind: 'event', colour: 0 },
  { id: 'shake', name: 'Shake', kind: 'event', colour: 1 },
];

/**
 * One short sitting of each of `people` simulated people, who nod and shake their heads, labelled
 * with the truth: 1.6 s windows of all six channels at 25 Hz.
 */
export function simulatedRecordings(people: number, repetitions: number): DataRequest {
  return {
    recordings: Array.from({ length: people }, (_, person) => sittingOf(person + 1, repetitions)),
    gestures: GESTURES,
    windowing: {
      rateHz: 25,
      lengthMs: 1600,
      hopMs: 400,
      channelNames: ['accX', 'accY', 'accZ', 'gyroX', 'gyroY', 'gyroZ'],
    },
  };
}

function sittingOf(seed: number, repetitions: number): LabelledRecording {
  const script = sittingScript(seed, {
    actions: ['nod', 'shake'],
    postures: [],
    repetitions,
    activityMs: 4000,
  });
  const { signal, truth } = runScript({ subject: createSubject(seed) }, script);
  const spans = truth
    .filter(({ gesture }) => GESTURES.some(({ id }) => id === gesture))
    .map(({ gesture, startMs, endMs }, at) => ({
      id: `${seed}-${at}`,
      gestureId: gesture,
      startMs,
      endMs,
      source: 'guided' as const,
    }));
  return { id: `recording-${seed}`, subject: `Person ${seed}`, signal, spans };
}
