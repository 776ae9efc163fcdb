import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';

const FOLDER = join(import.meta.dirname, '..', '..', 'firmware');

/** The C sources as the page has them from `platform/firmware-sources`. */
export function firmwareSources(): ReadonlyMap<string, string> {
  return new Map([...filesBelow(FOLDER)].filter(([path]) => !path.startsWith('wearable/')));
}

/** The wearable's firmware as the page has it from `platform/wearable-sources`. */
export function wearableSources(): ReadonlyMap<string, string> {
  return filesBelow(join(FOLDER, 'wearable'));
}

function filesBelow(folder: string): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => [path.split(sep).join('/'), readFileSync(join(folder, path), 'utf8')]),
  );
}
