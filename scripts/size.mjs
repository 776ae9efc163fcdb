// Prints the gzipped JavaScript that the first page loads and fails above the budget.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUDGET_BYTES = 200_000;
const dist = process.argv[2] ?? join(import.meta.dirname, '..', 'dist');
const manifest = JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8'));

/** What the first page asks for by itself: its texts in one language, its picture. */
const ASKED_FOR = /^src\/ui\/(start\/|locales\/en\/(common|start|errors|path)\.json)/;

/** Entry and everything that it imports, then what the first page asks for, each with its own. */
const wanted = new Set();
function take(key) {
  if (wanted.has(key)) return;
  wanted.add(key);
  for (const imported of manifest[key]?.imports ?? []) take(imported);
  for (const later of manifest[key]?.dynamicImports ?? []) if (ASKED_FOR.test(later)) take(later);
}
take('index.html');

const files = [...wanted].map((key) => manifest[key].file).filter((file) => file.endsWith('.js'));
let total = 0;
for (const file of files) {
  const bytes = gzipSync(readFileSync(join(dist, file))).length;
  total += bytes;
  console.log(`${String(bytes).padStart(8)}  ${file}`);
}
console.log(
  `${String(total).padStart(8)}  gzipped JavaScript of the first page (budget ${BUDGET_BYTES})`,
);

const missing = ['common', 'start', 'errors', 'path'].filter(
  (one) => !wanted.has(`src/ui/locales/en/${one}.json`),
);
if (missing.length > 0) fail(`Not counted, though the first page loads it: ${missing.join(', ')}.`);
// By the name of a kernel too, which no bundler changes: it may call a chunk anything.
const withTensorFlow = files.filter(
  (file) => /tensorflow|tfjs/i.test(file) || text(file).includes('Conv2DBackpropFilter'),
);
if (withTensorFlow.length > 0) fail(`TensorFlow.js is in ${withTensorFlow.join(', ')}.`);
if (total > BUDGET_BYTES) fail('The first page is above its budget.');

function text(file) {
  return readFileSync(join(dist, file), 'utf8');
}

function fail(why) {
  console.error(why);
  process.exitCode = 1;
}
