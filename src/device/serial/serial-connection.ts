import { Failure } from '#core/failure';
import type { StreamDescription } from '#core/motion/frame';
import { abortable } from '../abortable';
import type { ColumnControl, Connection, ConnectionEvent } from '../device';
import type { StartOptions } from '../gatt-link';
import { Listeners } from '../listeners';
import { OpenPort } from './open-port';
import { type RecognisedStream, Recogniser } from './recognise';

export interface SerialConnectionOptions extends StartOptions {
  readonly name: string;
  readonly baudRate: number;
  /** The port is open, its bytes are looked at. */
  onOpen(): void;
}

/** A device that does not hear it must not keep its port from closing, ms. */
const STOP_MS = 300;

/** A port whose stream was recognised. */
export class SerialConnection implements Connection {
  readonly kind = 'web-serial';
  readonly name: string;
  readonly #listeners = new Listeners();
  #port: OpenPort | undefined;
  #stream: RecognisedStream | undefined;
  #description: StreamDescription | undefined;
  #ended: Promise<void> | undefined;

  private constructor(name: string) {
    this.name = name;
  }

  /**
   * Opens a port and waits until its stream is known. Whatever it rejects with (`Failure`,
   * `WrongSpeed`, the browser's error, the signal's reason), the port is left closed.
   */
  static async open(port: SerialPort, options: SerialConnectionOptions): Promise<SerialConnection> {
    const { signal, nowMs, columns } = options;
    const connection = new SerialConnection(options.name);
    const gone = new AbortController();
    const end = (failure: Failure) => {
      gone.abort(failure);
      if (connection.#stream) void connection.#end(failure);
    };
    const listeners = connection.#listeners;
    const recogniser = new Recogniser(
      {
        frames: (batch) => listeners.tell({ type: 'frames', batch }),
        skipped: (count) => listeners.tell({ type: 'skipped', count }),
        battery: (percent) => listeners.tell({ type: 'battery', percent }),
        described: (description) => {
          connection.#description = description;
          listeners.tell({ type: 'described', description });
        },
      },
      {
        ...{ signal: AbortSignal.any([signal, gone.signal]), nowMs, columns },
        write: async (bytes) => connection.#port?.write(bytes),
        lost: (failure) => end(failure),
      },
    );
    const open = await OpenPort.open(port, options.baudRate, signal, {
      bytes: (bytes) => recogniser.push(bytes),
      stumbled: () => {
        recogniser.stumbled();
        if (connection.#stream) listeners.tell({ type: 'skipped', count: 1 });
      },
      gone: () => end(new Failure('device-lost', 'The cable was pulled.')),
    });
    connection.#port = open;
    try {
      options.onOpen();
      const stream = await abortable(recogniser.recognised(), signal);
      // It may have ended in the moment in which it was recognised.
      gone.signal.throwIfAborted();
      connection.#stream = stream;
      return connection;
    } catch (error) {
      await open.close();
      throw error;
    }
  }

  get profile(): string {
    return this.#known.profile;
  }

  get description(): StreamDescription {
    return this.#description ?? this.#known.description;
  }

  get columns(): ColumnControl | undefined {
    return this.#known.columns;
  }

  get #known(): RecognisedStream {
    if (!this.#stream) throw new Error('the stream has not been recognised');
    return this.#stream;
  }

  listen(listener: (event: ConnectionEvent) => void): () => void {
    return this.#listeners.add(listener);
  }

  disconnect(): Promise<void> {
    return this.#end();
  }

  #end(failure?: Failure): Promise<void> {
    this.#ended ??= this.#close(failure);
    return this.#ended;
  }

  async #close(failure?: Failure): Promise<void> {
    this.#listeners.tell({ type: 'closed', ...(failure ? { failure } : {}) });
    if (!failure && this.#stream?.stop) {
      const late = AbortSignal.timeout(STOP_MS);
      await abortable(this.#stream.stop(), late).catch(() => undefined);
    }
    await this.#port?.close();
  }
}
