import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { bytesView, FakeGattLink, FakeSink } from '../../../tests/support/fake-gatt-link';
import { nordicUartText, UartText } from './nordic-uart-text';

const SERVICE = '6e400001-b5a3-f393-e0a9-e50e24dcca9e';
const TO_DEVICE = '6e400002-b5a3-f393-e0a9-e50e24dcca9e';
const FROM_DEVICE = '6e400003-b5a3-f393-e0a9-e50e24dcca9e';
const bytesOf = (text: string) => new TextEncoder().encode(text);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test.each([
  ['as it is', [bytesOf('1,2\n')], '1,2\n'],
  ['a zero or a return ends a line too', [bytesOf('>\0 1,2\r\n')], '>\n 1,2\n\n'],
  ['flow control is no text', [bytesOf('1\x13,\x112\n')], '1,2\n'],
  [
    'a character is cut in two',
    [
      [0x31, 0xc2],
      [0xb5, 0x0a],
    ],
    '1µ\n',
  ],
  ['bytes that are no text stay harmless', [[0xff, 0x0a]], '\ufffd\n'],
  ['an empty value', [[]], ''],
])('%s', (_, values, text) => {
  const uart = new UartText();
  expect(values.map((one) => uart.push(bytesView(one))).join('')).toBe(text);
});

test('a value is a line where no line has an end, until one comes', () => {
  const uart = new UartText();
  const all = Array.from({ length: 18 }, () => uart.push(bytesView(bytesOf('1,2'))));
  expect(all.slice(0, 15).join('')).toBe('1,2'.repeat(15));
  expect(all.slice(15)).toEqual(['1,2\n', '1,2\n', '1,2\n']);
  expect(uart.push(bytesView(bytesOf('3,4\n')))).toBe('3,4\n');
  expect(uart.push(bytesView(bytesOf('5,')))).toBe('5,');
});

/** The device prints a line each 20 ms, cut into two values. */
async function run(link: FakeGattLink, characteristic: string, lines: number) {
  for (let line = 0; line < lines; line++) {
    await vi.advanceTimersByTimeAsync(20);
    link.notify(characteristic, bytesOf('0.0,0'), Date.now());
    link.notify(characteristic, bytesOf('.6,0.8\r\n'), Date.now());
  }
}

test.each([
  ['the usual way round', FROM_DEVICE, TO_DEVICE],
  ['the other way round', TO_DEVICE, FROM_DEVICE],
])('lines become frames, with the two characteristics %s', async (_, notifies, refuses) => {
  const link = new FakeGattLink({ services: [SERVICE], refused: [refuses] });
  const sink = new FakeSink();
  expect(await nordicUartText.matches(link)).toBe(true);
  const { signal } = new AbortController();
  const starting = nordicUartText.start(link, sink, { signal, nowMs: () => Date.now() });
  await vi.advanceTimersByTimeAsync(0);
  link.notify(notifies, bytesOf('hello\0>'), Date.now());
  await run(link, notifies, 100);
  const { description, columns } = await starting;
  expect(description.channels.map(({ name, unit }) => name + unit)).toEqual([
    'accXg',
    'accYg',
    'accZg',
  ]);
  expect(description.nominalRateHz).toBeCloseTo(50, 0);
  expect(columns!.mapping.confirmed).toBe(false);
  sink.batches.length = 0;
  await run(link, notifies, 10);
  link.notify(notifies, bytesOf('> echo\n'), Date.now());
  expect(sink.values).toHaveLength(30);
  expect(sink.values.slice(0, 3)).toEqual([0, Math.fround(0.6), Math.fround(0.8)]);
  expect(sink.skippedCount).toBe(1);
});

test('a device that neither way notifies can’t be used', async () => {
  const link = new FakeGattLink({ services: [SERVICE], refused: [FROM_DEVICE, TO_DEVICE] });
  const { signal } = new AbortController();
  const starting = nordicUartText.start(link, new FakeSink(), { signal, nowMs: () => 0 });
  await expect(starting).rejects.toMatchObject({ code: 'device-protocol' });
});
