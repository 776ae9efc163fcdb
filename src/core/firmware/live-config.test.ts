import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CALL_LEAST_SCORE } from '#core/apps/call-control';
import { BODY_MOTION } from '#core/live/body-motion';
import { SMOOTHED_MS } from '#core/live/recogniser';
import { TOLERANCE_MS } from '#core/live/smoother';
import { cDouble } from './c-text';
import { exportedLive } from './exported-live';
import { liveConfigHeader, liveConfigSource } from './live-config';
import type { ConfiguredModel } from './live-macros';

const GESTURES = [
  { id: 'a', name: 'Nod', kind: 'event', colour: 0 },
  { id: 'b', name: 'Head down', kind: 'state', colour: 1 },
] as const;

const WINDOWING = { rateHz: 25, lengthMs: 1610, hopMs: 400, channelNames: [] };

const MODEL: ConfiguredModel = {
  sha256: 'ab',
  classes: [
    { label: 'nothing', kind: 'nothing' },
    { label: 'Nod', kind: 'event' },
    { label: 'Head down', kind: 'state' },
  ],
  input: { scale: Math.fround(0.03), zeroPoint: -4 },
  output: { scale: 1 / 256, zeroPoint: -128 },
  frames: 40,
  rateHz: 25,
  hopMs: 400,
  channels: [
    { name: 'gyroX', unit: 'dps' },
    { name: 'accX', unit: 'g' },
    { name: 'accY', unit: 'g' },
    { name: 'accZ', unit: 'g' },
  ],
  normaliser: { mean: Float32Array.of(0, 0.1, 0, 1), deviation: Float32Array.of(40, 1, 1, 1) },
  live: exportedLive({ classes: ['nothing', 'a', 'b'], gestures: GESTURES, windowing: WINDOWING }),
};

/** The numbers of the macros, by name without its prefix. */
function macros(text: string): Record<string, number> {
  return Object.fromEntries(
    [...text.matchAll(/^#define NODLAB_(\w+) \(?(-?[\d.e+-]+)f?\)?$/gm)].map(([, name, value]) => [
      name,
      Number(value),
    ]),
  );
}

test('the header holds the numbers that the page goes by', () => {
  expect(macros(liveConfigHeader(MODEL))).toMatchObject({
    CHANNELS: 4,
    ACC_X: 1,
    ACC_Z: 3,
    TURNING_CHANNELS: 1,
    FRAMES: 40,
    INPUT_ZERO_POINT: -4,
    WINDOW_MS: 1610,
    LONGEST_STEP_MS: 80,
    // Trained with a window every 400 ms; the page answers every 100 ms: 2.5 points, rounded.
    HOP_FRAMES: 3,
    SMOOTHED_ANSWERS: 3,
    SMOOTHED_MS: SMOOTHED_MS + TOLERANCE_MS,
    ONSET_REST_POINTS: 3,
    BODY_MOVING_G: BODY_MOTION.movingG,
    CALL_LEAST_SCORE,
  });
});

test('a channel that is not there has the place -1, and no array is empty', () => {
  const model = { ...MODEL, channels: [{ name: 'magX', unit: 'uT' }] as const };
  expect(macros(liveConfigHeader(model))).toMatchObject({ ACC_X: -1, TURNING_CHANNELS: 0 });
  expect(liveConfigSource(model)).toContain('nodlab_turning_channels[] = {\n  0,\n};');
});

test('the arrays hold kinds, thresholds and roles by class', () => {
  const source = liveConfigSource(MODEL);
  expect(source).toContain("nodlab_class_kinds[NODLAB_CLASSES] = {\n  'n',\n  'e',\n  's',\n};");
  expect(source).toContain('nodlab_class_thresholds[NODLAB_CLASSES] = {\n  0.8,\n  0.8,\n  0.65,');
  // 0.8 of 256 steps is 204.8, 0.65 is 166.4: no output below them may do.
  expect(source).toContain(
    'nodlab_class_least_outputs[NODLAB_CLASSES] = {\n  205,\n  205,\n  167,',
  );
  expect(MODEL.live.roles).toEqual({
    nod: 1,
    shake: -1,
    neckLeft: -1,
    neckRight: -1,
    headDown: 2,
    headUp: -1,
  });
});

test('what a person has chosen goes before what is so at first', () => {
  const live = exportedLive(
    { classes: ['nothing', 'a', 'b'], gestures: GESTURES, windowing: WINDOWING },
    { thresholds: { a: 0.7 }, holdOffMs: 900, roles: { shake: 'a' } },
  );
  expect(live).toMatchObject({ thresholds: [0.8, 0.7, 0.65], holdOffMs: 900 });
  expect(live.roles.shake).toBe(1);
});

test('a float64 literal reads back as it was and is no integer', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = cDouble(value);
      expect(Number(text)).toBe(value === 0 ? 0 : value);
      expect(text).toMatch(/[.e]/);
    }),
  );
});
