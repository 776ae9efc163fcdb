import { Failure } from '../failure';

/** Element types that a pool keeps, by the name they have in a file. */
const ARRAY_TYPES = {
  int8: Int8Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

type ArrayType = keyof typeof ARRAY_TYPES;
type PooledArray = InstanceType<(typeof ARRAY_TYPES)[ArrayType]>;

/** Where an array lies in the pool; stands in its place in the JSON. */
interface ArrayReference {
  readonly $array: ArrayType;
  /** Offset in bytes, a multiple of 8. */
  readonly at: number;
  readonly length: number;
}

/** JSON with its typed arrays taken out into one run of bytes, little-endian. */
export interface Pooled {
  readonly json: unknown;
  readonly bytes: Uint8Array;
}

/** Takes every typed array out of plain objects and lists. */
export function poolArrays(value: unknown): Pooled {
  const arrays: PooledArray[] = [];
  let sizeBytes = 0;
  const walk = (node: unknown): unknown => {
    if (ArrayBuffer.isView(node)) {
      const array = node as PooledArray;
      const reference: ArrayReference = {
        $array: typeOf(array),
        at: sizeBytes,
        length: array.length,
      };
      arrays.push(array);
      sizeBytes += align(array.byteLength);
      return reference;
    }
    if (Array.isArray(node)) return node.map(walk);
    if (typeof node === 'object' && node !== null) {
      // In the order of their names, so that equal values give equal bytes.
      const entries = Object.entries(node).sort(([a], [b]) => (a < b ? -1 : 1));
      return Object.fromEntries(entries.map(([key, child]) => [key, walk(child)]));
    }
    return node;
  };
  const json = walk(value);
  const bytes = new Uint8Array(sizeBytes);
  let at = 0;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += align(array.byteLength);
  }
  return { json, bytes };
}

/** Puts the arrays back, as copies. Throws `file-invalid` for a reference that leaves the pool. */
export function unpoolArrays({ json, bytes }: Pooled): unknown {
  if (Array.isArray(json)) return json.map((child) => unpoolArrays({ json: child, bytes }));
  if (typeof json !== 'object' || json === null) return json;
  if ('$array' in json) return arrayAt(json as ArrayReference, bytes);
  return Object.fromEntries(
    Object.entries(json).map(([key, child]) => [key, unpoolArrays({ json: child, bytes })]),
  );
}

function arrayAt({ $array, at, length }: ArrayReference, bytes: Uint8Array): PooledArray {
  const type = Object.hasOwn(ARRAY_TYPES, $array) ? ARRAY_TYPES[$array] : undefined;
  const end = at + length * (type?.BYTES_PER_ELEMENT ?? Number.NaN);
  if (!type || !Number.isInteger(at) || !Number.isInteger(length)) {
    throw new Failure('file-invalid', 'an array is not described as one');
  }
  if (at < 0 || length < 0 || end > bytes.length) {
    throw new Failure('file-invalid', `an array ends at byte ${end} of ${bytes.length}`);
  }
  return new type(bytes.slice(at, end).buffer);
}

function typeOf(array: PooledArray): ArrayType {
  for (const [name, type] of Object.entries(ARRAY_TYPES)) {
    if (array instanceof type) return name as ArrayType;
  }
  throw new TypeError(`no name for ${Object.prototype.toString.call(array)}`);
}

/** float64 views need their offset to be a multiple of 8. */
function align(sizeBytes: number): number {
  return Math.ceil(sizeBytes / 8) * 8;
}
