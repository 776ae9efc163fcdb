import { Failure } from '#core/failure';
import type { BluetoothProfile } from '../gatt-link';
import { TextStream } from '../text-stream';
import {
  ConsoleText,
  NORDIC_UART_FROM_DEVICE,
  NORDIC_UART_SERVICE,
  NORDIC_UART_TO_DEVICE,
} from './nordic-uart';

/** Longer than any line in pieces of 20 bytes: whoever ends none by then sends one a value. */
const MOST_PIECES = 16;

/**
 * Text as values bring it: cut anywhere, or a whole line in each without an end to it, which sketches
 * do that print no newline.
 */
export class UartText {
  readonly #text = new ConsoleText();
  #pieces = 0;
  #ended = false;

  push(value: DataView): string {
    const text = this.#text.push(value);
    this.#ended ||= text.includes('\n');
    if (this.#ended) return text;
    this.#pieces++;
    return this.#pieces >= MOST_PIECES ? `${text}\n` : text;
  }
}

/** Lines of numbers over the Nordic UART service, from whatever sketch prints them. */
export const nordicUartText: BluetoothProfile = {
  id: 'nordic-uart-text',
  filters: [
    { services: [NORDIC_UART_SERVICE] },
    // Boards of Espruino's that have no accelerometer of their own; they don't advertise the service.
    ...['Espruino', 'Pixl.js', 'MDBT42Q', 'Jolt.js'].map((namePrefix) => ({ namePrefix })),
  ],
  services: [NORDIC_UART_SERVICE],
  matches: (link) => link.has(NORDIC_UART_SERVICE),

  async start(link, sink, { signal, nowMs, columns }) {
    const stream = new TextStream(sink, { nowMs, columns });
    const text = new UartText();
    const take = (value: DataView, arrivalMs: number) => stream.push(text.push(value), arrivalMs);
    try {
      await link.subscribe(NORDIC_UART_SERVICE, NORDIC_UART_FROM_DEVICE, take);
    } catch (error) {
      if (!(error instanceof Failure && error.code === 'device-protocol')) throw error;
      await link.subscribe(NORDIC_UART_SERVICE, NORDIC_UART_TO_DEVICE, take);
    }
    return stream.ready(signal);
  },
};
