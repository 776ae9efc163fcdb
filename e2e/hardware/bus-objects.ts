import { Message, MessageType, sessionBus, Variant } from 'dbus-next';

/** Properties by name. */
export type Properties = Record<string, Variant>;
/** Interfaces of one object, by name. */
export type Interfaces = Record<string, Properties>;

/** A method that somebody called; exactly one of the two answers is to be given. */
export interface Call {
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  // biome-ignore lint/suspicious/noExplicitAny: what D-Bus carries is known by the method's name.
  readonly body: readonly any[];
  /** The caller's name on the bus. */
  readonly sender: string;
  answer(signature?: string, ...body: unknown[]): void;
  refuse(error: string, text: string): void;
}

const PROPERTIES = 'org.freedesktop.DBus.Properties';
const OBJECT_MANAGER = 'org.freedesktop.DBus.ObjectManager';

/**
 * A service on D-Bus whose objects come and go: `ObjectManager` and `Properties` as the D-Bus
 * specification has them ("Standard Interfaces"). All other calls go to `onCall`.
 */
export class BusObjects {
  readonly #bus;
  readonly #objects = new Map<string, Interfaces>();

  constructor(address: string, onCall: (call: Call) => void) {
    this.#bus = sessionBus({ busAddress: address });
    this.#bus.addMethodHandler((message: Message) => {
      if (message.type !== MessageType.METHOD_CALL) return false;
      const call = this.#callOf(message);
      if (!this.#answerStandard(call)) onCall(call);
      return true;
    });
  }

  async own(name: string): Promise<void> {
    await this.#bus.requestName(name, 0);
  }

  /** `listener` hears the bus names of clients that have left. */
  async onClientGone(listener: (client: string) => void): Promise<void> {
    this.#bus.on('message', ({ member, body }) => {
      if (member === 'NameOwnerChanged' && body[2] === '') listener(body[0]);
    });
    await this.#bus.call(
      new Message({
        destination: 'org.freedesktop.DBus',
        path: '/org/freedesktop/DBus',
        interface: 'org.freedesktop.DBus',
        member: 'AddMatch',
        signature: 's',
        body: ["type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged'"],
      }),
    );
  }

  disconnect(): void {
    this.#bus.disconnect();
  }

  has(path: string): boolean {
    return this.#objects.has(path);
  }

  add(path: string, interfaces: Interfaces): void {
    this.#objects.set(path, interfaces);
    this.#signal('/', OBJECT_MANAGER, 'InterfacesAdded', 'oa{sa{sv}}', [path, interfaces]);
  }

  /** Removes an object with all below it, the deepest first. */
  remove(path: string): void {
    this.removeBelow(path);
    const interfaces = this.#objects.get(path);
    if (!interfaces) return;
    this.#objects.delete(path);
    const names = Object.keys(interfaces);
    this.#signal('/', OBJECT_MANAGER, 'InterfacesRemoved', 'oas', [path, names]);
  }

  removeBelow(path: string): void {
    const below = [...this.#objects.keys()].filter((one) => one.startsWith(`${path}/`));
    for (const one of below.sort((a, b) => b.length - a.length)) this.remove(one);
  }

  /** Changes properties and tells everybody. */
  change(path: string, name: string, changed: Properties): void {
    const properties = this.#objects.get(path)?.[name];
    if (!properties) return;
    Object.assign(properties, changed);
    this.tell(path, name, changed);
  }

  /** Tells of changed properties that nobody will ask for. */
  tell(path: string, name: string, changed: Properties): void {
    this.#signal(path, PROPERTIES, 'PropertiesChanged', 'sa{sv}as', [name, changed, []]);
  }

  #signal(path: string, name: string, member: string, signature: string, body: unknown[]): void {
    this.#bus.send(Message.newSignal(path, name, member, signature, body));
  }

  #callOf(message: Message): Call {
    return {
      path: message.path,
      interface: message.interface,
      member: message.member,
      body: message.body,
      sender: message.sender,
      answer: (signature = '', ...body) =>
        this.#bus.send(Message.newMethodReturn(message, signature, body)),
      // Its declaration says that the message is a string; it isn't.
      refuse: (error, text) =>
        this.#bus.send(Message.newError(message as unknown as string, error, text)),
    };
  }

  #answerStandard(call: Call): boolean {
    if (call.interface === OBJECT_MANAGER) {
      call.answer('a{oa{sa{sv}}}', Object.fromEntries(this.#objects));
      return true;
    }
    if (call.interface !== PROPERTIES) return false;
    const [name, property, value] = call.body;
    const properties = this.#objects.get(call.path)?.[name];
    if (!properties) {
      call.refuse('org.freedesktop.DBus.Error.UnknownObject', `${call.path} has no ${name}`);
    } else if (call.member === 'GetAll') {
      call.answer('a{sv}', properties);
    } else if (call.member === 'Set') {
      call.answer();
      this.change(call.path, name, { [property]: value });
    } else if (properties[property]) {
      call.answer('v', properties[property]);
    } else {
      call.refuse('org.freedesktop.DBus.Error.InvalidArgs', `${name} has no ${property}`);
    }
    return true;
  }
}

/** Values as D-Bus types them. */
export const text = (value: string) => new Variant('s', value);
export const texts = (value: readonly string[]) => new Variant('as', [...value]);
export const flag = (value: boolean) => new Variant('b', value);
export const objectPath = (value: string) => new Variant('o', value);
export const objectPaths = (value: readonly string[]) => new Variant('ao', [...value]);
export const octet = (value: number) => new Variant('y', value);
export const int16 = (value: number) => new Variant('n', value);
export const uint16 = (value: number) => new Variant('q', value);
export const uint32 = (value: number) => new Variant('u', value);
export const bytes = (value: Uint8Array) => new Variant('ay', Buffer.from(value));
