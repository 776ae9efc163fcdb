import { blockWidths } from './blocks';

/** Bits of a code, the place of a weight in its layer's book of values. */
export type CodeBits = 2 | 4;
/** Of a weight as it lies in a table; 8: the weight itself. */
export type WeightBits = CodeBits | 8;

/** A kernel that reads codes beside the one that reads weights. */
export function kernelName(name: string, bits: WeightBits): string {
  return bits === 8 ? name : `${name}_of_${bits}_bits`;
}

/** What a kernel takes for its weights. */
export function weightPointers(bits: WeightBits, name = 'w'): string[] {
  if (bits === 8) return [`const int8_t *${name}`];
  return [`const uint8_t *${name}`, 'const int8_t *book'];
}

/** Bytes that the weights of one tap of a block take. */
export function tapBytes(width: number, bits: WeightBits): number {
  return Math.ceil((width * bits) / 8);
}

/** Bytes of all weights of so many outputs. */
export function weightBytes(outputs: number, taps: number, bits: WeightBits): number {
  return blockWidths(outputs).reduce((sum, width) => sum + taps * tapBytes(width, bits), 0);
}

/** C expressions of the weights of one tap of a block. */
export function tapWeights(width: number, bits: WeightBits): string[] {
  return Array.from({ length: width }, (_, i) => {
    const shift = (i * bits) % 8;
    const byte = `w[${Math.floor((i * bits) / 8)}]`;
    if (bits === 8) return byte;
    const shifted = shift > 0 ? `${byte} >> ${shift}` : byte;
    // Above the last code of a byte there is nothing.
    return `book[${shift + bits === 8 ? shifted : `${shifted} & ${2 ** bits - 1}`}]`;
  });
}

/** Codes by blocks of outputs, tap by tap, the first output's in the lowest bits. */
export function packedCodes(
  bits: CodeBits,
  outputs: number,
  taps: number,
  codeOf: (output: number, tap: number) => number,
): Uint8Array {
  const packed = new Uint8Array(weightBytes(outputs, taps, bits));
  let at = 0;
  let first = 0;
  for (const width of blockWidths(outputs)) {
    for (let tap = 0; tap < taps; tap++) {
      for (let i = 0; i < width; i++) {
        const bit = i * bits;
        packed[at + Math.floor(bit / 8)]! |= codeOf(first + i, tap) << (bit % 8);
      }
      at += tapBytes(width, bits);
    }
    first += width;
  }
  return packed;
}
