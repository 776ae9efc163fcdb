import { expect, test } from 'vitest';
import { logisticInt16, tanhInt16 } from './int16-activations';
import { SIGMOID_TABLE } from './sigmoid-table';

const logistic = (x: number) => 1 / (1 + Math.exp(-x));

test('the table is the logistic function in steps of 1/24, to less than two in 65,536', () => {
  expect(SIGMOID_TABLE).toHaveLength(256);
  for (const [at, value] of SIGMOID_TABLE.entries()) {
    expect(Math.abs(value / 2 ** 16 - logistic(at / 24))).toBeLessThan(1.2 / 2 ** 16);
  }
});

test('logistic and tanh are right to a few parts in 32,768 for every int16', () => {
  let largest = 0;
  for (let value = -32768; value <= 32767; value++) {
    largest = Math.max(
      largest,
      Math.abs(logisticInt16(value) / 2 ** 15 - logistic(value / 2 ** 12)),
    );
    // Cell states of a range of 1, 8 and 64.
    for (const power of [-15, -12, -9]) {
      const real = Math.tanh(value * 2 ** power);
      largest = Math.max(largest, Math.abs(tanhInt16(value, power) / 2 ** 15 - real));
    }
  }
  expect(largest * 2 ** 15).toBeLessThan(12);
});

test('both stay within int16, and mirror about 0 but for a few steps', () => {
  for (let value = 0; value <= 32767; value += 7) {
    const [up, down] = [logisticInt16(value), logisticInt16(-value)];
    expect(up).toBeLessThanOrEqual(32767);
    expect(down).toBeGreaterThanOrEqual(0);
    expect(Math.abs(up + down - 32768)).toBeLessThanOrEqual(1);
    for (const power of [-15, -12, -9]) {
      expect(Math.abs(tanhInt16(value, power) + tanhInt16(-value, power))).toBeLessThanOrEqual(3);
      expect(Math.abs(tanhInt16(value, power))).toBeLessThanOrEqual(32767);
    }
  }
});
