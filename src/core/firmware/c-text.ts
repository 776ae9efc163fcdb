import { strToU8 } from 'fflate';

/** Characters that mean nothing to the preprocessor, in any C or C++ since 1989. */
const PLAIN = /[A-Za-z0-9 _.,:;+\-()/]/;

/**
 * A C string literal with the UTF-8 bytes of any text. All but plain characters become three octal
 * digits, which, unlike hexadecimal ones, end by themselves.
 */
export function cString(text: string): string {
  const escaped = Array.from(strToU8(text), (byte) => {
    const character = String.fromCharCode(byte);
    return byte < 128 && PLAIN.test(character)
      ? character
      : `\\${byte.toString(8).padStart(3, '0')}`;
  });
  return `"${escaped.join('')}"`;
}

/** Text for a `//` comment: letters and digits of any script and spaces; may be empty. */
export function cComment(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N} _-]+/gu, ' ')
    .trim();
}

/**
 * One identifier for each label, `prefix` and the label's ASCII words in camel case; the index
 * stands in where a label has none, and behind where two come out the same.
 */
export function cIdentifiers(prefix: string, labels: readonly string[]): string[] {
  const taken = new Set<string>();
  return labels.map((label, index) => {
    const words = label.normalize('NFKD').match(/[A-Za-z0-9]+/g) ?? [];
    const name = words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
    const wanted = `${prefix}${name.slice(0, 40) || index}`;
    const unique = taken.has(wanted) ? `${wanted}_${index}` : wanted;
    taken.add(unique);
    return unique;
  });
}

/** A float32 literal that reads back as the very same float32. */
export function cFloat(value: number): string {
  const text = shortestFloat32(Math.fround(value));
  return `${/[.e]/.test(text) ? text : `${text}.0`}f`;
}

/** A float64 literal that reads back as the very same float64. */
export function cDouble(value: number): string {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

function shortestFloat32(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === value) return text;
  }
  return String(Number(value.toPrecision(9)));
}

/** Whole units as text, without floating-point dust: 31.25, 50. */
export function plainNumber(value: number): string {
  return String(Number(value.toPrecision(9)));
}
