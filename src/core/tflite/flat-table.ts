import { strFromU8 } from 'fflate';
import { Failure } from '#core/failure';

/**
 * A table of a flatbuffer, field by field. Every offset and length is checked against the file:
 * what points outside throws `Failure` (`file-invalid`). Absent fields give their default.
 */
export interface FlatTable {
  int8(slot: number, fallback: number): number;
  uint8(slot: number, fallback: number): number;
  int32(slot: number, fallback: number): number;
  uint32(slot: number, fallback: number): number;
  float32(slot: number, fallback: number): number;
  has(slot: number): boolean;
  table(slot: number): FlatTable | undefined;
  /** Vectors: empty where absent. */
  tables(slot: number): FlatTable[];
  text(slot: number): string;
  bytes(slot: number): Uint8Array;
  int32s(slot: number): Int32Array;
  float32s(slot: number): Float32Array;
  /** Throws `Failure` above 2^53. */
  int64s(slot: number): number[];
}

/** What is read of a name: converters join those of all they fused. */
const LONGEST_TEXT = 1024;

/** Tables in one vector; a motion model has some hundred operators and tensors. */
const MOST_TABLES = 2 ** 14;

/** Written files share equal vectors and tables: read one by one they are longer than the file. */
const SHARED = 4;

/** What kind of thing the bytes are, told by the identifier at 4…7; empty if too short. */
export function identifierOf(bytes: Uint8Array): string {
  return bytes.length < 8 ? '' : String.fromCharCode(...bytes.subarray(4, 8));
}

/** The root table of a flatbuffer. Throws `Failure` (`file-invalid`) as its fields do. */
export function openFlatBuffer(file: Uint8Array): FlatTable {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  /**
   * Bytes that tables and vectors may still take. Hostile ones that share one place would otherwise
   * grow without end.
   */
  let allowance = SHARED * file.length;

  const at = (position: number, size: number): number => {
    if (position < 0 || position + size > file.length) {
      throw new Failure(
        'file-invalid',
        `byte ${position} is outside the file's ${file.length}: it is cut off or broken`,
      );
    }
    return position;
  };
  const spend = (size: number) => {
    allowance -= size;
    if (allowance < 0) throw new Failure('file-invalid', 'vectors of the file lie over each other');
  };
  const follow = (position: number) => position + view.getUint32(at(position, 4), true);

  const openTable = (start: number): FlatTable => {
    spend(4);
    const layout = at(start, 4) - view.getInt32(start, true);
    const layoutSize = view.getUint16(at(layout, 4), true);
    at(layout, layoutSize);

    /** Position of a field, 0 where it is absent. */
    const field = (slot: number, size: number): number => {
      const entry = 4 + 2 * slot;
      if (entry + 2 > layoutSize) return 0;
      const offset = view.getUint16(layout + entry, true);
      return offset === 0 ? 0 : at(start + offset, size);
    };
    /** First element and length of a vector whose elements take `size` bytes. */
    const vector = (slot: number, size: number): readonly [position: number, length: number] => {
      const pointer = field(slot, 4);
      if (pointer === 0) return [0, 0];
      const position = follow(pointer);
      const length = view.getUint32(at(position, 4), true);
      at(position + 4, length * size);
      return [position + 4, length];
    };
    const elements = (slot: number, size: number): readonly number[] => {
      const [position, length] = vector(slot, size);
      spend(length * size);
      return Array.from({ length }, (_, index) => position + index * size);
    };

    return {
      int8: (slot, fallback) => {
        const position = field(slot, 1);
        return position === 0 ? fallback : view.getInt8(position);
      },
      uint8: (slot, fallback) => {
        const position = field(slot, 1);
        return position === 0 ? fallback : view.getUint8(position);
      },
      int32: (slot, fallback) => {
        const position = field(slot, 4);
        return position === 0 ? fallback : view.getInt32(position, true);
      },
      uint32: (slot, fallback) => {
        const position = field(slot, 4);
        return position === 0 ? fallback : view.getUint32(position, true);
      },
      float32: (slot, fallback) => {
        const position = field(slot, 4);
        return position === 0 ? fallback : view.getFloat32(position, true);
      },
      has: (slot) => field(slot, 1) !== 0,
      table: (slot) => {
        const pointer = field(slot, 4);
        return pointer === 0 ? undefined : openTable(follow(pointer));
      },
      tables: (slot) => {
        const [, length] = vector(slot, 4);
        if (length > MOST_TABLES) throw new Failure('file-invalid', `a list of ${length} tables`);
        return elements(slot, 4).map((pointer) => openTable(follow(pointer)));
      },
      text: (slot) => {
        const [position, length] = vector(slot, 1);
        const read = Math.min(length, LONGEST_TEXT);
        spend(read);
        return strFromU8(file.subarray(position, position + read));
      },
      bytes: (slot) => {
        const [position, length] = vector(slot, 1);
        spend(length);
        return file.slice(position, position + length);
      },
      int32s: (slot) =>
        Int32Array.from(elements(slot, 4), (position) => view.getInt32(position, true)),
      float32s: (slot) =>
        Float32Array.from(elements(slot, 4), (position) => view.getFloat32(position, true)),
      int64s: (slot) =>
        elements(slot, 8).map((position) => {
          const value = Number(view.getBigInt64(position, true));
          if (!Number.isSafeInteger(value)) {
            throw new Failure('file-invalid', `the number ${value} is beyond 2^53`);
          }
          return value;
        }),
    };
  };
  return openTable(follow(0));
}
