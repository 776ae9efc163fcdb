import { vi } from 'vitest';

/** A port whose other end is the test. */
export class FakePort {
  readable: ReadableStream<Uint8Array> | null = null;
  writable: WritableStream<Uint8Array> | null = null;
  connected = true;
  isOpen = false;
  readonly opened: SerialOptions[] = [];
  readonly written: string[] = [];
  refuse: Error | undefined;
  /** How long the system takes. */
  openMs = 0;
  closeMs = 0;
  readonly #info: SerialPortInfo;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor(info: SerialPortInfo = { usbVendorId: 0x2341, usbProductId: 0x43 }) {
    this.#info = info;
  }
  getInfo() {
    return this.#info;
  }
  async open(options: SerialOptions) {
    if (this.refuse) throw this.refuse;
    if (this.isOpen) throw new DOMException('The port is already open.', 'InvalidStateError');
    if (this.openMs > 0) await new Promise((resolve) => setTimeout(resolve, this.openMs));
    this.opened.push(options);
    this.isOpen = true;
    this.renew();
    this.writable = new WritableStream({
      write: (bytes) => {
        this.written.push(new TextDecoder().decode(bytes));
      },
    });
  }
  async close() {
    if (this.readable?.locked || this.writable?.locked) throw new TypeError('A stream is locked.');
    if (this.closeMs > 0) await new Promise((resolve) => setTimeout(resolve, this.closeMs));
    this.isOpen = false;
    this.readable = null;
  }
  renew() {
    this.readable = new ReadableStream({
      start: (controller) => {
        this.#controller = controller;
      },
      cancel: () => {
        this.#controller = undefined;
      },
    });
  }
  send(bytes: Uint8Array) {
    if (this.isOpen) this.#controller?.enqueue(bytes);
  }
  print(text: string) {
    this.send(new TextEncoder().encode(text));
  }
  unplug() {
    this.connected = false;
    this.readable = null;
    this.#controller?.error(new DOMException('The device has been lost.', 'NetworkError'));
  }
  breakFrame() {
    const broken = this.#controller;
    this.renew();
    broken?.error(new DOMException('Framing.', 'FramingError'));
  }
}

export class FakeSerial extends EventTarget {
  ports: FakePort[];
  readonly requestPort = vi.fn(async () => this.ports[0]);
  constructor(ports: FakePort[]) {
    super();
    this.ports = ports;
  }
  async getPorts() {
    return this.ports.filter((port) => port.connected);
  }
}
