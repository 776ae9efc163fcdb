import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileFakes } from './compiled-fakes';

/** What a board says of itself on USB. */
export interface UsbNames {
  readonly vendorId: number;
  readonly productId: number;
  readonly serialNumber: string;
  /** No spaces. */
  readonly name: string;
}

/** A board on a cable. What it sends while nobody has its port open is lost. */
export interface FakeBoard {
  readonly usb: UsbNames;
  /** Whether anybody has its port open. */
  readonly isOpen: boolean;
  /** Bytes that found no room because the page didn't read. */
  readonly droppedBytes: number;
  send(bytes: Uint8Array | string): void;
  /** Resolves when the port is open, or closed. */
  untilOpen(isOpen: boolean): Promise<void>;
  /** Called whenever the port is opened. */
  onOpened(listener: () => void): void;
  /** `listener` hears what the page writes. */
  onReceived(listener: (bytes: Uint8Array) => void): void;
  /** The cable is pulled. */
  unplug(): Promise<void>;
  /** It is put in again. */
  plug(): Promise<void>;
}

/**
 * Serial ports that come and go: a library that stands in for libudev, and ptys for it to name.
 * Chromium's own Web Serial opens and reads them; nothing of the page is replaced.
 */
export interface FakeSerial {
  /** What Chromium has to be started with. */
  readonly env: Readonly<Record<string, string>>;
  /** Plugs in a board; at most eight. */
  plug(usb: UsbNames): Promise<FakeBoard>;
  stop(): Promise<void>;
}

/** The C of it is compiled where it isn't yet; throws where there is no compiler. */
export async function startFakeSerial(): Promise<FakeSerial> {
  const { shim, hub: program } = compileFakes();
  const folder = await mkdtemp(join(tmpdir(), 'nodlab-serial-'));
  const hub = spawn(program, [folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const gone = new Promise((resolve) => hub.once('close', resolve));
  const boards: Board[] = [];
  readEvents(hub, (kind, id, bytes) => boards[id]?.hear(kind, bytes));
  return {
    env: { LD_PRELOAD: shim, NODLAB_FAKE_UDEV: folder },
    async plug(usb) {
      const board = new Board(hub, boards.length, usb);
      boards.push(board);
      await board.plug();
      return board;
    },
    async stop() {
      hub.stdin.end();
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

class Board implements FakeBoard {
  readonly usb: UsbNames;
  isOpen = false;
  droppedBytes = 0;
  readonly #hub: ChildProcess;
  readonly #id: number;
  readonly #events = new EventEmitter();

  constructor(hub: ChildProcess, id: number, usb: UsbNames) {
    this.#hub = hub;
    this.#id = id;
    this.usb = usb;
  }

  send(bytes: Uint8Array | string): void {
    const buffer = Buffer.from(bytes as Uint8Array);
    this.#command(`write ${this.#id} ${buffer.length}`);
    this.#hub.stdin!.write(buffer);
  }

  async untilOpen(isOpen: boolean): Promise<void> {
    if (this.isOpen !== isOpen) await this.#told(isOpen ? 'opened' : 'closed');
  }

  onOpened(listener: () => void): void {
    this.#events.on('opened', listener);
  }

  onReceived(listener: (bytes: Uint8Array) => void): void {
    this.#events.on('received', listener);
  }

  async unplug(): Promise<void> {
    this.#command(`unplug ${this.#id}`);
    await this.#told('unplugged');
    this.isOpen = false;
  }

  async plug(): Promise<void> {
    const { vendorId, productId, serialNumber, name } = this.usb;
    const hex = (id: number) => id.toString(16).padStart(4, '0');
    this.#command(`plug ${this.#id} ${hex(vendorId)} ${hex(productId)} ${serialNumber} ${name}`);
    await this.#told('plugged');
  }

  /** Of the hub. */
  hear(kind: string, bytes: Uint8Array | number): void {
    if (kind === 'opened' || kind === 'closed') this.isOpen = kind === 'opened';
    if (kind === 'dropped') this.droppedBytes += bytes as number;
    this.#events.emit(kind, bytes);
  }

  #command(line: string): void {
    this.#hub.stdin!.write(`${line}\n`);
  }

  #told(kind: string): Promise<void> {
    return new Promise((resolve) => this.#events.once(kind, () => resolve()));
  }
}

/** The hub's events: a line each, `received` with as many bytes after it as it says. */
function readEvents(
  hub: ChildProcess,
  onEvent: (kind: string, id: number, bytes: Uint8Array | number) => void,
): void {
  let rest: Buffer = Buffer.alloc(0);
  hub.stdout!.on('data', (piece: Buffer) => {
    rest = Buffer.concat([rest, piece]);
    for (;;) {
      const end = rest.indexOf('\n');
      if (end < 0) return;
      const [kind, id, length] = rest.toString('latin1', 0, end).split(' ');
      const bytesEnd = end + 1 + (kind === 'received' ? Number(length) : 0);
      if (rest.length < bytesEnd) return;
      const payload = kind === 'received' ? rest.subarray(end + 1, bytesEnd) : Number(length);
      rest = rest.subarray(bytesEnd);
      onEvent(kind!, Number(id), payload);
    }
  });
}
