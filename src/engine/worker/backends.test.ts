import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { backendState, openBackend } from './backends';

afterEach(() => vi.unstubAllGlobals());

/** A canvas whose WebGL is drawn by `renderer`; without one it has no WebGL. */
function stubCanvas(renderer?: string, namesRenderer = true): { lost: boolean } {
  const canvas = { lost: false };
  const extensions: Record<string, object> = {
    WEBGL_lose_context: { loseContext: () => (canvas.lost = true) },
    ...(namesRenderer ? { WEBGL_debug_renderer_info: { UNMASKED_RENDERER_WEBGL: 37_446 } } : {}),
  };
  const gl = {
    getExtension: (name: string) => extensions[name] ?? null,
    getParameter: (name: number) => (name === 37_446 ? renderer : null),
  };
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      getContext = (kind: string) => (renderer !== undefined && kind === 'webgl2' ? gl : null);
    },
  );
  return canvas;
}

function stubGpu(requestAdapter?: () => Promise<unknown>): void {
  vi.stubGlobal('navigator', requestAdapter ? { gpu: { requestAdapter } } : {});
}

describe('WebGL', () => {
  test.each([
    ['ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 Direct3D11 vs_5_0 ps_5_0)', 'available'],
    ['Apple M2', 'available'],
    ['ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)', 'software'],
    ['llvmpipe (LLVM 15.0.6, 256 bits)', 'software'],
    ['ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11)', 'software'],
  ])('on %s is %s, and gives its context back', async (renderer, state) => {
    const canvas = stubCanvas(renderer);
    expect(await backendState('webgl')).toBe(state);
    expect(canvas.lost).toBe(true);
  });

  test('is tried where the browser does not name the renderer', async () => {
    stubCanvas('SwiftShader', false);
    expect(await backendState('webgl')).toBe('available');
  });

  test('is missing without a context or without canvases in workers', async () => {
    stubCanvas();
    expect(await backendState('webgl')).toBe('missing');
    vi.stubGlobal('OffscreenCanvas', undefined);
    expect(await backendState('webgl')).toBe('missing');
  });
});

describe('WebGPU', () => {
  test.each([
    ['where the browser has none', undefined, 'missing'],
    ['where it gives no adapter', async () => null, 'missing'],
    ['where asking fails', () => Promise.reject(new Error('blocked')), 'missing'],
    ['on a fallback adapter', async () => ({ isFallbackAdapter: true }), 'software'],
    [
      'on a fallback that only its info names',
      async () => ({ info: { isFallbackAdapter: true } }),
      'software',
    ],
    ['on llvmpipe', async () => ({ info: { description: 'llvmpipe (LLVM 15)' } }), 'software'],
    ['on a processor of its own', async () => ({ info: { description: 'GeForce' } }), 'available'],
    ['on one that says nothing', async () => ({}), 'available'],
  ])('%s is judged so', async (_, requestAdapter, state) => {
    stubGpu(requestAdapter);
    expect(await backendState('webgpu')).toBe(state);
  });
});

test('cpu is there always, WebAssembly wherever the browser has it', async () => {
  expect(await backendState('cpu')).toBe('available');
  expect(await backendState('wasm')).toBe('available');
  vi.stubGlobal('WebAssembly', undefined);
  expect(await backendState('wasm')).toBe('missing');
});

describe('starting', () => {
  test('makes a back end the current one', async () => {
    await openBackend('cpu');
    expect(tf.getBackend()).toBe('cpu');
  });

  test('one that does not come up, or that throws, is a missing back end', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    tf.registerBackend('webgpu', async () => Promise.reject(new Error('no adapter')));
    await expect(openBackend('webgpu')).rejects.toMatchObject({ code: 'backend-missing' });
    tf.registerBackend('webgl', () => {
      throw new Error('no context');
    });
    await expect(openBackend('webgl')).rejects.toMatchObject({ code: 'backend-missing' });
    await openBackend('cpu');
    expect(tf.getBackend()).toBe('cpu');
  });
});
