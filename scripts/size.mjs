// Prints the gzipped JavaScript that the first page loads and fails above the budget.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUDGET_BYTES = 200_000;
const dist = join(import.meta.dirname, '..', 'dist');
const manifest = JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8'));

/** Entry, its static imports, and the start page's own chunks with theirs. */
const wanted = new Set();
function take(key) {
  if (wanted.has(key)) return;
  wanted.add(key);
  for (const imported of manifest[key]?.imports ?? []) take(imported);
}
take('index.html');
for (const key of Object.keys(manifest)) {
  if (/^src\/ui\/(start|locales\/en\/(common|start|errors))/.test(key)) take(key);
}

let total = 0;
for (const key of wanted) {
  const file = manifest[key].file;
  if (!file.endsWith('.js')) continue;
  const bytes = gzipSync(readFileSync(join(dist, file))).length;
  total += bytes;
  console.log(`${String(bytes).padStart(8)}  ${file}`);
}
console.log(
  `${String(total).padStart(8)}  gzipped JavaScript of the first page (budget ${BUDGET_BYTES})`,
);
if ([...wanted].some((key) => /tensorflow|tfjs/.test(key))) {
  console.error('TensorFlow.js is part of the first page.');
  process.exit(1);
}
if (total > BUDGET_BYTES) {
  console.error('The first page is above its budget.');
  process.exit(1);
}
