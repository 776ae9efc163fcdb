import { abortable } from '../abortable';

/** The default of 255 bytes would hold eight lines. */
const BUFFER_BYTES = 65_536;

/** Ports that are being closed: none can be opened before it is. */
const closing = new WeakMap<SerialPort, Promise<unknown>>();

/** What an open port tells. */
export interface PortListener {
  bytes(bytes: Uint8Array): void;
  /** A break, a framing error or an overrun: bytes were lost, and more will come. */
  stumbled(): void;
  /** The device is gone. */
  gone(): void;
}

/** A port that is open, read until it is closed. */
export class OpenPort {
  readonly #port: SerialPort;
  readonly #listener: PortListener;
  readonly #reading: Promise<void>;
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  #writer: WritableStreamDefaultWriter<Uint8Array> | undefined;
  #closed: Promise<void> | undefined;

  private constructor(port: SerialPort, listener: PortListener) {
    this.#port = port;
    this.#listener = listener;
    this.#reading = this.#read();
  }

  /**
   * Opens a port and begins to read. Rejects with the browser's error or the signal's reason; the
   * port is closed then, if it takes longer by itself.
   */
  static async open(
    port: SerialPort,
    baudRate: number,
    signal: AbortSignal,
    listener: PortListener,
  ): Promise<OpenPort> {
    await abortable(closing.get(port) ?? Promise.resolve(), signal);
    signal.throwIfAborted();
    const opening = port.open({ baudRate, bufferSize: BUFFER_BYTES });
    await abortable(opening, signal).catch((error: unknown) => {
      if (signal.aborted)
        closing.set(
          port,
          opening.then(() => port.close()).catch(() => undefined),
        );
      throw error;
    });
    return new OpenPort(port, listener);
  }

  /** One at a time. Rejects with the browser's error. */
  async write(bytes: Uint8Array): Promise<void> {
    const writer = this.#port.writable?.getWriter();
    if (!writer) throw new DOMException('The port takes no bytes.', 'InvalidStateError');
    this.#writer = writer;
    try {
      await writer.write(bytes);
    } finally {
      writer.releaseLock();
      this.#writer = undefined;
    }
  }

  /** Leaves the port closed, however it was, so that it can be opened again. Never rejects. */
  close(): Promise<void> {
    if (!this.#closed) {
      this.#closed = this.#close();
      closing.set(this.#port, this.#closed);
    }
    return this.#closed;
  }

  async #close(): Promise<void> {
    // Whoever closes from within a read is let out of it first.
    await Promise.resolve();
    // Bytes that the device doesn't take would keep the port from closing.
    await this.#writer?.abort().catch(() => undefined);
    await this.#reader?.cancel().catch(() => undefined);
    await this.#reading;
    await this.#port.close().catch(() => undefined);
  }

  async #read(): Promise<void> {
    // An error on the wire ends one stream and begins another; a lost device ends them all.
    while (this.#port.readable && !this.#closed) {
      this.#reader = this.#port.readable.getReader();
      try {
        for (;;) {
          const { value, done } = await this.#reader.read();
          if (done) break;
          if (!this.#closed) this.#listener.bytes(value);
        }
        break;
      } catch (error) {
        if (error instanceof Error && error.name === 'NetworkError') break;
        this.#listener.stumbled();
      } finally {
        this.#reader.releaseLock();
        this.#reader = undefined;
      }
    }
    if (!this.#closed) this.#listener.gone();
  }
}
