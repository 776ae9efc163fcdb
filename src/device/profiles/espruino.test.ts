import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { bytesView, FakeGattLink, FakeSink } from '../../../tests/support/fake-gatt-link';
import { EspruinoDecoder, espruino } from './espruino';

const SERVICE = '6e400001-b5a3-f393-e0a9-e50e24dcca9e';
const TO_DEVICE = '6e400002-b5a3-f393-e0a9-e50e24dcca9e';
const FROM_DEVICE = '6e400003-b5a3-f393-e0a9-e50e24dcca9e';
const { signal } = new AbortController();
const options = { signal, nowMs: () => 0 };
const text = (lines: string) => bytesView(new TextEncoder().encode(lines));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test.each([
  ['bangle', 'N0,0,8192,-4096,1\n', [1, -0.5, 1 / 8192]],
  ['bangle', '>\r\nN7,140,-32768,0,0\r\n', [-4, 0, 0]],
  ['puck', 'N0,0,0,8192,0,16,-1,0\n', [0, 1, 0, 0.14, -0.00875, 0].map(Math.fround)],
] as const)('%s: %j are counts of the sensor', (board, line, physical) => {
  const batch = new EspruinoDecoder(board).push(text(line), 10);
  expect([...batch!.values]).toEqual(physical.map((one) => one + 0));
  expect(batch).toMatchObject({ arrivalMs: 10, lostBefore: 0 });
});

test('lines are numbered and timed, however they are cut', () => {
  const decoder = new EspruinoDecoder('bangle');
  expect(decoder.push(text('N0,0,1,2,3\nN1,2'), 0)!.timestampMs).toEqual(Float64Array.of(0));
  const batch = decoder.push(text('0,1,2,3\r\nN2,40,1,2,3\r\nN5,100,'), 0)!;
  expect([...batch.timestampMs]).toEqual([20, 40]);
  expect(decoder.push(text('1,2,3\n'), 0)).toMatchObject({ lostBefore: 2 });
  expect(decoder.skipped).toBe(0);
});

test.each([
  ['back', 'N0,500,1,2,3\nN1,20,1,2,3\nN2,41,1,2,3\n', [500, 520, 541]],
  ['far on', 'N0,0,1,2,3\nN2,86400000,1,2,3\nN3,86400020,1,2,3\n', [0, 40, 60]],
  ['not, two frames falling together', 'N0,7,1,2,3\nN1,7,1,2,3\n', [7, 7.001]],
])('time goes on evenly when the board’s clock is set %s', (_, lines, times) => {
  expect([...new EspruinoDecoder('bangle').push(text(lines), 0)!.timestampMs]).toEqual(times);
});

test.each([
  'hello',
  'N1,20,1,2',
  'N1,20,1,2,3,4',
  'N1,20,1,2,x',
  'N1,20,1.5,2,3',
  'N-1,20,1,2,3',
  'N1,-20,1,2,3',
  'xN1,20,1,2,3',
  'N0,20,1,2,3',
  'N1,20,1,2,3N2,40,1,2,3',
])('“%s” is no frame that follows: passed over and counted', (line) => {
  const decoder = new EspruinoDecoder('bangle');
  decoder.push(text('N0,0,1,2,3\n'), 0);
  expect(decoder.push(text(`${line}\n`), 0)).toBeUndefined();
  expect(decoder.skipped).toBe(1);
  expect(decoder.push(text('N1,20,1,2,3\n'), 0)).toMatchObject({ lostBefore: 0 });
});

test('a damaged number does not pass for a loss; a count begun anew is followed', () => {
  const decoder = new EspruinoDecoder('bangle');
  decoder.push(text('N5000,0,1,2,3\n'), 0);
  for (let number = 5001; number < 5010; number++) {
    const damaged = decoder.push(text(`N99999,20,1,2,3\nN${number},40,1,2,3\n`), 0)!;
    expect(damaged.timestampMs).toHaveLength(1);
    expect(damaged.lostBefore).toBe(0);
  }
  expect(decoder.skipped).toBe(9);
  const anew = Array.from({ length: 6 }, (_, index) => `N${index},${60 + index},1,2,3\n`);
  const batch = decoder.push(text(anew.join('')), 0)!;
  expect(batch).toMatchObject({ lostBefore: 0 });
  expect(batch.timestampMs.length).toBeGreaterThan(1);
});

test('a console that never ends a line takes no memory', () => {
  const decoder = new EspruinoDecoder('puck');
  for (let i = 0; i < 100; i++) decoder.push(text('x'.repeat(100)), 0);
  expect(decoder.skipped).toBeGreaterThan(30);
  expect(decoder.push(text('\nN0,0,1,2,3,4,5,6\n'), 0)).toBeDefined();
});

test('whatever bytes come, it does not throw and frames stay whole', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.uint8Array({ maxLength: 30 }), fc.string({ maxLength: 30 }))),
      (values) => {
        const decoder = new EspruinoDecoder('bangle');
        for (const value of values) {
          const batch = decoder.push(typeof value === 'string' ? text(value) : bytesView(value), 0);
          if (batch) expect(batch.values).toHaveLength(3 * batch.timestampMs.length);
        }
      },
    ),
  );
});

type Handler = (argument?: unknown) => void;

/** As much of Espruino as the program needs: its console runs each line that begins with `\x10`. */
function board(name: string, kind: 'Bangle' | 'Puck', broken = false) {
  const handlers = new Map<string, Handler[]>();
  const calls: string[] = [];
  let input = '';
  let nowS = 1_700_000_000;
  const events = {
    on: (event: string, handler: Handler) => {
      handlers.set(event, [...(handlers.get(event) ?? []), handler]);
    },
    removeListener: (event: string, handler: Handler) => {
      handlers.set(
        event,
        (handlers.get(event) ?? []).filter((one) => one !== handler),
      );
    },
  };
  const call =
    (called: string) =>
    (...values: unknown[]) => {
      if (broken && called === 'accelOn') throw new Error('Accelerometer not available');
      calls.push(`${called} ${values.map((one) => JSON.stringify(one)).join(' ')}`);
    };
  const calling = (...names: string[]) =>
    Object.fromEntries(names.map((one) => [one, call(one)] as const));
  const print = (line: string) => {
    const bytes = new TextEncoder().encode(`${line}\r\n`);
    for (let at = 0; at < bytes.length; at += 20) {
      link.notify(FROM_DEVICE, bytes.subarray(at, at + 20), 0);
    }
  };
  const context: Record<string, unknown> = {
    Bluetooth: { println: print },
    NRF: events,
    getTime: () => nowS,
    [kind]: {
      ...events,
      ...calling('accelWr', 'setPollInterval', 'setOptions', 'accelOn', 'accelOff'),
    },
  };
  context.global = context;
  const emit = (event: string, argument?: unknown) => {
    for (const handler of handlers.get(event) ?? []) handler(argument);
  };
  const link = new FakeGattLink({
    name,
    services: [SERVICE],
    onWrite(_, characteristic, bytes) {
      expect(characteristic).toBe(TO_DEVICE);
      expect(bytes.length).toBeLessThanOrEqual(20);
      input = (input + new TextDecoder().decode(bytes)).replaceAll('\x03', '');
      for (let end = input.indexOf('\n'); end >= 0; end = input.indexOf('\n')) {
        const line = input.slice(0, end);
        input = input.slice(end + 1);
        expect(line[0]).toBe('\x10');
        try {
          runInNewContext(line.slice(1), context);
        } catch (error) {
          print(`Uncaught Error: ${(error as Error).message}`);
        }
      }
    },
  });
  const pass = (seconds: number) => {
    nowS += seconds;
  };
  const listeners = () => [...handlers.values()].flat().length;
  return { link, calls, emit, pass, listeners };
}

test('the program makes a Bangle.js print its motion at 50 Hz, and stops without a trace', async () => {
  const { link, calls, emit, pass, listeners } = board('Bangle.js 5a3c', 'Bangle');
  const sink = new FakeSink();
  expect(await espruino.matches(link)).toBe(true);
  const starting = espruino.start(link, sink, options);
  await vi.advanceTimersByTimeAsync(1);
  emit('accel', { x: 0, y: 0, z: 1 });
  const stream = await starting;
  expect(stream.description).toMatchObject({ nominalRateHz: 50, clock: 'device' });
  expect(stream.description.channels[0]).toEqual({ name: 'accX', unit: 'g', fullScale: 4 });
  pass(0.02);
  emit('accel', { x: -0.25, y: 0.5, z: 1.0001 });
  expect([...sink.batches[1]!.timestampMs]).toEqual([20]);
  expect(sink.values).toEqual([0, 0, 1, -0.25, 0.5, Math.fround(8193 / 8192)]);
  expect(calls).toEqual([
    'accelWr 24 108',
    'accelWr 27 66',
    'accelWr 24 236',
    'setPollInterval 20',
  ]);
  calls.length = 0;
  const { length } = link.writes;
  await stream.stop!();
  expect(link.writes).toHaveLength(length + 1);
  expect(calls).toEqual([
    'accelWr 24 108',
    'accelWr 27 0',
    'accelWr 24 236',
    'setPollInterval 80',
    'setOptions {"powerSave":true}',
  ]);
  expect(listeners()).toBe(0);
});

test('a Puck.js that loses the link stops by itself, and a second start does not double it', async () => {
  const { link, calls, emit, listeners } = board('Puck.js 1b2c', 'Puck');
  const sink = new FakeSink();
  const motion = { acc: { x: 8192, y: 0, z: -8192 }, gyro: { x: 100, y: 0, z: -100 } };
  for (let round = 0; round < 2; round++) {
    const starting = espruino.start(link, sink, options);
    await vi.advanceTimersByTimeAsync(1);
    emit('accel', motion);
    expect((await starting).description.channels).toHaveLength(6);
  }
  expect(sink.values.slice(0, 6)).toEqual([1, 0, -1, 0.875, 0, -0.875]);
  expect(calls).toEqual(['accelOn 52', 'accelOff ', 'accelOn 52']);
  emit('disconnect');
  expect(calls.at(-1)).toBe('accelOff ');
  expect(listeners()).toBe(0);
});

test('a Puck.js without an accelerometer says so in its own words', async () => {
  const { link } = board('Puck.js 1b2c', 'Puck', true);
  await expect(espruino.start(link, new FakeSink(), options)).rejects.toMatchObject({
    code: 'device-protocol',
    message: 'Uncaught Error: Accelerometer not available',
  });
});

test('a board that prints nothing is silent after five seconds', async () => {
  const { link } = board('Puck.js 1b2c', 'Puck');
  const outcome = espruino.start(link, new FakeSink(), options).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(5001);
  expect(await outcome).toMatchObject({ code: 'device-silent' });
});

test.each(['Pixl.js 12ab', 'Espruino', 'Thing'])('“%s” has no motion of its own', async (name) => {
  expect(await espruino.matches(new FakeGattLink({ name, services: [SERVICE] }))).toBe(false);
});
