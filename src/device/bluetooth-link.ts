import { abortable } from './abortable';
import { browserFailure } from './browser-failure';
import type { GattLink } from './gatt-link';

/**
 * The browser's side of one connection. Operations wait for one another: browsers refuse a second
 * one while the first is under way. What a connection found is void after it, so each has its own.
 */
export class BluetoothLink implements GattLink {
  readonly name: string;
  readonly #server: BluetoothRemoteGATTServer;
  readonly #nowMs: () => number;
  readonly #over = new AbortController();
  readonly #characteristics = new Map<string, BluetoothRemoteGATTCharacteristic>();
  readonly #unsubscribe: (() => void)[] = [];
  #last: Promise<unknown> = Promise.resolve();

  constructor(server: BluetoothRemoteGATTServer, name: string, nowMs: () => number) {
    this.#server = server;
    this.name = name;
    this.#nowMs = nowMs;
  }

  async has(service: string): Promise<boolean> {
    return this.#alone(`Looking for service ${service}`, async () => {
      try {
        await this.#server.getPrimaryService(service);
        return true;
      } catch (error) {
        // A permission of long ago may not name the service: it can't be used then.
        const name = error instanceof Error ? error.name : '';
        if (name === 'NotFoundError' || name === 'SecurityError') return false;
        throw error;
      }
    });
  }

  /** UUIDs of the services that the browser lets be seen; empty where it gives none. */
  async services(): Promise<readonly string[]> {
    return this.#alone('Listing the services', async () => {
      const found = await this.#server.getPrimaryServices().catch(() => []);
      return found.map(({ uuid }) => uuid);
    });
  }

  async read(service: string, characteristic: string): Promise<DataView> {
    return this.#alone(`Reading ${characteristic}`, async () =>
      (await this.#find(service, characteristic)).readValue(),
    );
  }

  async write(service: string, characteristic: string, bytes: Uint8Array): Promise<void> {
    // The caller's buffer may change while the write waits for its turn.
    const own = bytes.slice();
    return this.#alone(`Writing ${characteristic}`, async () => {
      const found = await this.#find(service, characteristic);
      if (found.properties.write) await found.writeValueWithResponse(own);
      else await found.writeValueWithoutResponse(own);
    });
  }

  async subscribe(
    service: string,
    characteristic: string,
    listener: (value: DataView, arrivalMs: number) => void,
  ): Promise<void> {
    return this.#alone(`Subscribing to ${characteristic}`, async () => {
      const found = await this.#find(service, characteristic);
      const take = (event: Event) => {
        const { value } = event.target as BluetoothRemoteGATTCharacteristic;
        if (value) listener(value, this.#nowMs());
      };
      const remove = () => found.removeEventListener('characteristicvaluechanged', take);
      found.addEventListener('characteristicvaluechanged', take);
      this.#unsubscribe.push(remove);
      try {
        await found.startNotifications();
      } catch (error) {
        remove();
        throw error;
      }
    });
  }

  /** What waits and what comes later rejects with `reason`; nobody hears a value any more. */
  close(reason: unknown): void {
    this.#over.abort(reason);
    for (const remove of this.#unsubscribe.splice(0)) remove();
  }

  /** Runs an operation when those before it are over. */
  async #alone<T>(doing: string, operate: () => Promise<T>): Promise<T> {
    const { signal } = this.#over;
    const turn = this.#last.then(() => {
      signal.throwIfAborted();
      return operate();
    });
    this.#last = turn.catch(() => undefined);
    try {
      return await abortable(turn, signal);
    } catch (error) {
      throw browserFailure(error, 'chosen', 'device-lost', doing);
    }
  }

  async #find(service: string, uuid: string): Promise<BluetoothRemoteGATTCharacteristic> {
    const key = `${service} ${uuid}`;
    const known = this.#characteristics.get(key);
    if (known) return known;
    const parent = await this.#server.getPrimaryService(service);
    const found = await parent.getCharacteristic(uuid);
    this.#characteristics.set(key, found);
    return found;
  }
}
