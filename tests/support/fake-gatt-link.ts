import { Failure } from '#core/failure';
import type { FrameBatch, StreamDescription } from '#core/motion/frame';
import type { GattLink, StreamSink } from '#device/gatt-link';

/** Bytes as a characteristic's value. */
export function bytesView(bytes: ArrayLike<number>): DataView {
  return new DataView(Uint8Array.from(bytes).buffer);
}

export interface FakeLinkOptions {
  readonly name?: string;
  readonly services?: readonly string[];
  /** What is read, by the characteristic's UUID. */
  readonly values?: Readonly<Record<string, ArrayLike<number>>>;
  /** Characteristics that can't be used. */
  readonly refused?: readonly string[];
  /** Called after each write, for a device that answers. */
  onWrite?(link: FakeGattLink, characteristic: string, bytes: Uint8Array): void;
}

/** A device by hand, for a profile. */
export class FakeGattLink implements GattLink {
  readonly name: string;
  readonly writes: { readonly characteristic: string; readonly bytes: Uint8Array }[] = [];
  /** Everything that was done, in order: `read UUID`, `write UUID`, `subscribe UUID`. */
  readonly log: string[] = [];
  readonly #options: FakeLinkOptions;
  readonly #listeners = new Map<string, (value: DataView, arrivalMs: number) => void>();

  constructor(options: FakeLinkOptions = {}) {
    this.name = options.name ?? 'Fake';
    this.#options = options;
  }

  async has(service: string): Promise<boolean> {
    return this.#options.services?.includes(service) ?? false;
  }

  async read(service: string, characteristic: string): Promise<DataView> {
    this.#reach('read', service, characteristic);
    const value = this.#options.values?.[characteristic];
    if (!value) throw new Failure('device-protocol', `no ${characteristic}`);
    return bytesView(value);
  }

  async write(service: string, characteristic: string, bytes: Uint8Array): Promise<void> {
    this.#reach('write', service, characteristic);
    this.writes.push({ characteristic, bytes: bytes.slice() });
    this.#options.onWrite?.(this, characteristic, bytes);
  }

  async subscribe(
    service: string,
    characteristic: string,
    listener: (value: DataView, arrivalMs: number) => void,
  ): Promise<void> {
    this.#reach('subscribe', service, characteristic);
    this.#listeners.set(characteristic, listener);
  }

  /** The device notifies. The buffer is overwritten at once, as a browser may do. */
  notify(characteristic: string, bytes: ArrayLike<number>, arrivalMs = 0): void {
    const value = bytesView(bytes);
    this.#listeners.get(characteristic)?.(value, arrivalMs);
    new Uint8Array(value.buffer).fill(0xff);
  }

  #reach(doing: string, service: string, characteristic: string): void {
    this.log.push(`${doing} ${characteristic}`);
    const there = this.#options.services?.includes(service);
    if (!there || this.#options.refused?.includes(characteristic)) {
      throw new Failure('device-protocol', `${doing} ${characteristic}: refused`);
    }
  }
}

/** Keeps what a profile tells. */
export class FakeSink implements StreamSink {
  readonly batches: FrameBatch[] = [];
  readonly descriptions: StreamDescription[] = [];
  skippedCount = 0;
  readonly percents: number[] = [];

  frames(batch: FrameBatch): void {
    this.batches.push(batch);
  }
  skipped(count: number): void {
    this.skippedCount += count;
  }
  battery(percent: number): void {
    this.percents.push(percent);
  }
  described(description: StreamDescription): void {
    this.descriptions.push(description);
  }
  /** All values so far, row after row. */
  get values(): number[] {
    return this.batches.flatMap(({ values }) => [...values]);
  }
}
