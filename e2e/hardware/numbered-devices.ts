import { MOTION_CHARACTERISTIC } from '../../src/core/motion/gatt-profile';
import type { FakeBluez } from './fake-bluez';
import type { FakeBoard, FakeSerial, UsbNames } from './fake-serial';
import type { FakeWearable } from './fake-wearable';
import { FrameTimer } from './numbered-frames';
import {
  LINE_HEADER,
  motionLine,
  motionPacket,
  nodlabService,
  serialDescription,
  serialMotion,
} from './wearables';

/** The board that is plugged in. */
export const ARDUINO: UsbNames = {
  vendorId: 0x2341,
  productId: 0x805a,
  serialNumber: 'A1B2C3',
  name: 'Nano33BLE',
};

/** How often a board on a cable says what it sends, ms (`docs/formats/serial-packets.md`). */
const DESCRIBE_MS = 1000;

/** A frame that somebody listened to. */
export interface SentFrame {
  readonly number: number;
  /** On `performance.now`'s clock. */
  readonly atMs: number;
}

/** A device that sends numbered frames, and remembers which of them anybody was there to hear. */
export abstract class NumberedDevice {
  /** Rising by number; what was sent into the void is not here. */
  readonly sent: SentFrame[] = [];
  /** What the page calls it. */
  readonly name: string;
  readonly rateHz: number;
  readonly framesPerPacket: number;
  #timer: FrameTimer | undefined;
  #next = 0;

  constructor(name: string, rateHz: number, framesPerPacket = 1) {
    this.name = name;
    this.rateHz = rateHz;
    this.framesPerPacket = framesPerPacket;
  }

  /**
   * Begins to send, or goes on where it stopped; `count` frames (whole packets of them) or until it
   * is stopped. Resolves when the last of them has been sent.
   */
  start(count?: number): Promise<void> {
    this.#timer = new FrameTimer({
      rateHz: this.rateHz,
      first: this.#next,
      together: this.framesPerPacket,
      ...(count === undefined ? {} : { count }),
      send: (first, due) => {
        this.#next = first + due;
        const heard = this.send(first, due);
        const atMs = performance.now();
        if (!heard) return;
        for (let index = 0; index < due; index++) this.sent.push({ number: first + index, atMs });
      },
    });
    return this.#timer.done;
  }

  stop(): void {
    this.#timer?.stop();
  }

  /** Number of the frame that comes next. */
  get next(): number {
    return this.#next;
  }

  /** The newest frame that was heard. */
  get newest(): number {
    return this.sent.at(-1)?.number ?? -1;
  }

  /** True where somebody listens. */
  protected abstract send(first: number, count: number): boolean;
}

/** A Nodlab wearable on the radio, "Band" and its number. */
export class NodlabWearable extends NumberedDevice {
  readonly device: FakeWearable;

  constructor(radio: FakeBluez, index: number, rateHz: number, framesPerPacket = 1) {
    super(`Band ${index}`, rateHz, framesPerPacket);
    this.device = radio.add({
      address: `C0:FF:EE:00:00:${String(index).padStart(2, '0')}`,
      name: this.name,
      services: [nodlabService(rateHz)],
    });
  }

  protected override send(first: number, count: number): boolean {
    let heard = false;
    for (let from = first; from < first + count; from += this.framesPerPacket) {
      const packet = motionPacket(this.rateHz, from, this.framesPerPacket);
      heard = this.device.notify(MOTION_CHARACTERISTIC, packet);
    }
    return heard;
  }
}

/** A board on a cable. */
abstract class NumberedBoard extends NumberedDevice {
  readonly board: FakeBoard;

  /** The page calls boards by their makers. */
  constructor(board: FakeBoard, maker: string, rateHz: number) {
    super(maker, rateHz);
    this.board = board;
  }

  protected override send(first: number, count: number): boolean {
    if (this.board.isOpen) this.board.send(this.bytes(first, count));
    return this.board.isOpen;
  }

  protected abstract bytes(first: number, count: number): Uint8Array | string;
}

/** Prints lines of text, after a header when its port is opened. */
export class LineBoard extends NumberedBoard {
  static async plugIn(cable: FakeSerial, rateHz: number): Promise<LineBoard> {
    const board = await cable.plug(ARDUINO);
    board.onOpened(() => board.send(LINE_HEADER));
    return new LineBoard(board, 'Arduino', rateHz);
  }

  protected override bytes(first: number, count: number): string {
    return Array.from({ length: count }, (_, index) => motionLine(first + index)).join('');
  }
}

/** Sends Nodlab's packets. */
export class PacketBoard extends NumberedBoard {
  static async plugIn(cable: FakeSerial, rateHz: number): Promise<PacketBoard> {
    const board = await cable.plug(ARDUINO);
    // Sent into the void while nobody listens.
    const describing = setInterval(() => board.send(serialDescription(rateHz)), DESCRIBE_MS);
    describing.unref();
    return new PacketBoard(board, 'Arduino', rateHz);
  }

  protected override bytes(first: number, count: number): Uint8Array {
    return serialMotion(this.rateHz, first, count);
  }
}
