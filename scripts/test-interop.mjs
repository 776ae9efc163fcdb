// Compares what Nodlab writes and computes with compilers and with TensorFlow's own runtimes. Their
// Python packages are installed into .cache; whatever cannot be had here is named and left out.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const venv = join(root, '.cache', 'interop-venv');
const python = join(venv, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/**
 * Python packages, the module to try, and the variable that tells the suites it is there. Releases of
 * TensorFlow Lite Micro differ in bits: docs/decisions/0014.
 */
const ORACLES = [
  {
    name: 'tflite-micro',
    version: '0.dev20261023182759',
    module: 'tflite_micro',
    variable: 'NODLAB_TFLM',
  },
  {
    name: 'ai-edge-litert',
    version: '2.3.0',
    module: 'ai_edge_litert.interpreter',
    variable: 'NODLAB_LITERT',
  },
];

/** What compiles and runs the exported C, and the variable that tells the suites it is there. */
const COMPILERS = [
  ['g++', 'NODLAB_CXX'],
  ['gcc', 'NODLAB_CC'],
  ['arm-none-eabi-gcc', 'NODLAB_ARM_CC'],
  ['qemu-system-arm', 'NODLAB_QEMU'],
  ['cmake', 'NODLAB_CMAKE'],
];

/** Debian's packages of what a bare machine lacks for a Cortex-M33. */
const ARM_PACKAGES = [
  'gcc-arm-none-eabi',
  'libnewlib-arm-none-eabi',
  'libstdc++-arm-none-eabi-newlib',
  'qemu-system-arm',
];

const works = (command, args, timeout = 60_000) =>
  spawnSync(command, args, { stdio: 'ignore', timeout }).status === 0;

const environment = { ...process.env };
const missing = [];

const armTools = ['arm-none-eabi-gcc', 'qemu-system-arm'];
if (!armTools.every((tool) => works(tool, ['--version'])) && process.getuid?.() === 0) {
  console.log(`Installing ${ARM_PACKAGES.join(', ')} …`);
  works('apt-get', ['update', '-qq'], 180_000);
  works('apt-get', ['install', '-y', '-qq', ...ARM_PACKAGES], 600_000);
}
for (const [compiler, variable] of COMPILERS) {
  if (works(compiler, ['--version'])) environment[variable] = compiler;
  else missing.push(compiler);
}

if (!existsSync(python)) {
  mkdirSync(join(root, '.cache'), { recursive: true });
  works('python3', ['-m', 'venv', venv]);
}
for (const { name, version, module, variable } of ORACLES) {
  const isThere = `from importlib.metadata import version
import ${module}
assert version('${name}') == '${version}'`;
  const there = () => works(python, ['-c', isThere]);
  if (!there()) {
    console.log(`Installing ${name} ${version} into .cache …`);
    works(python, ['-m', 'pip', 'install', '--quiet', `${name}==${version}`], 180_000);
  }
  if (there()) environment[variable] = python;
  else missing.push(name);
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
