import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What one benchmark gives: rows to read, figures, and the least each figure should be. */
export interface BenchResult {
  readonly table: readonly Record<string, string | number>[];
  readonly figures: Readonly<Record<string, number>>;
  /** A lower bound for each named figure. */
  readonly aims: Readonly<Record<string, number>>;
}

const name = process.argv[2];
const file = join(import.meta.dirname, `${name}.ts`);
if (name === undefined || name === 'run' || !existsSync(file)) {
  console.error('Usage: npm run bench -- NAME, where bench/NAME.ts is the benchmark.');
  process.exit(2);
}
const { default: run } = (await import(pathToFileURL(file).href)) as {
  default: () => Promise<BenchResult>;
};
const { table, figures, aims } = await run().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
console.table(table);
const ok = Object.entries(aims).every(([key, aim]) => (figures[key] ?? Number.NaN) >= aim);
console.log(JSON.stringify({ bench: name, figures, aims, ok }));
process.exit(0);
