import { Failure } from '#core/failure';
import type { StreamDescription } from '#core/motion/frame';
import { abortable } from './abortable';
import type { Connection, ConnectionEvent, Device, Peer } from './device';
import type { ProfileStream } from './gatt-link';
import { Listeners } from './listeners';
import type { PhoneScope } from './phone/phone-scope';

/** Left out of the first page. */
const ways = () =>
  Promise.all([import('./phone/generic-sensors'), import('./phone/device-motion')]);

/**
 * The phone or computer that shows this page, worn itself. Axes are the screen's in its natural
 * orientation: X to its right edge, Y to its upper edge, Z out of it; lying on its back it reads 1 g
 * along Z. Arguments are for tests.
 */
export function createPhoneSensor(
  scope: PhoneScope = globalThis as unknown as PhoneScope,
  nowMs: () => number = () => performance.now(),
): Device {
  const peer: Peer = {
    kind: 'phone-sensor',
    id: 'phone-sensor',
    name: 'This device',
    async open({ signal, onProgress }) {
      signal.throwIfAborted();
      onProgress?.('starting');
      const [{ startGenericSensors }, { startDeviceMotion }] = await abortable(ways(), signal);
      const listeners = new Listeners();
      const sink = {
        frames: (batch) => listeners.tell({ type: 'frames', batch }),
        skipped: (count) => listeners.tell({ type: 'skipped', count }),
        battery: (percent) => listeners.tell({ type: 'battery', percent }),
        described: (description) => listeners.tell({ type: 'described', description }),
      } satisfies Parameters<typeof startDeviceMotion>[1];
      const start = { scope, signal, nowMs };
      const stream =
        (await startGenericSensors(start, sink)) ?? (await startDeviceMotion(start, sink));
      if (stream) return new PhoneConnection(stream, listeners);
      throw new Failure('sensors-missing', 'No motion sensor of this device brought anything.');
    },
  };

  return {
    kind: 'phone-sensor',

    availability() {
      if (scope.Accelerometer || scope.DeviceMotionEvent) return { state: 'available' };
      const reason = scope.isSecureContext === false ? 'insecure-page' : 'no-sensors';
      return { state: 'missing', reason };
    },

    async choose({ signal }) {
      signal.throwIfAborted();
      const request = scope.DeviceMotionEvent?.requestPermission;
      if (!request || scope.Accelerometer) return peer;
      const asked = request.call(scope.DeviceMotionEvent).catch((cause: unknown) => {
        throw new Failure('permission-denied', String(cause), { cause });
      });
      if ((await abortable(asked, signal)) === 'granted') return peer;
      throw new Failure('permission-denied', 'Motion of this device was not allowed.');
    },

    // The same click serves that would be needed to choose it.
    granted: async () => [],
    onGrantedChange: () => () => {},
  };
}

class PhoneConnection implements Connection {
  readonly kind = 'phone-sensor';
  readonly name = 'This device';
  readonly profile = 'phone-sensor';
  readonly description: StreamDescription;
  readonly #stream: ProfileStream;
  readonly #listeners: Listeners;

  constructor(stream: ProfileStream, listeners: Listeners) {
    this.#stream = stream;
    this.#listeners = listeners;
    this.description = stream.description;
  }

  listen(listener: (event: ConnectionEvent) => void): () => void {
    return this.#listeners.add(listener);
  }

  async disconnect(): Promise<void> {
    await this.#stream.stop?.();
    this.#listeners.tell({ type: 'closed' });
  }
}
