// Compares what Nodlab writes and computes with compilers and with TensorFlow's own runtimes. Their
// Python packages are installed into .cache; whatever cannot be had here is named and left out.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const venv = join(root, '.cache', 'interop-venv');
const python = join(venv, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/** Python package, the module to try, and the variable that tells the suites it is there. */
const ORACLES = [
  { pip: 'tflite-micro', module: 'tflite_micro', variable: 'NODLAB_TFLM' },
  { pip: 'ai-edge-litert', module: 'ai_edge_litert.interpreter', variable: 'NODLAB_LITERT' },
];

const works = (command, args, timeout = 60_000) =>
  spawnSync(command, args, { stdio: 'ignore', timeout }).status === 0;

const environment = { ...process.env };
const missing = [];

if (works('g++', ['--version'])) environment.NODLAB_CXX = 'g++';
else missing.push('g++');

if (!existsSync(python)) {
  mkdirSync(join(root, '.cache'), { recursive: true });
  works('python3', ['-m', 'venv', venv]);
}
for (const { pip, module, variable } of ORACLES) {
  const there = () => works(python, ['-c', `import ${module}`]);
  if (!there()) {
    console.log(`Installing ${pip} into .cache …`);
    works(python, ['-m', 'pip', 'install', '--quiet', pip], 180_000);
  }
  if (there()) environment[variable] = python;
  else missing.push(pip);
}
if (missing.length > 0) {
  console.log(`Not to be had here, so nothing is compared with it: ${missing.join(', ')}.`);
}

const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const config = join(root, 'vitest.interop.config.ts');
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', '--config', config, ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit', env: environment },
);
process.exit(status ?? 1);
