import {
  type BusObjects,
  bytes,
  type Call,
  flag,
  int16,
  objectPath,
  objectPaths,
  text,
  texts,
  uint16,
} from './bus-objects';

const DEVICE = 'org.bluez.Device1';
const SERVICE = 'org.bluez.GattService1';
const CHARACTERISTIC = 'org.bluez.GattCharacteristic1';
const DESCRIPTOR = 'org.bluez.GattDescriptor1';
/** Client characteristic configuration: without it browsers don't subscribe. */
const SUBSCRIPTION_DESCRIPTOR = '00002902-0000-1000-8000-00805f9b34fb';

/** One characteristic as the device has it; what it can do follows from what is given. */
export interface FakeCharacteristic {
  readonly uuid: string;
  read?(): Uint8Array;
  written?(value: Uint8Array): void;
  readonly notifies?: boolean;
  /** Told when the browser subscribes or no longer does. */
  subscribed?(on: boolean): void;
}

export interface FakeService {
  readonly uuid: string;
  readonly characteristics: readonly FakeCharacteristic[];
}

export interface WearableOptions {
  /** `C0:FF:EE:00:00:01`. */
  readonly address: string;
  readonly name: string;
  readonly services: readonly FakeService[];
  /** Services in what it advertises; all of them by default. */
  readonly advertised?: readonly string[];
}

/** Where a characteristic is while the link is up, and who listens. */
interface Exposed {
  readonly path: string;
  readonly characteristic: FakeCharacteristic;
  readonly listeners: Set<string>;
}

/** A wearable in range of the pretend radio. Its objects are those of BlueZ's `doc/*-api.txt`. */
export class FakeWearable {
  readonly address: string;
  readonly name: string;
  readonly services: readonly FakeService[];
  /** Attempts to connect that are refused before one is let through. */
  refusals = 0;
  /** Times that the browser has connected. */
  connections = 0;
  readonly #advertised: readonly string[];
  readonly #adapter: string;
  readonly #objects: BusObjects;
  readonly #path: string;
  readonly #exposed = new Map<string, Exposed>();
  #connected = false;

  constructor(objects: BusObjects, adapter: string, options: WearableOptions) {
    this.address = options.address;
    this.name = options.name;
    this.services = options.services;
    this.#advertised = options.advertised ?? options.services.map(({ uuid }) => uuid);
    this.#objects = objects;
    this.#adapter = adapter;
    this.#path = `${adapter}/dev_${options.address.replaceAll(':', '_')}`;
  }

  get connected(): boolean {
    return this.#connected;
  }

  /** Comes into range, or back into it. */
  appear(): void {
    if (this.#objects.has(this.#path)) return;
    this.#objects.add(this.#path, {
      [DEVICE]: {
        Address: text(this.address),
        AddressType: text('random'),
        Name: text(this.name),
        Alias: text(this.name),
        Adapter: objectPath(this.#adapter),
        Paired: flag(false),
        Bonded: flag(false),
        Trusted: flag(false),
        Blocked: flag(false),
        LegacyPairing: flag(false),
        RSSI: int16(-50),
        Connected: flag(false),
        ServicesResolved: flag(false),
        UUIDs: texts(this.#advertised),
      },
    });
  }

  /** Is heard by a scan. */
  advertise(): void {
    this.#objects.change(this.#path, DEVICE, { RSSI: int16(-50) });
  }

  /** The link breaks; the device is still near. */
  drop(): void {
    if (!this.#connected) return;
    this.#connected = false;
    for (const { characteristic, listeners } of this.#exposed.values()) {
      if (listeners.size > 0) characteristic.subscribed?.(false);
    }
    this.#exposed.clear();
    this.#objects.removeBelow(this.#path);
    this.#objects.change(this.#path, DEVICE, {
      ServicesResolved: flag(false),
      Connected: flag(false),
    });
  }

  /** Goes out of range, or its battery is empty. */
  vanish(): void {
    this.drop();
    this.#objects.remove(this.#path);
  }

  /** Sends a value. False where nobody is subscribed: it is lost, as on a radio. */
  notify(uuid: string, value: Uint8Array): boolean {
    const exposed = this.#exposed.get(uuid);
    if (!exposed || exposed.listeners.size === 0) return false;
    this.#objects.tell(exposed.path, CHARACTERISTIC, { Value: bytes(value) });
    return true;
  }

  isSubscribed(uuid: string): boolean {
    return (this.#exposed.get(uuid)?.listeners.size ?? 0) > 0;
  }

  /** A client of the bus has left, and its subscriptions and its link with it. */
  clientGone(client: string): void {
    const subscribed = [...this.#exposed.values()].some(({ listeners }) => listeners.has(client));
    if (subscribed) this.drop();
  }

  /** True where the call was for this device or something of it. */
  handle(call: Call): boolean {
    if (call.path === this.#path && call.interface === DEVICE) {
      this.#handleDevice(call);
      return true;
    }
    if (!call.path.startsWith(`${this.#path}/`)) return false;
    if (call.interface === CHARACTERISTIC) this.#handleCharacteristic(call);
    else if (call.member === 'ReadValue') call.answer('ay', Buffer.from([0, 0]));
    else call.answer();
    return true;
  }

  #handleDevice(call: Call): void {
    if (call.member === 'Connect') this.#connect(call);
    else {
      call.answer();
      if (call.member === 'Disconnect') this.drop();
    }
  }

  #connect(call: Call): void {
    if (this.refusals > 0) {
      this.refusals--;
      call.refuse('org.bluez.Error.Failed', 'le-connection-abort-by-local');
      return;
    }
    setTimeout(() => {
      if (!this.#objects.has(this.#path)) {
        call.refuse('org.bluez.Error.Failed', 'le-connection-abort-by-local');
        return;
      }
      if (!this.#connected) this.connections++;
      this.#connected = true;
      this.#objects.change(this.#path, DEVICE, { Connected: flag(true) });
      call.answer();
      this.#expose();
      this.#objects.change(this.#path, DEVICE, { ServicesResolved: flag(true) });
    }, 5);
  }

  #handleCharacteristic(call: Call): void {
    const exposed = [...this.#exposed.values()].find(({ path }) => path === call.path);
    if (!exposed) {
      call.refuse('org.bluez.Error.Failed', 'Not connected');
      return;
    }
    const { characteristic, listeners } = exposed;
    switch (call.member) {
      case 'StartNotify':
      case 'StopNotify': {
        const on = call.member === 'StartNotify';
        call.answer();
        if (on) listeners.add(call.sender);
        else listeners.delete(call.sender);
        this.#objects.change(call.path, CHARACTERISTIC, { Notifying: flag(listeners.size > 0) });
        characteristic.subscribed?.(listeners.size > 0);
        return;
      }
      case 'ReadValue': {
        const value = Buffer.from(characteristic.read?.() ?? []);
        // BlueZ does so too, and Chromium drops one change of the value for each read.
        this.#objects.tell(call.path, CHARACTERISTIC, { Value: bytes(value) });
        call.answer('ay', value);
        return;
      }
      default:
        call.answer();
        if (call.member === 'WriteValue') characteristic.written?.(Uint8Array.from(call.body[0]));
    }
  }

  /** What BlueZ shows of a connected device. */
  #expose(): void {
    let handle = 1;
    const next = (kind: string) => `${kind}${(handle++).toString(16).padStart(4, '0')}`;
    for (const service of this.services) {
      const servicePath = `${this.#path}/${next('service')}`;
      this.#objects.add(servicePath, {
        [SERVICE]: {
          UUID: text(service.uuid),
          Device: objectPath(this.#path),
          Primary: flag(true),
          Includes: objectPaths([]),
        },
      });
      for (const characteristic of service.characteristics) {
        const path = `${servicePath}/${next('char')}`;
        this.#exposed.set(characteristic.uuid, { path, characteristic, listeners: new Set() });
        this.#objects.add(path, {
          [CHARACTERISTIC]: {
            UUID: text(characteristic.uuid),
            Service: objectPath(servicePath),
            Value: bytes(new Uint8Array()),
            Notifying: flag(false),
            Flags: texts(flagsOf(characteristic)),
            MTU: uint16(517),
          },
        });
        if (!characteristic.notifies) continue;
        this.#objects.add(`${path}/${next('desc')}`, {
          [DESCRIPTOR]: {
            UUID: text(SUBSCRIPTION_DESCRIPTOR),
            Characteristic: objectPath(path),
            Value: bytes(new Uint8Array()),
            Flags: texts(['read', 'write']),
          },
        });
      }
    }
  }
}

function flagsOf({ read, written, notifies }: FakeCharacteristic): string[] {
  return [
    ...(read ? ['read'] : []),
    ...(written ? ['write', 'write-without-response'] : []),
    ...(notifies ? ['notify'] : []),
  ];
}
