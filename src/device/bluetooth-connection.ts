import { Failure } from '#core/failure';
import type { StreamDescription } from '#core/motion/frame';
import { abortable } from './abortable';
import type { BluetoothLink } from './bluetooth-link';
import type { ColumnControl, Connection, ConnectionEvent } from './device';
import type { BluetoothProfile, ProfileStream, StartOptions, StreamSink } from './gatt-link';
import { Listeners } from './listeners';
import { BATTERY_LEVEL, BATTERY_SERVICE } from './profiles/profiles';
import { within } from './within';

/** A device that is let go is asked to stop for this long, ms. */
const STOP_MS = 500;
/** Looking for advertisements takes radio time from the stream: no longer than this, ms. */
const SIGNAL_MS = 5000;

/** An open stream of one Bluetooth device. */
export class BluetoothConnection implements Connection {
  readonly kind = 'web-bluetooth';
  readonly #device: BluetoothDevice;
  readonly #link: BluetoothLink;
  readonly #listeners = new Listeners();
  readonly #over = new AbortController();
  readonly #release: () => void;
  #profile = '';
  #stream: ProfileStream | undefined;
  #description: StreamDescription | undefined;
  #left: Promise<void> | undefined;

  /** `release` drops the device's link. */
  constructor(device: BluetoothDevice, link: BluetoothLink, release: () => void) {
    this.#device = device;
    this.#link = link;
    this.#release = release;
  }

  get name(): string {
    return this.#link.name;
  }

  get profile(): string {
    return this.#profile;
  }

  get description(): StreamDescription {
    if (!this.#description) throw new Error('the stream has not been started');
    return this.#description;
  }

  get columns(): ColumnControl | undefined {
    return this.#stream?.columns;
  }

  listen(listener: (event: ConnectionEvent) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Starts the stream; what comes before anybody listens is not told. */
  async start(profile: BluetoothProfile, options: StartOptions): Promise<void> {
    const stream = await profile.start(this.#link, this.#sink(), options);
    options.signal.throwIfAborted();
    this.#profile = profile.id;
    this.#description = stream.description;
    this.#stream = stream;
    this.#device.addEventListener('gattserverdisconnected', this.#lost);
    void this.#followBattery();
    void this.#followSignal();
  }

  disconnect(): Promise<void> {
    this.#left ??= this.#leave();
    return this.#left;
  }

  #sink(): StreamSink {
    const tell = (event: ConnectionEvent) => this.#listeners.tell(event);
    return {
      frames: (batch) => tell({ type: 'frames', batch }),
      skipped: (count) => tell({ type: 'skipped', count }),
      battery: (percent) => tell({ type: 'battery', percent }),
      described: (description) => {
        this.#description = description;
        tell({ type: 'described', description });
      },
    };
  }

  readonly #lost = () => {
    const failure = new Failure('device-lost', `${this.name} disconnected.`);
    this.#left ??= Promise.resolve();
    this.#listeners.tell({ type: 'closed', failure });
    this.#letGo(failure);
  };

  async #leave(): Promise<void> {
    this.#listeners.tell({ type: 'closed' });
    const stop = this.#stream?.stop?.bind(this.#stream);
    if (stop) {
      const late = new Failure('device-silent', 'did not stop in time');
      await within(STOP_MS, late, this.#over.signal, (limit) => abortable(stop(), limit)).catch(
        // It is let go in any case.
        () => undefined,
      );
    }
    this.#letGo(new DOMException('Disconnected.', 'AbortError'));
    this.#release();
  }

  #letGo(reason: unknown): void {
    this.#device.removeEventListener('gattserverdisconnected', this.#lost);
    this.#over.abort(reason);
    this.#link.close(reason);
  }

  /** Many wearables have no battery service; that is no failure. */
  async #followBattery(): Promise<void> {
    const tell = (value: DataView) => {
      if (value.byteLength === 0) return;
      this.#listeners.tell({ type: 'battery', percent: value.getUint8(0) });
    };
    try {
      if (!(await this.#link.has(BATTERY_SERVICE))) return;
      tell(await this.#link.read(BATTERY_SERVICE, BATTERY_LEVEL));
      await this.#link.subscribe(BATTERY_SERVICE, BATTERY_LEVEL, tell);
    } catch {
      // Nothing is shown where nothing is told.
    }
  }

  /** Few browsers tell it, and few devices advertise while they are connected. */
  async #followSignal(): Promise<void> {
    const device = this.#device;
    if (typeof device.watchAdvertisements !== 'function') return;
    const enough = new AbortController();
    const heard = ({ rssi }: BluetoothAdvertisingEvent) => {
      if (rssi === undefined) return;
      this.#listeners.tell({ type: 'signal', dbm: rssi });
      enough.abort();
    };
    const signal = AbortSignal.any([this.#over.signal, enough.signal]);
    const timer = setTimeout(() => enough.abort(), SIGNAL_MS);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      device.removeEventListener('advertisementreceived', heard);
    });
    device.addEventListener('advertisementreceived', heard);
    await device.watchAdvertisements({ signal }).catch(() => enough.abort());
  }
}
