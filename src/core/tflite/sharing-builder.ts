import { Builder, type Offset } from 'flatbuffers';

/** One field of a table; left out where it has the schema's default, 0 unless given. */
export type Field = readonly [
  slot: number,
  type: 'int8' | 'int32' | 'float32' | 'offset',
  value: number,
  fallback?: number,
];

/**
 * A flatbuffer builder that writes equal tables, vectors and strings once: whatever refers to
 * them shares the one place.
 */
export class SharingBuilder extends Builder {
  readonly #written = new Map<string, Offset>();

  table(...fields: readonly Field[]): Offset {
    return this.#once(`table ${fields.join(' ')}`, () => {
      this.startObject(Math.max(-1, ...fields.map(([slot]) => slot)) + 1);
      // Wide fields first: narrow ones then share what alignment would waste.
      for (const [slot, type, value, fallback = 0] of wideFirst(fields)) {
        switch (type) {
          case 'int8':
            this.addFieldInt8(slot, value, fallback);
            break;
          case 'int32':
            this.addFieldInt32(slot, value, fallback);
            break;
          case 'float32':
            this.addFieldFloat32(slot, value, fallback);
            break;
          case 'offset':
            this.addFieldOffset(slot, value, 0);
        }
      }
      return this.endObject();
    });
  }

  text(value: string): Offset {
    return this.#once(`text ${value}`, () => this.createString(value));
  }

  offsets(values: readonly Offset[]): Offset {
    return this.#vector('offsets', 4, values, (value) => this.addOffset(value));
  }

  int32s(values: readonly number[]): Offset {
    return this.#vector('int32', 4, values, (value) => this.addInt32(value));
  }

  float32s(values: readonly number[]): Offset {
    return this.#vector('float32', 4, values, (value) => this.addFloat32(value));
  }

  int64s(values: readonly number[]): Offset {
    return this.#vector('int64', 8, values, (value) => this.addInt64(BigInt(value)));
  }

  /** Built from its end: a flatbuffer grows towards its start. */
  #vector(
    type: string,
    size: number,
    values: readonly number[],
    add: (value: number) => void,
  ): Offset {
    return this.#once(`${type} ${values.join()}`, () => {
      this.startVector(size, values.length, size);
      for (let i = values.length - 1; i >= 0; i--) add(values[i]!);
      return this.endVector();
    });
  }

  #once(key: string, write: () => Offset): Offset {
    const before = this.#written.get(key);
    if (before !== undefined) return before;
    const offset = write();
    this.#written.set(key, offset);
    return offset;
  }
}

function wideFirst(fields: readonly Field[]): readonly Field[] {
  const narrow = ([, type]: Field) => (type === 'int8' ? 1 : 0);
  return [...fields].sort((a, b) => narrow(a) - narrow(b));
}
