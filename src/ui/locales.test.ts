import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, 'locales');
const languages = readdirSync(folder);
const namespaces = readdirSync(join(folder, 'en')).sort();

/** Path of every text in a resource file, with the text. */
function texts(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) =>
    texts(inner, path === '' ? key : `${path}.${key}`),
  );
}

function read(language: string, namespace: string): Map<string, unknown> {
  return new Map(texts(JSON.parse(readFileSync(join(folder, language, namespace), 'utf8'))));
}

/** Sorted; without the singular form, which not every language has. */
function keys(there: Map<string, unknown>): string[] {
  return [...there.keys()].filter((key) => !key.endsWith('_one')).sort();
}

/** Names between double braces, sorted. */
function placeholders(text: unknown): string[] {
  return [...String(text).matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1]!).sort();
}

test('there are texts in English and Chinese', () => {
  expect(languages).toEqual(expect.arrayContaining(['en', 'zh']));
  expect(namespaces).toEqual(expect.arrayContaining(['common.json', 'errors.json', 'start.json']));
});

test.each(languages)('%s has the namespaces of English', (language) => {
  expect(readdirSync(join(folder, language)).sort()).toEqual(namespaces);
});

test.each(languages.flatMap((language) => namespaces.map((one) => [language, one] as const)))(
  '%s/%s has every text of English, none of them empty, with the same placeholders',
  (language, namespace) => {
    const english = read('en', namespace);
    const there = read(language, namespace);
    expect(keys(there)).toEqual(keys(english));
    for (const [key, text] of there) {
      expect(text, key).toEqual(expect.stringMatching(/\S/));
      expect(placeholders(text), key).toEqual(placeholders(english.get(key)));
    }
  },
);

test.each(languages)('%s has a title and advice for every failure code', (language) => {
  const source = readFileSync(join(import.meta.dirname, '../core/failure.ts'), 'utf8');
  const union = /export type FailureCode =([^;]+);/.exec(source)?.[1] ?? '';
  const codes = [...union.matchAll(/'([\w-]+)'/g)].map((match) => match[1]!);
  expect(codes.length).toBeGreaterThan(10);
  const there = read(language, 'errors.json');
  for (const code of codes) {
    expect(there.has(`codes.${code}.title`), code).toBe(true);
    expect(there.has(`codes.${code}.advice`), code).toBe(true);
  }
});
