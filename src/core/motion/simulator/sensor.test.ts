import { expect, test } from 'vitest';
import { createRandom } from '#core/random';
import { composeHead } from './head';
import { DEFAULT_SENSOR, Sensor, type SensorOptions, sensorChannels } from './sensor';
import { createSubject } from './subject';

const still = { position: 0, velocity: 0, acceleration: 0 };

function read(options: Partial<SensorOptions>, motion: Partial<typeof still> = {}, frames = 1) {
  const sensor = new Sensor(createSubject(4), createRandom(4), { ...DEFAULT_SENSOR, ...options });
  const nod = { ...still, ...motion };
  const head = composeHead(nod, still, still, { x: still, y: still, z: still });
  return Array.from({ length: frames }, () => {
    const frame = new Float32Array(9);
    sensor.read(head, frame, 0);
    return frame;
  });
}

test('an ideal sensor at rest reads 1 g, no rotation and the field of the Earth', () => {
  const [frame] = read({ imperfection: 0 });
  expect(Math.hypot(...frame!.subarray(0, 3))).toBeCloseTo(1, 3);
  expect([...frame!.subarray(3, 6)].map(Math.abs)).toEqual([0, 0, 0]);
  expect(Math.hypot(...frame!.subarray(6))).toBeCloseTo(49, 1);
});

test('readings are whole numbers of steps of a 16-bit converter', () => {
  const channels = sensorChannels(DEFAULT_SENSOR);
  for (const frame of read({}, { velocity: 2, acceleration: 10 }, 50)) {
    frame.forEach((value, channel) => {
      const count = (value / channels[channel]!.fullScale!) * 32768;
      expect(Math.abs(count - Math.round(count))).toBeLessThan(1e-3);
    });
  }
});

test('beyond its range the sensor clips, to one step less above than below', () => {
  const fast = { velocity: 20 };
  const [frame] = read({ imperfection: 0, rotationRangeDps: 250 }, fast);
  const clipped = [...frame!.subarray(3, 6)].filter((value) => Math.abs(value) > 249);
  expect(clipped.length).toBeGreaterThan(0);
  for (const value of clipped) expect([250 - 250 / 32768, -250]).toContain(value);
  const [other] = read({ imperfection: 0, rotationRangeDps: 250 }, { velocity: -20 });
  expect(Math.min(...other!.subarray(3, 6))).toBe(-250);
});

test('noise and bias grow with the imperfection; the bias stays for the sitting', () => {
  const deviation = (imperfection: number) => {
    const values = read({ imperfection }, {}, 2000).map((frame) => frame[3]!);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return { mean, deviation: Math.sqrt(square) };
  };
  const one = deviation(1);
  const three = deviation(3);
  expect(one.deviation).toBeCloseTo(0.12, 1);
  expect(three.deviation / one.deviation).toBeCloseTo(3, 0);
  expect(three.mean / one.mean).toBeCloseTo(3, 0);
});

test('channels name their axes, units and ranges', () => {
  const channels = sensorChannels({ ...DEFAULT_SENSOR, accelerationRangeG: 8 });
  expect(channels.map(({ name }) => name).join(' ')).toBe(
    'accX accY accZ gyroX gyroY gyroZ magX magY magZ',
  );
  expect(channels[1]).toEqual({ name: 'accY', unit: 'g', fullScale: 8 });
});
