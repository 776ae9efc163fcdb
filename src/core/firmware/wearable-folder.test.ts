import { strFromU8 } from 'fflate';
import { expect, test } from 'vitest';
import { exampleExport } from '../../../tests/support/example-export';
import { firmwareSources, wearableSources } from '../../../tests/support/firmware-sources';
import { FIRMWARE_KINDS, firmwareBundle } from './bundle';
import { WEARABLE_FOLDER, wearableFolder } from './wearable-folder';

const SOURCES = wearableSources();
const FOLDER = wearableFolder(SOURCES);
const paths = [...FOLDER.keys()].map((path) => path.slice(`${WEARABLE_FOLDER}/`.length));

test('the zip is an Arduino library in one folder, with all there is of the firmware', () => {
  expect(FOLDER.size).toBe(SOURCES.size);
  expect([...FOLDER.keys()].every((path) => path.startsWith(`${WEARABLE_FOLDER}/`))).toBe(true);
  expect(paths).toEqual(expect.arrayContaining(['library.properties', 'README.md']));
  expect(paths.filter((path) => path.startsWith('examples/')).sort()).toEqual([
    'examples/Nano33BleSense/Nano33BleSense.ino',
    'examples/XiaoNrf52840Sense/XiaoNrf52840Sense.ino',
  ]);
  for (const name of ['NodlabWearable.h', 'NodlabWearable.cpp', 'nodlab_wearable.c']) {
    expect(paths).toContain(`src/${name}`);
  }
  const properties = strFromU8(FOLDER.get(`${WEARABLE_FOLDER}/library.properties`)!);
  expect(properties).toMatch(new RegExp(`^name=${WEARABLE_FOLDER}$`, 'm'));
});

test('whatever a source includes by quotes lies beside it', () => {
  for (const [path, bytes] of FOLDER) {
    if (!path.includes('/src/')) continue;
    for (const [, name] of strFromU8(bytes).matchAll(/^#include "(.+)"$/gm)) {
      expect(paths, path).toContain(`src/${name}`);
    }
  }
});

test('no exported model carries the firmware of a wearable', () => {
  const own = [...SOURCES.keys()].map((path) => path.slice(path.lastIndexOf('/') + 1));
  for (const kind of FIRMWARE_KINDS) {
    const names = [...firmwareBundle(exampleExport(), kind, firmwareSources()).keys()].map((path) =>
      path.slice(path.lastIndexOf('/') + 1),
    );
    // Both have a README and a library.properties of their own.
    expect(names.filter((name) => /\.(c|h|cpp|ino)$/.test(name) && own.includes(name))).toEqual([]);
  }
});
