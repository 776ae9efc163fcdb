import { Failure } from '#core/failure';
import { ColumnClock } from '#core/motion/column-clock';
import { type ColumnMapping, channelsOf, clockOf } from '#core/motion/columns';
import type { StreamDescription } from '#core/motion/frame';
import { guessColumns } from '#core/motion/guess-columns';
import { LineDecoder } from '#core/motion/line-codec';
import { abortable } from './abortable';
import type { ColumnControl } from './device';
import type { StreamSink } from './gatt-link';

/** Lines are watched this long before the stream is described, ms. */
const WATCH_MS = 1500;
/** Enough to know the rate, where the columns are known, ms. */
const SHORT_WATCH_MS = 300;
const FEWEST_ROWS = 3;
/** A stream that brings nothing for this long to begin with says nothing, ms. */
const SILENT_MS = 5000;
const LOOK_MS = 50;
/** Rows that are kept to be looked at. */
const KEPT_ROWS = 200;
/** Rows that a guess is made from; whatever the rate, memory is bounded. */
const MOST_WATCHED = 5000;

/** A stream of text as it is told once its columns are known. */
export interface DescribedText {
  readonly description: StreamDescription;
  readonly columns: ColumnControl;
}

export interface TextStreamOptions {
  /** `performance.now`'s clock. */
  nowMs(): number;
  /** What the person said of the columns before; used if there are as many. */
  readonly columns?: ColumnMapping | undefined;
}

/**
 * Lines of numbers, over a cable or a radio, made into frames (`docs/formats/text-lines.md`). They
 * are watched until their columns and rate show; what was watched is not told. Keeps no more than
 * some seconds of them.
 */
export class TextStream {
  readonly #sink: StreamSink;
  readonly #nowMs: () => number;
  readonly #remembered: ColumnMapping | undefined;
  #lines = new LineDecoder();
  /** Rows of the watch, and when each came. */
  #watched: (readonly number[])[] = [];
  #arrivalsMs: number[] = [];
  #kept: (readonly number[])[] = [];
  #reader: RowReader | undefined;
  #deviceError: string | undefined;
  #characters = 0;

  constructor(sink: StreamSink, { nowMs, columns }: TextStreamOptions) {
    this.#sink = sink;
    this.#nowMs = nowMs;
    this.#remembered = columns;
  }

  /** Takes text as it comes, lines cut anywhere. Never throws. */
  push(text: string, arrivalMs: number): void {
    const rows: (readonly number[])[] = [];
    const before = this.#lines.skipped;
    this.#lines.push(text, (row) => rows.push(row));
    const skipped = this.#lines.skipped - before;
    this.#deviceError = this.#lines.deviceError ?? this.#deviceError;
    for (const row of rows.slice(-KEPT_ROWS)) this.#kept.push(row);
    if (this.#kept.length > 2 * KEPT_ROWS) this.#kept = this.#kept.slice(-KEPT_ROWS);
    if (!this.#reader) {
      this.#characters += text.length;
      this.#watch(rows, arrivalMs);
      return;
    }
    const passedOver = skipped + this.#reader.tell(rows, arrivalMs);
    if (passedOver > 0) this.#sink.skipped(passedOver);
  }

  /**
   * Resolves when the columns are known; frames are told from then on. Rejects with `Failure`:
   * `device-silent` if nothing comes, `device-protocol` if no numbers do; or with `AbortError`.
   */
  ready(signal: AbortSignal): Promise<DescribedText> {
    return abortable(this.#look(signal), signal);
  }

  #watch(rows: readonly (readonly number[])[], arrivalMs: number): void {
    for (const row of rows) {
      if (this.#watched.length === MOST_WATCHED) break;
      this.#watched.push(row);
      this.#arrivalsMs.push(arrivalMs);
    }
  }

  async #look(signal: AbortSignal): Promise<DescribedText> {
    const startMs = this.#nowMs();
    while (!signal.aborted) {
      const known = this.#remembered?.columns.length === this.#lines.columns;
      const watchedMs = this.#nowMs() - (this.#arrivalsMs[0] ?? Number.POSITIVE_INFINITY);
      const enough = this.#watched.length >= FEWEST_ROWS;
      if (watchedMs >= (known ? SHORT_WATCH_MS : WATCH_MS)) {
        if (this.#lines.skipped > 2 * this.#watched.length) this.#watchAnew();
        else if (enough) return this.#describe();
      }
      if (this.#nowMs() - startMs > SILENT_MS && !enough) throw this.#nothing();
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    throw signal.reason;
  }

  /** A menu or a calibration that was printed first must not settle what the columns are. */
  #watchAnew(): void {
    this.#lines = new LineDecoder();
    this.#watched = [];
    this.#arrivalsMs = [];
    this.#kept = [];
  }

  #describe(): DescribedText {
    const rows = this.#watched;
    const arrivalsMs = this.#arrivalsMs;
    const remembered = this.#remembered;
    const mapping =
      remembered?.columns.length === this.#lines.columns
        ? remembered
        : guessColumns({ rows, arrivalsMs, names: this.#lines.names });
    const rateHz = rateOf(arrivalsMs);
    const reader = new RowReader(this.#sink, mapping, rateHz);
    this.#reader = reader;
    this.#watched = [];
    this.#arrivalsMs = [];
    const kept = () => this.#kept.slice(-KEPT_ROWS);
    return {
      description: reader.description,
      columns: {
        get mapping() {
          return reader.mapping;
        },
        get rows() {
          return kept();
        },
        set: (next) => reader.set(next),
      },
    };
  }

  #nothing(): Failure {
    if (this.#characters === 0) return new Failure('device-silent', 'Nothing came.');
    const came = `${this.#characters} characters came, but no lines of numbers.`;
    return new Failure('device-protocol', this.#deviceError ?? came);
  }
}

/** Makes frames of rows by what their columns mean at the moment. */
class RowReader {
  mapping: ColumnMapping;
  readonly #sink: StreamSink;
  readonly #rateHz: number;
  #clock: ColumnClock;
  #channels: readonly { readonly column: number; readonly factor: number }[];

  constructor(sink: StreamSink, mapping: ColumnMapping, rateHz: number) {
    this.#sink = sink;
    this.#rateHz = rateHz;
    this.mapping = mapping;
    this.#clock = new ColumnClock(mapping, rateHz);
    this.#channels = channelColumns(mapping);
  }

  get description(): StreamDescription {
    return {
      channels: channelsOf(this.mapping),
      nominalRateHz: Math.round(this.#rateHz * 10) / 10,
      clock: clockOf(this.mapping),
    };
  }

  set(mapping: ColumnMapping): void {
    if (mapping.columns.length !== this.mapping.columns.length) {
      throw new RangeError(`${this.mapping.columns.length} columns, not ${mapping.columns.length}`);
    }
    // A clock that stays must not begin anew: times would step.
    if (clockKey(mapping) !== clockKey(this.mapping)) {
      this.#clock = new ColumnClock(mapping, this.#rateHz);
    }
    this.mapping = mapping;
    this.#channels = channelColumns(mapping);
    this.#sink.described(this.description);
  }

  /** Returns how many rows were passed over. */
  tell(rows: readonly (readonly number[])[], arrivalMs: number): number {
    const before = this.#clock.skipped;
    const width = this.#channels.length;
    for (const stretch of this.#clock.push(rows, arrivalMs)) {
      const { timestampMs, lostBefore } = stretch;
      const values = new Float32Array(stretch.rows.length * width);
      for (const [frame, row] of stretch.rows.entries()) {
        for (const [channel, { column, factor }] of this.#channels.entries()) {
          values[frame * width + channel] = row[column]! * factor;
        }
      }
      this.#sink.frames({ timestampMs, values, arrivalMs, lostBefore });
    }
    return this.#clock.skipped - before;
  }
}

function channelColumns({ columns }: ColumnMapping) {
  return columns.flatMap(({ name, role, factor }, column) =>
    role === 'value' && name !== '' ? [{ column, factor }] : [],
  );
}

function clockKey({ columns }: ColumnMapping): string {
  return columns.map(({ role, factor }) => (role === 'value' ? '' : role + factor)).join();
}

/** Frames a second, by arrivals; 0 where they don't tell. */
function rateOf(arrivalsMs: readonly number[]): number {
  const spanMs = (arrivalsMs.at(-1) ?? 0) - (arrivalsMs[0] ?? 0);
  // What came with the first read had been waiting for who knows how long.
  const waiting = arrivalsMs.filter((one) => one === arrivalsMs[0]).length;
  return spanMs > 0 ? ((arrivalsMs.length - waiting) * 1000) / spanMs : 0;
}
