import { expect, test } from 'vitest';
import { TimeJoin } from './time-join';

const batch = (times: number[], values: number[], lostBefore = 0, arrivalMs = 0) => ({
  timestampMs: Float64Array.from(times),
  values: Float32Array.from(values),
  arrivalMs,
  lostBefore,
});
const sensor = { width: 1, mostGapMs: 50 };
const pair = () => new TimeJoin([sensor, sensor]);

test('the second sensor is read off between its readings, when both have come', () => {
  const join = pair();
  expect(join.push(0, batch([0, 20, 40], [1, 2, 3]))).toBeUndefined();
  const joined = join.push(1, batch([-10, 10, 30], [0, 20, 40], 0, 77));
  expect(joined).toEqual(batch([0, 20], [1, 10, 2, 30], 0, 77));
  expect(join.push(1, batch([50], [60]))).toEqual(batch([40], [3, 50]));
});

test('readings of the same moment are taken as they are', () => {
  const join = pair();
  join.push(1, batch([0, 20], [5, 6]));
  expect(join.push(0, batch([0, 20], [1, 2]))).toEqual(batch([0, 20], [1, 5, 2, 6]));
});

test('nothing is made up over a hole of the second sensor; the frames in it are lost', () => {
  const join = pair();
  join.push(1, batch([0, 20, 100, 120], [0, 0, 0, 0]));
  const joined = join.push(0, batch([10, 30, 50, 110], [1, 2, 3, 4]));
  expect(joined).toEqual(batch([10, 110], [1, 0, 4, 0], 2));
});

test('losses of the first sensor are told with the frame after them', () => {
  const join = pair();
  join.push(1, batch([0, 20, 40, 60], [0, 0, 0, 0]));
  join.push(0, batch([0], [1]));
  expect(join.push(0, batch([60], [2], 2))?.lostBefore).toBe(2);
});

test('what comes before the second sensor has begun is no loss', () => {
  const join = pair();
  join.push(0, batch([0, 20, 40], [1, 2, 3]));
  expect(join.push(1, batch([30, 50], [0, 0]))).toEqual(batch([40], [3, 0], 0));
});

test('a sensor that falls silent does not fill the memory, and what waited is lost', () => {
  const join = pair();
  join.push(1, batch([0], [0]));
  join.push(0, batch([0], [0]));
  for (let index = 1; index <= 3000; index++) join.push(0, batch([20 * index], [index]));
  const times = Array.from({ length: 3001 }, (_, index) => 20 * index);
  const joined = join.push(1, batch(times, times))!;
  expect(joined.timestampMs).toHaveLength(1000);
  expect(joined.timestampMs.at(-1)).toBe(60_000);
  expect(joined.lostBefore).toBe(2000);
});

test('three sensors of several values are joined', () => {
  const wide = { width: 2, mostGapMs: 50 };
  const join = new TimeJoin([sensor, wide, sensor]);
  join.push(1, batch([0, 20], [1, 2, 3, 4]));
  join.push(2, batch([0, 20], [8, 10]));
  expect(join.push(0, batch([10], [7]))).toEqual(batch([10], [7, 2, 3, 9]));
});
