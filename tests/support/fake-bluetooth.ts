import { bytesView } from './fake-gatt-link';

const error = (name: string, message: string) => new DOMException(message, name);

export interface FakeCharacteristicOptions {
  readonly value?: ArrayLike<number>;
  readonly notify?: boolean;
  /** Called with what is written; absent: it can't be. */
  onWrite?(bytes: Uint8Array): void;
}

export interface FakeDeviceOptions {
  readonly id?: string;
  readonly name?: string;
  /** Characteristics by service, both by UUID. */
  readonly services: Readonly<Record<string, Readonly<Record<string, FakeCharacteristicOptions>>>>;
}

/**
 * A Bluetooth device as Chromium shows it: one operation at a time, objects that are void after a
 * drop, a notification's buffer that is used again.
 */
export class FakeDevice extends EventTarget {
  readonly id: string;
  readonly name: string;
  readonly gatt: FakeServer;
  readonly options: FakeDeviceOptions;
  /** `hang`: connecting comes to no end; `fail`: the device is out of reach. */
  connecting: 'well' | 'hang' | 'fail' = 'well';
  /** Operations that begin now never end. */
  stalled = false;
  connects = 0;
  disconnects = 0;
  connected = false;
  /** Every operation in order: `readValue UUID`. */
  readonly log: string[] = [];
  busy = false;
  readonly live = new Map<string, FakeCharacteristic>();
  /** Called when an operation has been answered. */
  answered: (doing: string) => unknown = () => undefined;
  /** Resolves the oldest connect that hangs. */
  readonly late: (() => void)[] = [];

  constructor(options: FakeDeviceOptions) {
    super();
    this.options = options;
    this.id = options.id ?? 'id-1';
    this.name = options.name ?? 'Band 7';
    this.gatt = new FakeServer(this);
  }

  /** The link drops by itself. */
  drop(): void {
    this.connected = false;
    this.live.clear();
    this.dispatchEvent(new Event('gattserverdisconnected'));
  }

  /** The device notifies; false where nobody is subscribed. The value is overwritten at once. */
  notify(uuid: string, bytes: ArrayLike<number>): boolean {
    const characteristic = this.live.get(uuid);
    if (!characteristic?.notifying) return false;
    characteristic.value = bytesView(bytes);
    characteristic.dispatchEvent(new Event('characteristicvaluechanged'));
    new Uint8Array(characteristic.value.buffer).fill(0xff);
    return true;
  }

  async operate<T>(doing: string, session: number, run: () => T): Promise<T> {
    if (!this.connected || session !== this.connects) {
      throw error('NetworkError', 'GATT Server is disconnected. Cannot perform GATT operations.');
    }
    if (this.busy) throw error('NetworkError', 'GATT operation already in progress.');
    this.log.push(doing);
    this.busy = true;
    try {
      if (this.stalled) await new Promise(() => {});
      for (let turn = 0; turn < 3; turn++) await undefined;
      if (!this.connected) throw error('NetworkError', 'GATT Server disconnected.');
      const result = run();
      this.answered(doing);
      return result;
    } finally {
      this.busy = false;
    }
  }
}

class FakeServer {
  constructor(readonly device: FakeDevice) {}

  get connected() {
    return this.device.connected;
  }

  async connect() {
    const { device } = this;
    if (device.connecting === 'fail') {
      throw error('NetworkError', 'Bluetooth Device is no longer in range.');
    }
    if (device.connecting === 'hang') {
      await new Promise<void>((resolve) => device.late.push(resolve));
    }
    device.connected = true;
    device.busy = false;
    device.connects++;
    return this;
  }

  disconnect() {
    const { device } = this;
    device.disconnects++;
    if (device.connected) device.drop();
  }

  async getPrimaryService(uuid: string) {
    const { device } = this;
    const session = device.connects;
    return device.operate(`getPrimaryService ${uuid}`, session, () => {
      const characteristics = device.options.services[uuid];
      if (!characteristics) throw error('NotFoundError', 'No Services matching UUID found.');
      return {
        uuid,
        getCharacteristic: (wanted: string) =>
          device.operate(`getCharacteristic ${wanted}`, session, () => {
            const options = characteristics[wanted];
            if (!options) throw error('NotFoundError', 'No Characteristics matching UUID found.');
            const known = device.live.get(wanted);
            const one = known ?? new FakeCharacteristic(device, wanted, session, options);
            device.live.set(wanted, one);
            return one;
          }),
      };
    });
  }

  async getPrimaryServices() {
    return Object.keys(this.device.options.services).map((uuid) => ({ uuid }));
  }
}

class FakeCharacteristic extends EventTarget {
  value: DataView | undefined;
  notifying = false;
  readonly properties: { readonly write: boolean };

  constructor(
    readonly device: FakeDevice,
    readonly uuid: string,
    readonly session: number,
    readonly options: FakeCharacteristicOptions,
  ) {
    super();
    this.properties = { write: options.onWrite !== undefined };
  }

  readValue() {
    return this.#operate('readValue', () => bytesView(this.options.value ?? []));
  }

  writeValueWithResponse(bytes: Uint8Array) {
    return this.#operate('writeValueWithResponse', () => this.options.onWrite?.(bytes));
  }

  writeValueWithoutResponse(_: Uint8Array) {
    return this.#operate('writeValueWithoutResponse', () => {
      throw error('NotSupportedError', 'GATT Error: Not supported.');
    });
  }

  startNotifications() {
    return this.#operate('startNotifications', () => {
      if (!this.options.notify) throw error('NotSupportedError', 'GATT Error: Not supported.');
      this.notifying = true;
      return this;
    });
  }

  #operate<T>(doing: string, run: () => T) {
    return this.device.operate(`${doing} ${this.uuid}`, this.session, run);
  }
}
