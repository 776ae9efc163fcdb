import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UsbNames } from './fake-serial';

/** A Bluetooth device that the person has granted to the page before. */
export interface GrantedWearable {
  readonly address: string;
  readonly name: string;
  /** UUIDs of all services that the page may use. */
  readonly services: readonly string[];
}

/** A folder for one browser's state, with what was granted before. */
export interface BrowserProfile {
  readonly folder: string;
  remove(): Promise<void>;
}

/**
 * Makes a Chromium profile in which `origin` has been granted devices: the very preferences that
 * its choosers leave behind (chrome/browser/bluetooth and chrome/browser/serial, "chooser data").
 */
export async function makeBrowserProfile(
  origin: string,
  granted: { wearables?: readonly GrantedWearable[]; boards?: readonly UsbNames[] } = {},
): Promise<BrowserProfile> {
  const folder = await mkdtemp(join(tmpdir(), 'nodlab-browser-'));
  const wearables = (granted.wearables ?? []).map(({ address, name, services }, index) => ({
    'device-address': address,
    'manufacturer-data': {},
    name,
    services: Object.fromEntries(services.map((uuid) => [uuid, true])),
    // The id that the page sees, 16 bytes.
    'web-bluetooth-device-id': Buffer.alloc(16, index + 1).toString('base64'),
  }));
  const boards = (granted.boards ?? []).map(({ name, vendorId, productId, serialNumber }) => ({
    name,
    vendor_id: vendorId,
    product_id: productId,
    serial_number: serialNumber,
  }));
  const exceptions = {
    bluetooth_chooser_data: grant(origin, wearables),
    serial_chooser_data: grant(origin, boards),
  };
  await mkdir(join(folder, 'Default'));
  await writeFile(
    join(folder, 'Default', 'Preferences'),
    JSON.stringify({ profile: { content_settings: { exceptions } } }),
  );
  return {
    folder,
    // A killed browser's helpers may still be writing their last.
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 }),
  };
}

function grant(origin: string, objects: readonly object[]): object {
  if (objects.length === 0) return {};
  return { [`${origin},*`]: { setting: { 'chosen-objects': objects } } };
}
