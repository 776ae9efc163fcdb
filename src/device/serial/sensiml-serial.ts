import { abortable } from '../abortable';
import type { ProfileStream, StreamSink } from '../gatt-link';
import { readSensimlConfig, SensimlDecoder } from '../profiles/sensiml-stream';
import type { SerialProtocol, SerialReader, SerialStartOptions } from './serial-protocol';

const DESCRIPTION = /\{[^{}]*"column_location"\s*:\s*\{[^{}]*\}[^{}]*\}/;
/** The longest description that is waited for. */
const LONGEST_TEXT = 4096;
/** What may still come as text once it has been asked for rows: rows don't look like it. */
const TEXT_BEFORE_ROWS = /^(\s|connect(?=\s)|\{[^{}]*\{[^{}]*\}[^{}]*\})+/;
/** A description may be cut: more of it is to come. */
const BEGUN_TEXT = /^\{\s*"/;

/**
 * SensiML's Simple Stream: the board repeats its description until it is told `connect`, and sends
 * rows until it is told `disconnect`. Unconfirmed: that neither word needs an end of line, and that a
 * board may repeat the word.
 */
export const sensimlSerial: SerialProtocol = {
  id: 'sensiml',
  start: (sink, options) => new SensimlReader(sink, options),
};

class SensimlReader implements SerialReader {
  readonly #sink: StreamSink;
  readonly #options: SerialStartOptions;
  readonly #connected: Promise<ProfileStream>;
  #tellDescribed: (text: string) => void = () => undefined;
  #text = '';
  /** Bytes since the description, until the first row. */
  #decoder: SensimlDecoder | undefined;
  #state: 'describing' | 'text' | 'rows' = 'describing';
  #skipped = 0;

  constructor(sink: StreamSink, options: SerialStartOptions) {
    this.#sink = sink;
    this.#options = options;
    const described = new Promise<string>((resolve) => {
      this.#tellDescribed = resolve;
    });
    this.#connected = described.then((text) => this.#connect(text));
    // Who looks at other bytes never asks.
    this.#connected.catch(() => undefined);
  }

  push(bytes: Uint8Array, arrivalMs: number): void {
    if (this.#state === 'rows') {
      this.#decode(bytes, arrivalMs);
      return;
    }
    this.#text = (this.#text + latin1(bytes)).slice(-LONGEST_TEXT);
    if (this.#state === 'describing') {
      const found = DESCRIPTION.exec(this.#text);
      if (!found) return;
      this.#state = 'text';
      this.#text = this.#text.slice(found.index + found[0].length);
      this.#tellDescribed(found[0]);
      return;
    }
    const rest = this.#text.replace(TEXT_BEFORE_ROWS, '');
    const cut = BEGUN_TEXT.test(rest) || 'connect'.startsWith(rest) || rest === '{';
    if (!this.#decoder || (cut && rest.length < LONGEST_TEXT)) return;
    this.#state = 'rows';
    this.#text = '';
    this.#decode(
      Uint8Array.from(rest, (one) => one.charCodeAt(0)),
      arrivalMs,
    );
  }

  ready(): Promise<ProfileStream> {
    return abortable(this.#connected, this.#options.signal);
  }

  async #connect(text: string): Promise<ProfileStream> {
    const config = readSensimlConfig(text);
    this.#decoder = new SensimlDecoder(config, { whole: false });
    await this.#options.write(ascii('connect'));
    return {
      description: config.description,
      stop: () => this.#options.write(ascii('disconnect')),
    };
  }

  #decode(bytes: Uint8Array, arrivalMs: number): void {
    const decoder = this.#decoder;
    if (!decoder || bytes.length === 0) return;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const batch = decoder.push(view, arrivalMs);
    if (decoder.skipped > this.#skipped) this.#sink.skipped(decoder.skipped - this.#skipped);
    this.#skipped = decoder.skipped;
    if (batch) this.#sink.frames(batch);
  }
}

/** One character a byte, so that bytes that are no text come back as they were. */
function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes.subarray(-LONGEST_TEXT)) text += String.fromCharCode(byte);
  return text;
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
