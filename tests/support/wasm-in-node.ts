import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';

/** Lets TF.js's wasm and cpu back ends start in Node, single-threaded as in the page. */
export function prepareBackends(): void {
  const main = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(join(dirname(main), '/'));
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
}

/** Makes one of them the current back end. */
export async function selectBackend(backend: 'wasm' | 'cpu'): Promise<void> {
  if (!(await tf.setBackend(backend))) throw new Error(`${backend} did not start`);
}
