import { expect, test } from 'vitest';
import { PROFILES } from '../../src/device/profiles/profiles';
import { WEARABLES } from '../../src/ui/device/wearables';
import en from '../../src/ui/locales/en/device.json';

test('the device page offers every wearable that is known, in the order they are tried', () => {
  expect(WEARABLES).toEqual(PROFILES.map(({ id }) => id));
});

test('whatever a device speaks has a name', () => {
  const spoken = [...WEARABLES, 'text-lines', 'nodlab-packets', 'phone-sensor', 'simulator'];
  expect(Object.keys(en.profile).sort()).toEqual([...spoken].sort());
});
