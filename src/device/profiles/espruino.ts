import { Failure } from '#core/failure';
import type { Channel, FrameBatch } from '#core/motion/frame';
import { abortable } from '../abortable';
import type { BluetoothProfile, FrameDecoder } from '../gatt-link';
import { within } from '../within';
import { decodeInto } from './decode-into';
import { type EspruinoBoard, START_SOURCE, STOP_SOURCE } from './espruino-source';
import {
  ConsoleText,
  NORDIC_UART_FROM_DEVICE,
  NORDIC_UART_SERVICE,
  NORDIC_UART_TO_DEVICE,
} from './nordic-uart';

/** What fits into a write on every link. */
const WRITE_BYTES = 20;
/** The first frame comes a moment after the source has been read, ms. */
const FIRST_FRAME_MS = 5000;
/** A line longer than this is no frame. */
const LONGEST_LINE = 200;
/** A number further ahead is a damaged one. */
const MOST_LOST = 1000;
/** So many numbers in a row that don't follow are a count begun anew. */
const MOST_STRAYS = 5;
/** A clock that steps by more was set, ms. */
const LONGEST_STEP_MS = 10_000;
/** Two frames within one millisecond of the board's. */
const SHORTEST_STEP_MS = 0.001;
/** `N`, number of the frame, ms since the start, counts. */
const FRAME = /^N(\d{1,10}),(\d{1,12})((?:,-?\d{1,6})+)$/;

interface BoardChannel extends Channel {
  /** From counts to the channel's unit. */
  readonly scale: number;
}

const group = (name: string, unit: Channel['unit'], fullScale: number, scale: number) =>
  ['X', 'Y', 'Z'].map((axis): BoardChannel => ({ name: name + axis, unit, fullScale, scale }));

/** Both boards' accelerometers are set to 4 g by their firmware: 8192 counts a g. */
const ACCELERATION = group('acc', 'g', 4, 1 / 8192);
const BOARDS: Readonly<
  Record<EspruinoBoard, { readonly rateHz: number; readonly channels: readonly BoardChannel[] }>
> = {
  bangle: { rateHz: 50, channels: ACCELERATION },
  puck: {
    rateHz: 52,
    // Unconfirmed: 8.75 thousandths of a degree a second a count is what the chip's maker gives for
    // this range; Espruino's own reference divides by 134.
    channels: [...ACCELERATION, ...group('gyro', 'dps', 250, 0.00875)],
  },
};

/** Reads the lines that `START_SOURCE` prints; whatever else a console says is passed over. */
export class EspruinoDecoder implements FrameDecoder {
  skipped = 0;
  /** What the board's own interpreter complained of. */
  error: string | undefined;
  readonly #channels: readonly BoardChannel[];
  readonly #text = new ConsoleText();
  #rest = '';
  #next = -1;
  #strays = 0;
  readonly #periodMs: number;
  /** Of the newest frame: the board's clock, and ours that never steps. */
  #boardMs = Number.NaN;
  #timeMs = 0;

  constructor(board: EspruinoBoard) {
    this.#channels = BOARDS[board].channels;
    this.#periodMs = 1000 / BOARDS[board].rateHz;
  }

  /** Whether any frame has come. */
  get started(): boolean {
    return this.#next >= 0;
  }

  /** Frames that were lost between two lines of one value are told before the value. */
  push(value: DataView, arrivalMs: number): FrameBatch | undefined {
    const lines = (this.#rest + this.#text.push(value)).split('\n');
    this.#rest = lines.pop() ?? '';
    if (this.#rest.length > LONGEST_LINE) {
      this.#rest = '';
      this.skipped++;
    }
    const timesMs: number[] = [];
    const values: number[] = [];
    let lostBefore = 0;
    for (const line of lines) {
      if (line === '') continue;
      const frame = this.#frame(line);
      if (frame) {
        timesMs.push(frame.timeMs);
        values.push(...frame.values);
        lostBefore += frame.lost;
      } else this.skipped++;
    }
    if (timesMs.length === 0) return undefined;
    const timestampMs = Float64Array.from(timesMs);
    return { timestampMs, values: Float32Array.from(values), arrivalMs, lostBefore };
  }

  #frame(line: string) {
    const [, number, time, list] = FRAME.exec(line) ?? [];
    if (number === undefined || time === undefined || list === undefined) {
      if (/^Uncaught|Error/.test(line)) this.error ??= line;
      return undefined;
    }
    const counts = list.slice(1).split(',').map(Number);
    if (counts.length !== this.#channels.length) return undefined;
    const lost = this.#lostBefore(Number(number));
    if (lost === undefined) return undefined;
    this.#passTime(Number(time), lost);
    const values = counts.map((count, channel) => count * this.#channels[channel]!.scale);
    return { timeMs: this.#timeMs, values, lost };
  }

  /** The board's clock may be set while it streams, to now or to next year: time goes on evenly. */
  #passTime(boardMs: number, lost: number): void {
    const stepMs = boardMs - this.#boardMs;
    const believed = stepMs >= 0 && stepMs <= LONGEST_STEP_MS;
    const first = Number.isNaN(stepMs);
    if (first) this.#timeMs = boardMs;
    else if (believed) this.#timeMs += Math.max(stepMs, SHORTEST_STEP_MS);
    else this.#timeMs += (1 + lost) * this.#periodMs;
    this.#boardMs = boardMs;
  }

  /** Undefined for a number that can't follow. */
  #lostBefore(number: number): number | undefined {
    const ahead = this.#next < 0 ? 0 : number - this.#next;
    const follows = ahead >= 0 && ahead <= MOST_LOST;
    if (!follows && ++this.#strays < MOST_STRAYS) return undefined;
    this.#strays = 0;
    this.#next = number + 1;
    return follows ? ahead : 0;
  }
}

/** Bangle.js and Puck.js v2: their JavaScript console is told to print their motion. */
export const espruino: BluetoothProfile = {
  id: 'espruino',
  filters: [{ namePrefix: 'Bangle.js' }, { namePrefix: 'Puck.js' }],
  services: [NORDIC_UART_SERVICE],
  matches: async (link) => boardOf(link.name) !== undefined && link.has(NORDIC_UART_SERVICE),

  async start(link, sink, { signal }) {
    const board = boardOf(link.name) ?? 'puck';
    const decoder = new EspruinoDecoder(board);
    let settle: (outcome: Failure | undefined) => void;
    const settled = new Promise<Failure | undefined>((resolve) => {
      settle = resolve;
    });
    const take = decodeInto(sink, decoder);
    await link.subscribe(NORDIC_UART_SERVICE, NORDIC_UART_FROM_DEVICE, (value, arrivalMs) => {
      take(value, arrivalMs);
      if (decoder.started) settle(undefined);
      else if (decoder.error) settle(new Failure('device-protocol', decoder.error));
    });
    const send = async (source: string) => {
      for (let at = 0; at < source.length; at += WRITE_BYTES) {
        const bytes = new TextEncoder().encode(source.slice(at, at + WRITE_BYTES));
        await link.write(NORDIC_UART_SERVICE, NORDIC_UART_TO_DEVICE, bytes);
      }
    };
    await send(START_SOURCE[board]);
    const silent = new Failure(
      'device-silent',
      `${link.name} took the program and printed nothing.`,
    );
    const failure = await within(FIRST_FRAME_MS, silent, signal, (limit) =>
      abortable(settled, limit),
    );
    if (failure) throw failure;
    const { rateHz, channels } = BOARDS[board];
    return {
      description: {
        channels: channels.map(({ scale: _, ...channel }) => channel),
        nominalRateHz: rateHz,
        clock: 'device',
      },
      stop: () => send(STOP_SOURCE),
    };
  },
};

function boardOf(name: string): EspruinoBoard | undefined {
  if (name.startsWith('Bangle.js')) return 'bangle';
  return name.startsWith('Puck.js') ? 'puck' : undefined;
}
