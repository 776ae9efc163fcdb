import { Failure } from '#core/failure';
import { abortable } from './abortable';
import { BluetoothConnection } from './bluetooth-connection';
import { BluetoothLink } from './bluetooth-link';
import { browserFailure } from './browser-failure';
import type { Connection, Peer } from './device';
import type { BluetoothProfile } from './gatt-link';
import { PROFILES } from './profiles/profiles';
import { within } from './within';

/** Connecting can hang for ever, ms. */
const CONNECT_MS = 15_000;
/**
 * The system drops a link some time after the page has, and would take one that was opened meanwhile
 * along with it (seen in Chromium 156 on Linux), ms.
 */
const SETTLE_MS = 300;
/** A device may be connected and answer nothing, ms. */
const START_MS = 20_000;
/** UUIDs that Bluetooth itself gives out are known by four digits. */
const ASSIGNED = /^0000([0-9a-f]{4})-0000-1000-8000-00805f9b34fb$/;

type OpenOptions = Parameters<Peer['open']>[0];

/** A Bluetooth device that the browser lets in. `nowMs` is `performance.now`'s clock. */
export function createBluetoothPeer(device: BluetoothDevice, nowMs: () => number): Peer {
  return new BluetoothPeer(device, nowMs);
}

class BluetoothPeer implements Peer {
  readonly kind = 'web-bluetooth';
  readonly id: string;
  readonly name: string;
  readonly forget?: () => Promise<void>;
  readonly #device: BluetoothDevice;
  readonly #nowMs: () => number;
  /** A device has one link: an older attempt must not cut the one of a newer. */
  #attempts = 0;
  /** When the page last dropped the link. */
  #droppedMs = Number.NEGATIVE_INFINITY;
  /** Ends what was opened last. */
  #end: () => Promise<void> = async () => {};

  constructor(device: BluetoothDevice, nowMs: () => number) {
    this.#device = device;
    this.#nowMs = nowMs;
    this.id = device.id;
    this.name = device.name || 'Bluetooth';
    if (typeof device.forget === 'function') this.forget = () => device.forget();
  }

  async open({ signal, onProgress, columns }: OpenOptions): Promise<Connection> {
    signal.throwIfAborted();
    await this.#end();
    const attempt = ++this.#attempts;
    const gatt = this.#device.gatt;
    if (!gatt) throw new Failure('device-protocol', `${this.name} offers no GATT server.`);
    const drop = () => {
      gatt.disconnect();
      this.#droppedMs = this.#nowMs();
    };
    const cut = () => {
      if (attempt === this.#attempts) drop();
    };
    const ended = new AbortController();
    const either = AbortSignal.any([signal, ended.signal]);
    const lost = () => ended.abort(new Failure('device-lost', `${this.name} disconnected.`));
    this.#end = async () => ended.abort(new DOMException('Opened anew.', 'AbortError'));
    this.#device.addEventListener('gattserverdisconnected', lost);
    let link: BluetoothLink | undefined;
    try {
      onProgress?.('connecting');
      await abortable(this.#settled(), either);
      const server = await within(
        CONNECT_MS,
        this.#mute('device-lost', CONNECT_MS),
        either,
        (limit) => abortable(gatt.connect(), limit, cut),
      );
      const open = new BluetoothLink(server, this.name, this.#nowMs);
      link = open;
      const connection = new BluetoothConnection(this.#device, open, drop);
      await within(START_MS, this.#mute('device-silent', START_MS), either, async (limit) => {
        onProgress?.('reading-description');
        const profile = await abortable(profileOf(open), limit);
        onProgress?.('starting');
        const options = { signal: limit, nowMs: this.#nowMs, columns };
        await abortable(connection.start(profile, options), limit);
      });
      this.#end = () => connection.disconnect();
      return connection;
    } catch (error) {
      link?.close(error);
      cut();
      throw browserFailure(error, 'chosen', 'device-lost', link ? undefined : 'Connecting');
    } finally {
      this.#device.removeEventListener('gattserverdisconnected', lost);
    }
  }

  async #settled(): Promise<void> {
    const leftMs = this.#droppedMs + SETTLE_MS - this.#nowMs();
    if (leftMs > 0) await new Promise((resolve) => setTimeout(resolve, leftMs));
  }

  #mute(code: 'device-lost' | 'device-silent', limitMs: number): Failure {
    return new Failure(code, `${this.name} did not answer within ${limitMs / 1000} s.`);
  }
}

/** The first profile that knows the device. Rejects with `Failure`, `device-protocol`. */
async function profileOf(link: BluetoothLink): Promise<BluetoothProfile> {
  for (const profile of PROFILES) {
    if (await profile.matches(link)) return profile;
  }
  const seen = await link.services();
  const names = seen.map((uuid) => ASSIGNED.exec(uuid)?.[1] ?? uuid).join(', ');
  throw new Failure(
    'device-protocol',
    `${link.name} has none of the services that Nodlab reads motion from. ` +
      `Of those that may be seen it has: ${names || 'none'}. ` +
      'If its firmware is one that Nodlab knows, choose the device anew in the browser’s list.',
  );
}
