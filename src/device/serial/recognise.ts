import type { Failure } from '#core/failure';
import type { ProfileStream, StartOptions, StreamSink } from '../gatt-link';
import { SERIAL_PROTOCOLS } from './protocols';

/** Bytes that are neither text nor a protocol for so long were sent at another speed, ms. Two descriptions of Nodlab's fit. */
const GARBAGE_MS = 2500;
const FEWEST_BYTES = 32;
/** Share of bytes that no text has. */
const GARBAGE_SHARE = 0.2;

/** The bytes make no sense: the port is open at another speed than the board's. */
export class WrongSpeed extends Error {}

export interface RecogniseOptions extends StartOptions {
  write(bytes: Uint8Array): Promise<void>;
  /** What was recognised has ended. */
  lost(failure: Failure): void;
}

/** A stream whose protocol is known. */
export interface RecognisedStream extends ProfileStream {
  /** The protocol's id. */
  readonly profile: string;
}

/** Shows a port's bytes to every protocol until one of them knows its own. */
export class Recogniser {
  readonly #nowMs: () => number;
  readonly #result: Promise<RecognisedStream>;
  #push: (bytes: Uint8Array, arrivalMs: number) => void;
  #firstMs: number | undefined;
  #bytes = 0;
  #garbage = 0;
  #tellWrongSpeed: (error: WrongSpeed) => void = () => undefined;

  /** `sink` hears nothing before `recognised` resolves. */
  constructor(sink: StreamSink, options: RecogniseOptions) {
    this.#nowMs = options.nowMs;
    const over = new AbortController();
    const signal = AbortSignal.any([options.signal, over.signal]);
    let known: string | undefined;
    const looking = SERIAL_PROTOCOLS.map((protocol) => {
      return { protocol, reader: protocol.start(sink, { ...options, signal }) };
    });
    this.#push = (bytes, arrivalMs) => {
      for (const { reader } of looking) reader.push(bytes, arrivalMs);
    };
    this.#result = new Promise<RecognisedStream>((resolve, reject) => {
      this.#tellWrongSpeed = reject;
      for (const { protocol, reader } of looking) {
        reader.ready().then((stream) => {
          if (known) return;
          known = protocol.id;
          this.#push = (bytes, arrivalMs) => reader.push(bytes, arrivalMs);
          resolve({ ...stream, profile: protocol.id });
        }, reject);
      }
    }).finally(() => over.abort());
    this.#result.catch(() => undefined);
  }

  /**
   * Rejects with `Failure` (`device-silent`, `device-protocol`), `WrongSpeed` or the signal's reason.
   */
  recognised(): Promise<RecognisedStream> {
    return this.#result;
  }

  /** Takes bytes as they come; to the end, once it is known whose they are. */
  push(bytes: Uint8Array): void {
    const nowMs = this.#nowMs();
    this.#push(bytes, nowMs);
    this.#firstMs ??= nowMs;
    if (nowMs - this.#firstMs > 2 * GARBAGE_MS) return;
    this.#bytes += bytes.length;
    for (const byte of bytes) if (!isText(byte)) this.#garbage++;
    const late = nowMs - this.#firstMs >= GARBAGE_MS && this.#bytes >= FEWEST_BYTES;
    if (late && this.#garbage > GARBAGE_SHARE * this.#bytes) {
      this.#tellWrongSpeed(new WrongSpeed());
    }
  }

  /** A byte that was broken on the wire. */
  stumbled(): void {
    this.#bytes += FEWEST_BYTES;
    this.#garbage += FEWEST_BYTES;
  }
}

function isText(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || (byte >= 9 && byte <= 13);
}
