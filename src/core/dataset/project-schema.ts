import * as v from 'valibot';
import {
  channelSchema,
  compressedSchema,
  compressionSchema,
  gestureSchema,
  recipeSchema,
  trainedSchema,
  windowingSchema,
} from './model-schema';

const timeMs = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const projectSchema = v.strictObject({
  id: v.string(),
  name: v.string(),
  createdAt: timeMs,
  changedAt: timeMs,
  dataChangedAt: v.exactOptional(timeMs),
  gestures: v.array(gestureSchema),
  windowing: windowingSchema,
  recipe: recipeSchema,
  compression: compressionSchema,
});

const sessionSchema = v.strictObject({
  id: v.string(),
  projectId: v.string(),
  subject: v.string(),
  deviceName: v.string(),
  startedAt: timeMs,
});

const spanSchema = v.strictObject({
  id: v.string(),
  gestureId: v.string(),
  startMs: timeMs,
  endMs: timeMs,
  source: v.picklist(['hand', 'guided', 'imported']),
});

const recordingSchema = v.strictObject({
  id: v.string(),
  projectId: v.string(),
  sessionId: v.string(),
  name: v.string(),
  state: v.picklist(['complete', 'cut']),
  channels: v.pipe(v.array(channelSchema), v.minLength(1)),
  rateHz: v.pipe(v.number(), v.finite(), v.minValue(0)),
  startedAt: timeMs,
  frameCount: count,
  durationMs: v.pipe(timeMs, v.minValue(0)),
  lostCount: count,
  spans: v.array(spanSchema),
  cutBy: v.exactOptional(
    v.picklist(['page-closed', 'link-lost', 'storage-full', 'storage-failed', 'stream-broken']),
  ),
  continues: v.exactOptional(v.string()),
  takeId: v.exactOptional(v.string()),
  combines: v.exactOptional(v.array(v.string())),
  quality: v.exactOptional(
    v.strictObject({
      jitterMs: v.pipe(timeMs, v.minValue(0)),
      lossShare: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
      gapCount: count,
      clockSkewPpm: v.exactOptional(v.pipe(v.number(), v.finite())),
    }),
  ),
  clock: v.exactOptional(
    v.strictObject({
      source: v.picklist(['device', 'sequence', 'host']),
      firstFrameAt: timeMs,
      // A clock that stood still, or ran twice as fast, could not be told on this machine's.
      skewPpm: v.pipe(v.number(), v.minValue(-500_000), v.maxValue(1_000_000)),
    }),
  ),
});

/** `manifest.json`, its arrays put back. */
export const manifestSchema = v.strictObject({
  format: v.literal('nodlab-project'),
  version: v.literal(1),
  project: projectSchema,
  sessions: v.array(sessionSchema),
  recordings: v.array(
    v.strictObject({
      recording: recordingSchema,
      timestampMs: v.instance(Float64Array),
      values: v.instance(Float32Array),
    }),
  ),
  models: v.strictObject({
    trained: v.exactOptional(trainedSchema),
    compressed: v.exactOptional(compressedSchema),
  }),
  videos: v.exactOptional(
    v.array(
      v.strictObject({
        recordingId: v.string(),
        mediaType: v.string(),
        startedAt: timeMs,
        bytes: v.instance(Uint8Array),
      }),
    ),
  ),
});
