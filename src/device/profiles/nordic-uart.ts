/** The Nordic UART service: text, or anything else, both ways. */
export const NORDIC_UART_SERVICE = '6e400001-b5a3-f393-e0a9-e50e24dcca9e';
/** Write: towards the device. Some firmware has the two the other way round. */
export const NORDIC_UART_TO_DEVICE = '6e400002-b5a3-f393-e0a9-e50e24dcca9e';
/** Notify: from the device. */
export const NORDIC_UART_FROM_DEVICE = '6e400003-b5a3-f393-e0a9-e50e24dcca9e';

const NUL = 0x00;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
/** Flow control, in the midst of the text. */
const XON = 0x11;
const XOFF = 0x13;

/** Text of a byte stream that is cut anywhere; every way of ending a line becomes `\n`. */
export class ConsoleText {
  readonly #decoder = new TextDecoder();

  push(value: DataView): string {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    const plain = bytes
      .filter((byte) => byte !== XON && byte !== XOFF)
      .map((byte) => (byte === NUL || byte === RETURN ? NEWLINE : byte));
    return this.#decoder.decode(plain, { stream: true });
  }
}
