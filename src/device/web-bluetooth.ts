import { Failure } from '#core/failure';
import { abortable } from './abortable';
import { browserFailure } from './browser-failure';
import type { Device, Peer } from './device';

type FindBluetooth = () => Bluetooth | undefined;
type Clock = () => number;

/** The wearables' own code is left out of the first page and fetched before it is needed. */
const profiles = () => import('./profiles/profiles');
const peers = () => import('./bluetooth-peer');

/** Lists everything near, known or not. */
const ANY = 'any';

/** Wearables on Bluetooth, of the kinds in `profiles/profiles.ts`. Arguments are for tests. */
export function createWebBluetooth(
  find: FindBluetooth = () => globalThis.navigator?.bluetooth,
  nowMs: Clock = () => performance.now(),
): Device {
  /** One a device for as long as the page lives: a peer knows of its own older attempts. */
  const known = new Map<BluetoothDevice, Peer>();

  async function peerOf(device: BluetoothDevice): Promise<Peer> {
    const { createBluetoothPeer } = await peers();
    const peer = known.get(device) ?? createBluetoothPeer(device, nowMs);
    known.set(device, peer);
    return peer;
  }

  return {
    kind: 'web-bluetooth',

    availability() {
      if (find()) return { state: 'available' };
      const reason = globalThis.isSecureContext === false ? 'insecure-page' : 'no-web-bluetooth';
      return { state: 'missing', reason };
    },

    async choose({ signal, profile }) {
      const bluetooth = find();
      if (!bluetooth) throw new Failure('radio-missing', 'navigator.bluetooth is not there');
      try {
        signal.throwIfAborted();
        // The click that allows the browser's list holds for seconds: `granted` has fetched this.
        const { filtersFor, SERVICES } = await abortable(profiles(), signal);
        const device = await abortable(
          bluetooth.requestDevice({
            ...(profile === ANY ? { acceptAllDevices: true } : { filters: filtersFor(profile) }),
            optionalServices: [...SERVICES],
          }),
          signal,
        );
        return await abortable(peerOf(device), signal);
      } catch (error) {
        throw browserFailure(error, 'choosing', 'device-lost');
      }
    },

    async granted() {
      const bluetooth = find();
      if (!bluetooth) return [];
      try {
        // Fetched now, so that the click on “connect” does not wait for it.
        const [devices] = await Promise.all([bluetooth.getDevices?.() ?? [], peers(), profiles()]);
        return await Promise.all(devices.map(peerOf));
      } catch {
        return [];
      }
    },

    // Browsers tell nothing of it.
    onGrantedChange: () => () => {},
  };
}
