import { Failure } from '#core/failure';
import { abortable } from './abortable';
import { browserFailure } from './browser-failure';
import type { Connection, Device, Peer } from './device';
import { PortNames } from './serial/port-names';

type FindSerial = () => Serial | undefined;
type Clock = () => number;

/** The protocols are left out of the first page and fetched before they are needed. */
const openers = () => import('./serial/open-serial');

/** Boards on a cable, of the protocols in `serial/protocols.ts`. Arguments are for tests. */
export function createWebSerial(
  find: FindSerial = () => globalThis.navigator?.serial,
  nowMs: Clock = () => performance.now(),
): Device {
  const names = new PortNames();

  const peerOf = (serial: Serial, port: SerialPort): Peer => {
    const { id, name } = names.of(port);
    return {
      kind: 'web-serial',
      id,
      name,
      open: (options) => open(serial, port, id, name, options),
      ...(typeof port.forget === 'function' ? { forget: () => port.forget() } : {}),
    };
  };

  async function open(
    serial: Serial,
    known: SerialPort,
    id: string,
    name: string,
    { signal, onProgress, columns }: Parameters<Peer['open']>[0],
  ): Promise<Connection> {
    signal.throwIfAborted();
    onProgress?.('connecting');
    const ports = await abortable(serial.getPorts(), signal);
    names.present(ports);
    // A board that was pulled and plugged in again may be another object.
    const port = ports.find((one) => names.of(one).id === id) ?? known;
    if (port.connected === false)
      throw new Failure('device-unreachable', `${name} is not plugged in.`);
    const { openSerial } = await abortable(openers(), signal);
    return openSerial(port, { name, signal, nowMs, onProgress, columns });
  }

  return {
    kind: 'web-serial',

    availability() {
      if (find()) return { state: 'available' };
      const reason = globalThis.isSecureContext === false ? 'insecure-page' : 'no-web-serial';
      return { state: 'missing', reason };
    },

    async choose({ signal }) {
      const serial = find();
      if (!serial) throw new Failure('radio-missing', 'navigator.serial is not there');
      try {
        signal.throwIfAborted();
        const port = await abortable(serial.requestPort(), signal);
        names.present(await abortable(serial.getPorts(), signal));
        return peerOf(serial, port);
      } catch (error) {
        throw browserFailure(error, 'choosing', 'device-lost');
      }
    },

    async granted() {
      const serial = find();
      if (!serial) return [];
      try {
        const [ports] = await Promise.all([serial.getPorts(), openers()]);
        names.present(ports);
        return ports.map((port) => peerOf(serial, port));
      } catch {
        return [];
      }
    },

    onGrantedChange(listener) {
      const serial = find();
      serial?.addEventListener('connect', listener);
      serial?.addEventListener('disconnect', listener);
      return () => {
        serial?.removeEventListener('connect', listener);
        serial?.removeEventListener('disconnect', listener);
      };
    },
  };
}
