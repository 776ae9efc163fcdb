import { Failure } from '#core/failure';
import { ArrivalFit } from '#core/motion/arrival-fit';
import type { StreamDescription } from '#core/motion/frame';
import { type GuessedChannels, guessChannels } from '#core/motion/guess-channels';
import { LineDecoder } from '#core/motion/line-codec';
import { abortable } from './abortable';
import { browserFailure } from './browser-failure';
import type { Connection, ConnectionEvent, Device } from './device';
import { Listeners } from './listeners';

/** What the Edge Impulse data forwarder and most sketches use. */
const BAUD_RATE = 115_200;
/** The default of 255 bytes would hold eight lines. */
const BUFFER_BYTES = 65_536;
/** Lines are watched this long before the stream is described, ms. */
const WATCH_MS = 1500;
/** A cable on which nothing comes for this long is silent, ms. */
const SILENT_MS = 5000;

type FindSerial = () => Serial | undefined;
type Clock = () => number;

/** Boards on a cable that print lines of numbers. Arguments are for tests. */
export function createWebSerial(
  find: FindSerial = () => globalThis.navigator?.serial,
  nowMs: Clock = () => performance.now(),
): Device {
  return {
    kind: 'web-serial',

    availability() {
      if (find()) return { state: 'available' };
      const reason = globalThis.isSecureContext === false ? 'insecure-page' : 'no-web-serial';
      return { state: 'missing', reason };
    },

    async connect({ signal, onProgress }) {
      const serial = find();
      if (!serial) throw new Failure('radio-missing', 'navigator.serial is not there');
      let stream: SerialStream | undefined;
      let chosen = false;
      try {
        signal.throwIfAborted();
        onProgress?.('choosing');
        const port = await abortable(serial.requestPort(), signal);
        chosen = true;
        onProgress?.('connecting');
        const open = port.open({ baudRate: BAUD_RATE, bufferSize: BUFFER_BYTES });
        await abortable(open, signal, () => void port.close().catch(() => undefined));
        onProgress?.('reading-description');
        stream = new SerialStream(port, nowMs);
        await abortable(stream.watch(), signal);
        return stream;
      } catch (error) {
        await stream?.disconnect();
        // Another program holds it: the browser calls that a network error.
        const otherwise = stream ? 'device-lost' : 'port-busy';
        throw browserFailure(error, chosen ? 'chosen' : 'choosing', otherwise);
      }
    },
  };
}

class SerialStream implements Connection {
  readonly kind = 'web-serial';
  readonly name = 'USB';
  readonly #port: SerialPort;
  readonly #nowMs: Clock;
  readonly #listeners = new Listeners();
  readonly #lines = new LineDecoder();
  readonly #watched: (readonly number[])[] = [];
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  #reading: Promise<void> | undefined;
  #guessed: GuessedChannels | undefined;
  #description: StreamDescription | undefined;
  #fit: ArrivalFit | undefined;
  #firstMs = 0;
  /** Rows of the first read. */
  #waiting = 0;
  #lastMs: number;
  #reported = 0;
  #leaving = false;
  #silence: ReturnType<typeof setInterval> | undefined;

  constructor(port: SerialPort, nowMs: Clock) {
    this.#port = port;
    this.#nowMs = nowMs;
    this.#lastMs = nowMs();
  }

  get description(): StreamDescription {
    if (!this.#description) throw new Error('the stream has not been watched');
    return this.#description;
  }

  listen(listener: (event: ConnectionEvent) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Reads on until the lines tell their columns, units and rate. */
  async watch(): Promise<void> {
    this.#reading = this.#read();
    const startMs = this.#nowMs();
    for (;;) {
      const enough = this.#watched.length >= 3 && this.#nowMs() - this.#firstMs >= WATCH_MS;
      if (this.#leaving) throw new Failure('device-lost', 'The cable was pulled.');
      if (enough) break;
      if (this.#nowMs() - startMs > SILENT_MS) throw this.#nothing();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const spanMs = this.#lastMs - this.#firstMs;
    // What came with the first read had been waiting for who knows how long.
    const rateHz = spanMs > 0 ? ((this.#watched.length - this.#waiting) * 1000) / spanMs : 0;
    this.#guessed = guessChannels(this.#watched, this.#lines.names);
    this.#description = {
      channels: this.#guessed.channels,
      nominalRateHz: Math.round(rateHz * 10) / 10,
      clock: 'host',
    };
    this.#fit = new ArrivalFit(rateHz || 50);
    this.#watched.length = 0;
    this.#silence = setInterval(() => {
      if (this.#nowMs() - this.#lastMs > SILENT_MS) {
        void this.#end(new Failure('device-silent', `no line for ${SILENT_MS} ms`));
      }
    }, 500);
  }

  disconnect(): Promise<void> {
    return this.#end();
  }

  #nothing(): Failure {
    const { skipped, deviceError } = this.#lines;
    if (skipped === 0) return new Failure('device-silent', 'The board sent no line.');
    const detail = deviceError ?? `${skipped} lines, none of them numbers`;
    return new Failure('device-protocol', detail);
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder();
    // A framing error or overrun ends one stream and begins another; a lost device ends them all.
    while (this.#port.readable && !this.#leaving) {
      this.#reader = this.#port.readable.getReader();
      try {
        for (;;) {
          const { value, done } = await this.#reader.read();
          if (done) break;
          this.#take(decoder.decode(value, { stream: true }));
        }
        if (!this.#leaving) break;
      } catch (error) {
        const name = error instanceof Error ? error.name : '';
        if (name !== 'NetworkError') continue;
        break;
      } finally {
        this.#reader.releaseLock();
        this.#reader = undefined;
      }
    }
    if (!this.#leaving) void this.#end(new Failure('device-lost', 'The cable was pulled.'));
  }

  #take(text: string): void {
    const rows: (readonly number[])[] = [];
    this.#lines.push(text, (row) => rows.push(row));
    const { skipped } = this.#lines;
    if (skipped > this.#reported) {
      this.#listeners.tell({ type: 'skipped', count: skipped - this.#reported });
      this.#reported = skipped;
    }
    if (rows.length === 0) return;
    this.#lastMs = this.#nowMs();
    if (!this.#guessed || !this.#fit) {
      if (this.#watched.length === 0) {
        this.#firstMs = this.#lastMs;
        this.#waiting = rows.length;
      }
      this.#watched.push(...rows);
      return;
    }
    const { factors } = this.#guessed;
    const values = new Float32Array(rows.length * factors.length);
    for (const [frame, row] of rows.entries()) {
      for (const [channel, factor] of factors.entries()) {
        values[frame * factors.length + channel] = (row[channel] ?? 0) * factor;
      }
    }
    const timestampMs = this.#fit.times(rows.length, this.#lastMs);
    const batch = { timestampMs, values, arrivalMs: this.#lastMs, lostBefore: 0 };
    this.#listeners.tell({ type: 'frames', batch });
  }

  /** Always leaves the port closed, so that it can be opened again. */
  async #end(failure?: Failure): Promise<void> {
    if (this.#leaving) return;
    this.#leaving = true;
    clearInterval(this.#silence);
    this.#listeners.tell({ type: 'closed', ...(failure ? { failure } : {}) });
    await this.#reader?.cancel().catch(() => undefined);
    await this.#reading;
    await this.#port.close().catch(() => undefined);
  }
}
