import type { BluetoothProfile } from '../gatt-link';
import { bluest } from './bluest';
import { espruino } from './espruino';
import { microbit } from './microbit';
import { movesense } from './movesense';
import { nodlab } from './nodlab';
import { nordicUartText } from './nordic-uart-text';
import { openearable } from './openearable';
import { pinetime } from './pinetime';
import { polar } from './polar';
import { sensiml } from './sensiml';
import { tf4micro } from './tf4micro';
import { thingy52 } from './thingy52';

/** Every kind of wearable on Bluetooth; the first that knows a device has it. */
export const PROFILES: readonly BluetoothProfile[] = [
  nodlab,
  microbit,
  tf4micro,
  espruino,
  openearable,
  pinetime,
  thingy52,
  movesense,
  polar,
  bluest,
  sensiml,
  // Whatever else prints lines.
  nordicUartText,
];

export const BATTERY_SERVICE = '0000180f-0000-1000-8000-00805f9b34fb';
export const BATTERY_LEVEL = '00002a19-0000-1000-8000-00805f9b34fb';
const DEVICE_INFORMATION_SERVICE = '0000180a-0000-1000-8000-00805f9b34fb';

/** Services that any profile uses, for the browser to let be seen. */
export const SERVICES: readonly string[] = [
  ...new Set([
    ...PROFILES.flatMap(({ services }) => services),
    BATTERY_SERVICE,
    DEVICE_INFORMATION_SERVICE,
  ]),
];

/** What the browser's list shows: devices of one kind, by its profile's id, or of all. */
export function filtersFor(id?: string): BluetoothLEScanFilter[] {
  const wanted = id === undefined ? PROFILES : PROFILES.filter((profile) => profile.id === id);
  if (wanted.length === 0) throw new RangeError(`no profile has the id ${id}`);
  return wanted.flatMap(({ filters }) => [...filters]);
}
