import { strToU8 } from 'fflate';

/** The one folder in the zip, and the Arduino library's name. */
export const WEARABLE_FOLDER = 'NodlabWearable';

/**
 * The firmware that makes a board a wearable as an Arduino library: path in the zip to bytes. The
 * C files are the portable core, whatever builds them. `sources` are the files of
 * `firmware/wearable/`.
 */
export function wearableFolder(
  sources: ReadonlyMap<string, string>,
): ReadonlyMap<string, Uint8Array> {
  return new Map(
    [...sources].map(([path, text]) => [`${WEARABLE_FOLDER}/${placeOf(path)}`, strToU8(text)]),
  );
}

/** The IDE looks for sources in `src/`, and for a sketch in a folder of its name. */
function placeOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const sketch = /^(.+)\.ino$/.exec(name)?.[1];
  if (sketch !== undefined) return `examples/${sketch}/${name}`;
  return /\.(h|c|cpp)$/.test(name) ? `src/${name}` : name;
}
