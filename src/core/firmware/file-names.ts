/** Names that Windows keeps for devices, whatever the extension. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** Bytes of UTF-8 that leave room for an ending in the 255 that file systems allow. */
const STEM_BYTES = 120;

/**
 * Any name as the stem of a file on every system: letters and digits of any script, dots, hyphens
 * and underscores; never empty, hidden or a device of Windows.
 */
export function fileStem(name: string): string {
  let stem = '';
  for (const character of name.normalize('NFC').replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '-')) {
    if (byteLength(stem + character) > STEM_BYTES) break;
    stem += character;
  }
  stem = stem.replace(/^[-.\p{M}]+|[-.]+$/gu, '').replace(/\.{2,}/g, '.');
  if (RESERVED.test(stem.split('.')[0]!)) return `nodlab-${stem}`;
  return stem || 'nodlab';
}

/** The name's ASCII words, for places that take no other; may be none. */
function asciiWords(name: string): string[] {
  return name.normalize('NFKD').match(/[A-Za-z0-9]+/g) ?? [];
}

/** Name of a folder: ASCII, at most 63 characters, begins with a letter. */
export function asciiFolderName(projectName: string, ending: string): string {
  const words = asciiWords(projectName).join('-').toLowerCase().slice(0, 40).replace(/-$/, '');
  return `nodlab${words && `-${words}`}-${ending}`;
}

/** Name of the Arduino library, its folder and its header: letters, digits and underscores. */
export function arduinoLibraryName(projectName: string): string {
  const words = asciiWords(projectName).map((word) => word[0]!.toUpperCase() + word.slice(1));
  return `Nodlab_${words.join('').slice(0, 40) || 'Model'}`;
}

/** Name of the CMake project: a letter, then letters, digits and underscores. */
export function cmakeProjectName(projectName: string): string {
  return ['nodlab', ...asciiWords(projectName)].join('_').toLowerCase().slice(0, 60);
}

function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
