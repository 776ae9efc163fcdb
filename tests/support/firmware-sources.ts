import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';

const FOLDER = join(import.meta.dirname, '..', '..', 'firmware');

/** The C sources as the page has them from `platform/firmware-sources`. */
export function firmwareSources(): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(join(FOLDER, path)).isFile())
      .map((path) => [path.split(sep).join('/'), readFileSync(join(FOLDER, path), 'utf8')]),
  );
}
