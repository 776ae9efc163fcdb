import { expect, test } from 'vitest';
import { firmwareSources, wearableSources } from '../../tests/support/firmware-sources';
import { FIRMWARE_SOURCES } from './firmware-sources';
import { WEARABLE_SOURCES } from './wearable-sources';

test('the page has all of firmware/ for exports, but for the firmware of a wearable', () => {
  expect([...FIRMWARE_SOURCES].sort()).toEqual([...firmwareSources()].sort());
  expect([...FIRMWARE_SOURCES.keys()].filter((path) => path.includes('wearable'))).toEqual([]);
});

test('the page has all of firmware/wearable/ by itself', () => {
  expect([...WEARABLE_SOURCES].sort()).toEqual([...wearableSources()].sort());
});
