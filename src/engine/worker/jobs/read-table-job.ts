import type { MotionTable } from '#core/dataset/motion-table';
import { readMotionTable } from '#core/dataset/read-motion-table';

/** Decodes and reads a table of motion; rejects with the `Failure` that says what is wrong. */
export async function runReadTable(file: Uint8Array): Promise<MotionTable> {
  return readMotionTable(decoderFor(file).decode(file));
}

/** Spreadsheets save "Unicode text" as UTF-16 with a byte order mark. */
function decoderFor([first, second]: Uint8Array): TextDecoder {
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le');
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be');
  return new TextDecoder();
}
