import { demoRecordings } from '../../src/core/dataset/demo-recordings';
import type { DataRequest } from '../../src/core/dataset/labelled-recording';
import { DEMO_GESTURE_IDS } from '../../src/studio/project-bundles';

const STATES = ['head-down', 'head-up'];

/** One sitting of each of `count` people as the demo project has them, `A`, `B`, …, other people than its own. */
export function demoWearers(count: number, hopMs: number, seed = 7): DataRequest {
  const ids = Object.values(DEMO_GESTURE_IDS);
  return {
    recordings: demoRecordings({ seed, subjectCount: count, gestureIds: DEMO_GESTURE_IDS }).map(
      ({ name, ...one }) => ({ id: name, ...one }),
    ),
    gestures: ids.map((id, colour) => ({
      id,
      name: id,
      kind: STATES.includes(id) ? 'state' : 'event',
      colour,
    })),
    windowing: {
      rateHz: 50,
      lengthMs: 2000,
      hopMs,
      channelNames: ['accX', 'accY', 'accZ', 'gyroX', 'gyroY', 'gyroZ'],
    },
  };
}
