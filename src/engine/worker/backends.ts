import { Failure } from '#core/failure';
import type { BackendId } from '#core/model/trained-model';
import type { TrainingBackend } from './training/network';

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
      return hasSimd() ? 'available' : 'missing';
    case 'webgl':
      return webglState();
    case 'webgpu':
      return webgpuState();
  }
}

/** A function that gives a zero vector: browsers without SIMD refuse it. */
const SIMD_PROBE = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  // type: () → v128; function: of that type
  ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b, 0x03, 0x02, 0x01, 0x00],
  // code: i32.const 0, i8x16.splat, end
  ...[0x0a, 0x08, 0x01, 0x06, 0x00, 0x41, 0x00, 0xfd, 0x0f, 0x0b],
);

function hasSimd(): boolean {
  return typeof WebAssembly === 'object' && WebAssembly.validate(SIMD_PROBE);
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

/** TF.js's back ends, each a chunk of its own; importing it registers it and its kernels. */
const loaders: Readonly<Record<Exclude<BackendId, 'wasm'>, () => Promise<unknown>>> = {
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
  webgl: () => import('@tensorflow/tfjs-backend-webgl'),
  webgpu: () => import('@tensorflow/tfjs-backend-webgpu'),
};

/**
 * Opens a back end: our own kernels for `wasm`, which need no TF.js, else TF.js, where one back end
 * is the current one at a time. Rejects with `backend-missing` where it does not start.
 */
export async function openBackend(id: BackendId): Promise<TrainingBackend> {
  try {
    if (id === 'wasm') {
      const { createWasmNetwork } = await import('./wasm/wasm-network');
      return { id, createNetwork: createWasmNetwork };
    }
    const [tf, { createTfNetwork }] = await Promise.all([
      import('@tensorflow/tfjs-core'),
      import('./tensorflow/tf-network'),
    ]);
    if (!tf.engine().registryFactory[id]) await loaders[id]();
    if (await tf.setBackend(id)) return { id, createNetwork: createTfNetwork };
  } catch (cause) {
    throw new Failure('backend-missing', `${id} did not start: ${String(cause)}`, { cause });
  }
  throw new Failure('backend-missing', `${id} did not start`);
}
