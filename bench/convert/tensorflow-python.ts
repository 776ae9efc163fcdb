import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const CACHE = join(import.meta.dirname, '..', '..', '.cache');
const VENV = join(CACHE, 'bench-venv');
const PYTHON = join(VENV, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/**
 * A Python with TensorFlow and the older Keras, the only one whose LSTM the converter fuses;
 * installed into `.cache` the first time. Throws one clear sentence where it can't be had.
 */
export function tensorflowPython(): string {
  if (isReady()) return PYTHON;
  console.log('Installing tensorflow-cpu and tf-keras into .cache (some 2 GB, minutes) …');
  mkdirSync(CACHE, { recursive: true });
  if (!existsSync(PYTHON)) works('python3', ['-m', 'venv', VENV]);
  const install = ['-m', 'pip', 'install', '--quiet'];
  works(PYTHON, [...install, 'tensorflow-cpu']) || works(PYTHON, [...install, 'tensorflow']);
  // On its own: it asks for `tensorflow` by that name, which would install a second one.
  works(PYTHON, [...install, '--no-deps', 'tf-keras']);
  if (isReady()) return PYTHON;
  throw new Error(
    "TensorFlow can't be had here (python3 with venv and pip install tensorflow-cpu), so there is no official converter to compare with.",
  );
}

function isReady(): boolean {
  return existsSync(PYTHON) && works(PYTHON, ['-c', 'import tensorflow, tf_keras']);
}

function works(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 900_000 }).status === 0;
}
