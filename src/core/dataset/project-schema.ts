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
});
