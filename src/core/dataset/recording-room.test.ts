import { expect, test } from 'vitest';
import { recordableMs } from './recording-room';

const HOUR_MS = 3_600_000;

test('an hour of nine channels at 200 Hz takes some 45 MB', () => {
  const stream = { channelCount: 9, rateHz: 200 };
  expect(recordableMs(45e6, [stream]) / HOUR_MS).toBeCloseTo(1, 1);
  expect(recordableMs(45e6, [stream, stream]) / HOUR_MS).toBeCloseTo(0.5, 1);
});

test('a storage that is more than full has room for nothing', () => {
  expect(recordableMs(-1, [{ channelCount: 1, rateHz: 50 }])).toBe(0);
});
