import { alignUp } from './place-buffers';

/**
 * The fields of a C structure, in order: letters for scalars (`p` pointer or `size_t`, `e` enum,
 * `b` byte or bool, `h` int16, `i` int32 or float, `d` double or int64), a list for one inside it.
 */
export type CFields = readonly (string | CFields)[];

/** What the size of a structure depends on. */
export interface CTypes {
  readonly pointerBytes: 4 | 8;
  /** 1 where the compiler packs enums, as the Arm bare-metal ABI asks; else 4. */
  readonly enumBytes: 1 | 4;
}

export interface CLayout {
  readonly bytes: number;
  readonly alignment: number;
}

/** Size and alignment of a structure: every scalar at a multiple of its own size. */
export function layoutOf(fields: CFields, types: CTypes): CLayout {
  const members = fields.flatMap((field) =>
    typeof field === 'string'
      ? Array.from(field, (letter) => scalar(letter, types))
      : [layoutOf(field, types)],
  );
  let bytes = 0;
  let alignment = 1;
  for (const member of members) {
    bytes = alignUp(bytes, member.alignment) + member.bytes;
    alignment = Math.max(alignment, member.alignment);
  }
  return { bytes: alignUp(bytes, alignment), alignment };
}

function scalar(letter: string, { pointerBytes, enumBytes }: CTypes): CLayout {
  const sizes: Readonly<Record<string, number>> = {
    p: pointerBytes,
    e: enumBytes,
    b: 1,
    h: 2,
    i: 4,
    d: 8,
  };
  const bytes = sizes[letter];
  if (bytes === undefined) throw new Error(`no C scalar is written "${letter}"`);
  return { bytes, alignment: bytes };
}
