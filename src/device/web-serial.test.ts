import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FrameBatch } from '#core/motion/frame';
import type { Connection, ConnectionEvent, ConnectStep } from './device';
import { createWebSerial } from './web-serial';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A port whose other end is the test. */
class FakePort {
  readable: ReadableStream<Uint8Array> | null = null;
  isOpen = false;
  opened: SerialOptions | undefined;
  refuse: Error | undefined;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  async open(options: SerialOptions) {
    if (this.refuse) throw this.refuse;
    this.opened = options;
    this.isOpen = true;
    this.renew();
  }
  async close() {
    if (this.readable?.locked) throw new TypeError('The stream is locked.');
    this.isOpen = false;
    this.readable = null;
  }
  renew() {
    this.readable = new ReadableStream({
      start: (controller) => {
        this.#controller = controller;
      },
    });
  }
  print(text: string) {
    this.#controller?.enqueue(new TextEncoder().encode(text));
  }
  unplug() {
    this.readable = null;
    this.#controller?.error(new DOMException('The device has been lost.', 'NetworkError'));
  }
  breakFrame() {
    const broken = this.#controller;
    this.renew();
    broken?.error(new DOMException('Framing.', 'FramingError'));
  }
}

function setUp() {
  const port = new FakePort();
  const requestPort = vi.fn(async () => port);
  const device = createWebSerial(
    () => ({ requestPort }) as unknown as Serial,
    () => Date.now(),
  );
  const aborter = new AbortController();
  const connect = (onProgress?: (step: ConnectStep) => void) =>
    device.connect({ signal: aborter.signal, ...(onProgress ? { onProgress } : {}) });
  return { port, requestPort, aborter, connect };
}

/** The board prints a line every 20 ms while `ms` pass. */
async function run(port: FakePort, ms: number, line = '0.0,0.6,0.8\n') {
  for (let passed = 0; passed < ms; passed += 20) {
    port.print(line);
    await vi.advanceTimersByTimeAsync(20);
  }
}

async function connected(line?: string) {
  const fake = setUp();
  const trying = fake.connect();
  await run(fake.port, 2000, line);
  const connection = await trying;
  const events: ConnectionEvent[] = [];
  connection.listen((event) => events.push(event));
  return { ...fake, connection, events };
}

const batches = (events: readonly ConnectionEvent[]): FrameBatch[] =>
  events.flatMap((event) => (event.type === 'frames' ? [event.batch] : []));

test('opens at the usual speed and measures the rate before it says that it is connected', async () => {
  const { port, connection } = await connected();
  expect(port.opened?.baudRate).toBe(115_200);
  expect(connection.description.clock).toBe('host');
  expect(connection.description.nominalRateHz).toBeCloseTo(50, 0);
  expect(connection.description.channels.map(({ name }) => name)).toEqual(['accX', 'accY', 'accZ']);
});

test('lines become frames in g whatever unit gravity showed', async () => {
  const { port, events } = await connected('0,600,800\n');
  await run(port, 1000, '0,600,800\n');
  const frames = batches(events);
  expect(frames.reduce((sum, { timestampMs }) => sum + timestampMs.length, 0)).toBeGreaterThan(45);
  const [, y, z] = frames[0]!.values;
  expect(Math.hypot(y!, z!)).toBeCloseTo(1, 5);
});

test('bad lines are counted and the stream goes on', async () => {
  const { port, events } = await connected();
  await run(port, 100, 'rubbish\n');
  await run(port, 100);
  const skipped = events.flatMap((event) => (event.type === 'skipped' ? [event.count] : []));
  expect(skipped.reduce((sum, count) => sum + count, 0)).toBe(5);
  expect(batches(events).length).toBeGreaterThan(3);
});

test('a framing error on the wire does not end the stream', async () => {
  const { port, events } = await connected();
  port.breakFrame();
  await run(port, 200);
  expect(events.some(({ type }) => type === 'closed')).toBe(false);
  expect(batches(events).length).toBeGreaterThan(5);
});

test('a pulled cable closes the stream with the reason', async () => {
  const { port, events } = await connected();
  port.unplug();
  await vi.advanceTimersByTimeAsync(100);
  expect(events.at(-1)).toMatchObject({ type: 'closed', failure: { code: 'device-lost' } });
});

test('a board that falls silent is told after five seconds, and its port closed', async () => {
  const { port, events } = await connected();
  await vi.advanceTimersByTimeAsync(4400);
  expect(events.some(({ type }) => type === 'closed')).toBe(false);
  await vi.advanceTimersByTimeAsync(1500);
  expect(events.at(-1)).toMatchObject({ type: 'closed', failure: { code: 'device-silent' } });
  expect(port.isOpen).toBe(false);
});

test('disconnecting leaves the port closed and no timer behind', async () => {
  const { port, connection, events } = await connected();
  await connection.disconnect();
  expect(events.at(-1)).toEqual({ type: 'closed' });
  expect(port.isOpen).toBe(false);
  expect(vi.getTimerCount()).toBe(0);
});

async function failing(trying: Promise<Connection>, ms: number): Promise<unknown> {
  const outcome = trying.then(
    () => 'connected',
    (error: unknown) => error,
  );
  await vi.advanceTimersByTimeAsync(ms);
  return outcome;
}

test('a board that prints nothing is silent', async () => {
  const { port, connect } = setUp();
  expect(await failing(connect(), 6000)).toMatchObject({ code: 'device-silent' });
  expect(port.isOpen).toBe(false);
});

test('a board that prints no numbers speaks another language, in its own words', async () => {
  const { port, connect } = setUp();
  const outcome = failing(connect(), 100);
  await vi.advanceTimersByTimeAsync(100);
  for (let i = 0; i < 5; i++) port.print('ERR: no sensor\n');
  await vi.advanceTimersByTimeAsync(6000);
  expect(await outcome).toMatchObject({ code: 'device-protocol', message: 'ERR: no sensor' });
});

test('a port that another program holds is busy', async () => {
  const { port, connect } = setUp();
  port.refuse = new DOMException('Failed to open serial port.', 'NetworkError');
  expect(await failing(connect(), 100)).toMatchObject({ code: 'port-busy' });
});

test('a chooser that is closed says that nothing was chosen', async () => {
  const { requestPort, connect } = setUp();
  requestPort.mockRejectedValue(new DOMException('No port selected.', 'NotFoundError'));
  expect(await failing(connect(), 100)).toMatchObject({ code: 'nothing-chosen' });
});

test('giving up while lines are watched closes the port', async () => {
  const { port, aborter, connect } = setUp();
  const outcome = failing(connect(), 0);
  await run(port, 300);
  aborter.abort();
  await vi.advanceTimersByTimeAsync(200);
  expect(await outcome).toMatchObject({ name: 'AbortError' });
  expect(port.isOpen).toBe(false);
});

test.each(['choosing', 'connecting', 'reading-description'] as const)(
  'given up while %s, the port is left closed and there is no failure',
  async (step) => {
    const { port, aborter, connect } = setUp();
    const trying = connect((reached) => reached === step && aborter.abort());
    expect(await failing(trying, 6000)).toMatchObject({ name: 'AbortError' });
    expect(port.isOpen).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  },
);

test('a try that is given up already opens no chooser', async () => {
  const { aborter, requestPort, connect } = setUp();
  aborter.abort();
  expect(await failing(connect(), 0)).toMatchObject({ name: 'AbortError' });
  expect(requestPort).not.toHaveBeenCalled();
});

test('a cable pulled while its lines are watched is a lost device', async () => {
  const { port, connect } = setUp();
  const outcome = failing(connect(), 0);
  await run(port, 300);
  port.unplug();
  await vi.advanceTimersByTimeAsync(200);
  expect(await outcome).toMatchObject({ code: 'device-lost' });
});

test('after disconnecting, the same port connects again', async () => {
  const { port, connection, connect } = await connected();
  await connection.disconnect();
  const again = connect();
  await vi.advanceTimersByTimeAsync(0);
  await run(port, 2000);
  expect((await again).description.channels).toHaveLength(3);
});

test('a browser without serial ports says so', () => {
  expect(createWebSerial(() => undefined).availability()).toEqual({
    state: 'missing',
    reason: 'no-web-serial',
  });
});
