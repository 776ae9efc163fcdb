import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = resolve(import.meta.dirname, '../../src');

/** What each layer may import beside itself. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  core: [],
  device: ['core'],
  storage: ['core'],
  engine: ['core'],
  platform: ['core'],
  studio: ['device', 'storage', 'engine', 'platform', 'core'],
  ui: ['studio', 'core'],
};

/** Packages that only one place may touch. */
const CONFINED: readonly { readonly pattern: RegExp; readonly home: string }[] = [
  { pattern: /^@tensorflow\//, home: join('engine', 'worker') },
  { pattern: /^@litertjs\//, home: join('engine', 'worker') },
  { pattern: /^idb$/, home: 'storage' },
  { pattern: /^(react|react-dom|@mantine\/.*|recharts|uplot)$/, home: 'ui' },
];

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s*'([^']+)'|import\(\s*'([^']+)'\s*\)|import\s+'([^']+)'/g;

function sourceFiles(): string[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file),
  );
}

function importsOf(file: string): string[] {
  return [...readFileSync(join(SRC, file), 'utf8').matchAll(IMPORT)].map(
    (match) => (match[1] ?? match[2] ?? match[3]) as string,
  );
}

/** Path below `src` that an import of ours points to, or null for a package. */
function target(file: string, specifier: string): string | null {
  if (specifier.startsWith('#')) return specifier.slice(1);
  if (specifier.startsWith('.')) return relative(SRC, resolve(SRC, dirname(file), specifier));
  return null;
}

describe('layers', () => {
  const files = sourceFiles();

  it('imports only downwards', () => {
    const wrong: string[] = [];
    for (const file of files) {
      const layer = file.split(sep)[0] as string;
      const allowed = ALLOWED[layer];
      if (allowed === undefined) continue;
      for (const specifier of importsOf(file)) {
        const to = target(file, specifier);
        if (to === null) continue;
        const toLayer = to.split(/[\\/]/)[0] as string;
        if (toLayer !== layer && !allowed.includes(toLayer)) wrong.push(`${file} → ${specifier}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('keeps each library in its room', () => {
    const wrong: string[] = [];
    for (const file of files) {
      if (!file.includes(sep)) continue;
      for (const specifier of importsOf(file)) {
        for (const { pattern, home } of CONFINED) {
          if (pattern.test(specifier) && !file.startsWith(home + sep)) {
            wrong.push(`${file} → ${specifier}`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('has no import cycles between modules', () => {
    const graph = new Map(
      files.map((file) => {
        const stem = file
          .replace(/\.tsx?$/, '')
          .split(sep)
          .join('/');
        const to = importsOf(file)
          .map((specifier) => target(file, specifier)?.split(sep).join('/'))
          .filter((path) => path !== undefined);
        return [stem, to] as const;
      }),
    );
    const done = new Set<string>();
    const path: string[] = [];
    function visit(stem: string): void {
      if (path.includes(stem)) {
        throw new Error(`cycle: ${[...path.slice(path.indexOf(stem)), stem].join(' → ')}`);
      }
      if (done.has(stem)) return;
      path.push(stem);
      for (const next of graph.get(stem) ?? []) visit(next);
      path.pop();
      done.add(stem);
    }
    for (const stem of graph.keys()) visit(stem);
    expect(done.size).toBeGreaterThan(0);
  });

  it('keeps every file within 400 lines', () => {
    const long = files.filter(
      (file) => readFileSync(join(SRC, file), 'utf8').split('\n').length > 401,
    );
    expect(long).toEqual([]);
  });
});
