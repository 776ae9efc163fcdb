import { portName } from './usb-names';

/**
 * Ids and names of ports, which carry none: USB numbers of maker and product, and the lowest free
 * number among ports of one kind. A board that was pulled and plugged in again has its old id back.
 */
export class PortNames {
  readonly #known = new Map<SerialPort, { readonly kind: string; readonly index: number }>();

  /** Forgets ports that are gone, so that their numbers are free, and numbers new ones in order. */
  present(ports: readonly SerialPort[]): void {
    for (const port of this.#known.keys()) if (!ports.includes(port)) this.#known.delete(port);
    for (const port of ports) this.of(port);
  }

  of(port: SerialPort): { readonly id: string; readonly name: string } {
    const info = port.getInfo();
    const { kind, index } = this.#known.get(port) ?? this.#number(port, info);
    return { id: `${kind} ${index}`, name: portName(info, index) };
  }

  #number(port: SerialPort, { usbVendorId, usbProductId }: SerialPortInfo) {
    const kind = `${hex(usbVendorId)}:${hex(usbProductId)}`;
    const taken = [...this.#known.values()].filter((one) => one.kind === kind);
    let index = 0;
    while (taken.some((one) => one.index === index)) index++;
    const numbered = { kind, index };
    this.#known.set(port, numbered);
    return numbered;
  }
}

function hex(id: number | undefined): string {
  return id === undefined ? '' : id.toString(16).padStart(4, '0');
}
