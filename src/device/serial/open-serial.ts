import { Failure } from '#core/failure';
import type { ColumnMapping } from '#core/motion/columns';
import { browserFailure } from '../browser-failure';
import type { Connection, ConnectStep } from '../device';
import { WrongSpeed } from './recognise';
import { SerialConnection } from './serial-connection';

/**
 * Tried one after the other while what comes is garbage. The first is the usual one, the second the
 * Arduino examples'. Where board and cable are one chip, any speed will do.
 */
const BAUD_RATES = [115_200, 9600, 230_400, 921_600, 460_800, 57_600];

/** The speed at which a port was understood. */
const understood = new WeakMap<SerialPort, number>();

export interface OpenSerialOptions {
  readonly name: string;
  readonly signal: AbortSignal;
  nowMs(): number;
  readonly onProgress?: ((step: ConnectStep) => void) | undefined;
  readonly columns?: ColumnMapping | undefined;
}

/** Opens a port at the speed at which it makes sense. Rejects with `Failure` or `AbortError`. */
export async function openSerial(
  port: SerialPort,
  options: OpenSerialOptions,
): Promise<Connection> {
  const { name, signal, nowMs, onProgress, columns } = options;
  const known = understood.get(port);
  const baudRates = known ? [known, ...BAUD_RATES.filter((one) => one !== known)] : BAUD_RATES;
  for (const baudRate of baudRates) {
    let isOpen = false;
    const onOpen = () => {
      isOpen = true;
      onProgress?.('reading-description');
    };
    try {
      const all = { name, baudRate, signal, nowMs, columns, onOpen };
      const connection = await SerialConnection.open(port, all);
      understood.set(port, baudRate);
      return connection;
    } catch (error) {
      if (error instanceof WrongSpeed) continue;
      const vanished = port.connected === false;
      // Another program holds it: the browser calls that a network error.
      throw browserFailure(error, 'chosen', isOpen || vanished ? 'device-lost' : 'port-busy');
    }
  }
  const speeds = BAUD_RATES.join(', ');
  throw new Failure('device-protocol', `What comes is not readable at ${speeds} baud.`);
}
