import * as tf from '@tensorflow/tfjs-core';
import { Failure } from '#core/failure';
import type { BackendId } from '#core/model/trained-model';
import { registerWasmKernels } from './wasm-kernels/register';

/** Why a back end is passed over when the fastest is looked for. */
export type BackendState = 'available' | 'missing' | 'software';

/** Renderers that draw on the processor: there WebGL is no faster than `cpu`, and slow to start. */
const SOFTWARE_RENDERER = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** Whether this browser has a back end, and whether a real graphics processor is behind it. */
export async function backendState(backend: BackendId): Promise<BackendState> {
  switch (backend) {
    case 'cpu':
      return 'available';
    case 'wasm':
      return typeof WebAssembly === 'object' ? 'available' : 'missing';
    case 'webgl':
      return webglState();
    case 'webgpu':
      return webgpuState();
  }
}

function webglState(): BackendState {
  if (typeof OffscreenCanvas === 'undefined') return 'missing';
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl) return 'missing';
  const names = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer = names ? String(gl.getParameter(names.UNMASKED_RENDERER_WEBGL)) : '';
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return SOFTWARE_RENDERER.test(renderer) ? 'software' : 'available';
}

/** The little of WebGPU that is asked here; TypeScript's DOM library has none of it. */
interface WebGpu {
  requestAdapter(): Promise<{
    readonly info?: { readonly description: string; readonly isFallbackAdapter?: boolean };
    readonly isFallbackAdapter?: boolean;
  } | null>;
}

async function webgpuState(): Promise<BackendState> {
  const gpu = (navigator as { gpu?: WebGpu }).gpu;
  const adapter = await gpu?.requestAdapter().catch(() => null);
  if (!adapter) return 'missing';
  const { info } = adapter;
  const fallback = adapter.isFallbackAdapter || info?.isFallbackAdapter;
  const software = fallback || SOFTWARE_RENDERER.test(info?.description ?? '');
  return software ? 'software' : 'available';
}

/** Each back end is a chunk of its own; importing it registers it and its kernels. */
const loaders: Readonly<Record<BackendId, () => Promise<unknown>>> = {
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
  webgl: () => import('@tensorflow/tfjs-backend-webgl'),
  webgpu: () => import('@tensorflow/tfjs-backend-webgpu'),
  wasm: async () => {
    const [wasm, simd, plain] = await Promise.all([
      import('@tensorflow/tfjs-backend-wasm'),
      import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'),
      import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url'),
    ]);
    // The threaded build makes its workers from a function's source, which minifying breaks, and
    // models of this size gain nothing from threads.
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    wasm.setWasmPaths({
      'tfjs-backend-wasm-simd.wasm': simd.default,
      'tfjs-backend-wasm.wasm': plain.default,
      'tfjs-backend-wasm-threaded-simd.wasm': simd.default,
    });
    registerWasmKernels();
  },
};

/** Makes a back end TF.js's current one. Rejects with `backend-missing` where it does not start. */
export async function startBackend(backend: BackendId): Promise<void> {
  try {
    if (!tf.engine().registryFactory[backend]) await loaders[backend]();
    if (await tf.setBackend(backend)) return;
  } catch (cause) {
    throw new Failure('backend-missing', `${backend} did not start: ${String(cause)}`, { cause });
  }
  throw new Failure('backend-missing', `${backend} did not start`);
}
