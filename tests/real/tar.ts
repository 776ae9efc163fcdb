const BLOCK = 512;
const REGULAR = new Set(['0', '\0']);

/** Regular files of a tar archive by path. Extended headers are skipped: names here are short. */
export function readTar(archive: Uint8Array): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  let at = 0;
  while (at + BLOCK <= archive.length && archive[at] !== 0) {
    const field = (from: number, length: number) =>
      new TextDecoder().decode(archive.subarray(at + from, at + from + length)).split('\0')[0]!;
    const [name, size] = [field(0, 100), Number.parseInt(field(124, 12), 8)];
    const kind = String.fromCharCode(archive[at + 156]!);
    if (REGULAR.has(kind)) files.set(name, archive.subarray(at + BLOCK, at + BLOCK + size));
    at += BLOCK * (1 + Math.ceil(size / BLOCK));
  }
  return files;
}
