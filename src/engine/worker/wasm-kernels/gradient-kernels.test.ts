import * as tf from '@tensorflow/tfjs-core';
// The core has its gradients registered by the layers package.
import '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { createRandom } from '#core/random';
import { prepareBackends, selectBackend } from '../../../../tests/support/wasm-in-node';
import { ACTIVATION_GRAD } from './activation-grad';
import { ADAM_UPDATE } from './adam-update';
import { BATCH_NORM_GRAD, BATCH_NORM_TRAIN } from './batch-norm';
import { registerWasmKernels } from './register';

type Shape4 = [number, number, number, number];
type Call = readonly [kernel: string, inputs: Inputs, attributes: object];
type Inputs = Record<string, { values: Float32Array; shape: number[] }>;

let libraryMaxPoolGrad: tf.KernelConfig;

beforeAll(async () => {
  prepareBackends();
  const library = tf.getKernel(tf.MaxPoolGrad, 'wasm');
  if (!library) throw new Error('The library no longer has a MaxPoolGrad for wasm.');
  libraryMaxPoolGrad = library;
  // Registered before the back end starts: a kernel's setup runs when it does.
  tf.registerKernel({ ...library, kernelName: 'LibraryMaxPoolGrad' });
  registerWasmKernels();
  await selectBackend('wasm');
});

const random = createRandom(20);
const between = (low: number, high: number) => low + Math.floor(random.next() * (high - low + 1));
const signed = (shape: number[], low = -1, high = 1) => ({
  shape,
  values: Float32Array.from(
    { length: tf.util.sizeFromShape(shape) },
    () => low + random.next() * (high - low),
  ),
});

/** Runs one kernel on one back end; all its outputs as arrays. */
async function run(
  backend: 'wasm' | 'cpu',
  kernel: string,
  inputs: Inputs,
  attributes: object,
): Promise<Float32Array[]> {
  await selectBackend(backend);
  return tf.tidy(() => {
    const tensors: tf.NamedTensorMap = {};
    for (const [name, { values, shape }] of Object.entries(inputs)) {
      tensors[name] = tf.tensor(values, shape, 'float32');
    }
    const output = tf
      .engine()
      .runKernel<tf.Tensor | tf.Tensor[]>(kernel, tensors, attributes as tf.NamedAttrMap);
    return [output].flat().map((tensor) => tensor.dataSync<'float32'>());
  });
}

function expectClose(got: Float32Array, wanted: Float32Array, tolerance = 2e-4): void {
  expect(got.length).toBe(wanted.length);
  for (const [at, value] of wanted.entries()) {
    const allowed = tolerance * Math.max(1, Math.abs(value));
    if (!(Math.abs(got[at]! - value) <= allowed)) {
      expect.fail(`at ${at}: ${got[at]} where ${value} is right`);
    }
  }
}

interface Convolution {
  x: Shape4;
  filter: Shape4;
  strides: [number, number];
  pad: 'same' | 'valid';
  out: Shape4;
}

/** A random geometry; strides may pass the kernel, and pads may be lopsided. */
function randomConvolution(depthwise: boolean): Convolution {
  const kernel: [number, number] = [between(1, 4), between(1, 3)];
  const x: Shape4 = [between(1, 3), between(kernel[0], 9), between(kernel[1], 6), between(1, 6)];
  const filter: Shape4 = [...kernel, x[3], depthwise ? between(1, 3) : between(1, 9)];
  const strides: [number, number] = [between(1, 3), between(1, 3)];
  const pad = random.next() < 0.5 ? 'same' : 'valid';
  const { outShape } = tf.backend_util.computeConv2DInfo(
    x,
    filter,
    strides,
    1,
    pad,
    undefined,
    depthwise,
  );
  return { x, filter, strides, pad, out: outShape as Shape4 };
}

const geometries = Array.from({ length: 40 }, (_, index) => index);

describe('on wasm, over random shapes, strides, paddings and signs', () => {
  test.each(geometries)('convolution gradients agree with the cpu back end (%i)', async () => {
    const { x, filter, strides, pad, out } = randomConvolution(false);
    const inputs = { x: signed(x), dy: signed(out), filter: signed(filter) };
    const shared = { strides, pad, dataFormat: 'NHWC' };
    const filterCall: Call = [
      tf.Conv2DBackpropFilter,
      { x: inputs.x, dy: inputs.dy },
      { ...shared, filterShape: filter },
    ];
    const inputCall: Call = [
      tf.Conv2DBackpropInput,
      { dy: inputs.dy, filter: inputs.filter },
      { ...shared, inputShape: x },
    ];
    for (const call of [filterCall, inputCall]) {
      expectClose((await run('wasm', ...call))[0]!, (await run('cpu', ...call))[0]!);
    }
  });

  test.each(geometries)('depthwise gradients agree with the cpu back end (%i)', async () => {
    const { x, filter, strides, pad, out } = randomConvolution(true);
    const inputs = { x: signed(x), dy: signed(out), filter: signed(filter) };
    const shared = { strides, pad, dilations: [1, 1] };
    const filterCall: Call = [
      tf.DepthwiseConv2dNativeBackpropFilter,
      { x: inputs.x, dy: inputs.dy },
      { ...shared, filterShape: filter },
    ];
    const inputCall: Call = [
      tf.DepthwiseConv2dNativeBackpropInput,
      { dy: inputs.dy, filter: inputs.filter },
      { ...shared, inputShape: x },
    ];
    for (const call of [filterCall, inputCall]) {
      expectClose((await run('wasm', ...call))[0]!, (await run('cpu', ...call))[0]!);
    }
  });

  test.each([
    ['positive', 0.1, 1],
    ['mixed', -1, 1],
    ['negative', -1, -0.1],
    // As behind a ReLU: of equal values the first one counts.
    ['equal', -1.4, 1.4],
  ] as const)(
    'pooling gradients agree with the cpu back end on %s windows',
    async (name, low, high) => {
      for (let round = 0; round < 15; round++) {
        const filterSize: [number, number] = [between(1, 3), between(1, 3)];
        const x: Shape4 = [between(1, 3), between(3, 9), between(3, 6), between(1, 5)];
        const strides: [number, number] = [between(1, 3), between(1, 3)];
        const pad = random.next() < 0.5 ? 'same' : 'valid';
        const attributes = { filterSize, strides, pad };
        const info = tf.backend_util.computePool2DInfo(x, filterSize, strides, 1, pad);
        const input = signed(x, low, high);
        if (name === 'equal') input.values.set(input.values.map(Math.round));
        const dy = signed(info.outShape);
        const output = signed(info.outShape);
        for (const kernel of [tf.MaxPoolGrad, tf.AvgPoolGrad]) {
          const inputs = kernel === tf.MaxPoolGrad ? { dy, input, output } : { dy, input };
          expectClose(
            (await run('wasm', kernel, inputs, attributes))[0]!,
            (await run('cpu', kernel, inputs, attributes))[0]!,
          );
        }
        // The forward kernel, too, has to take padding for nothing rather than for 0.
        expectClose(
          (await run('wasm', tf.MaxPool, { x: input }, attributes))[0]!,
          (await run('cpu', tf.MaxPool, { x: input }, attributes))[0]!,
        );
      }
    },
  );
});

/** What TF.js itself makes of the same tensors on the cpu back end, its own gradients included. */
async function onCpu(
  inputs: Inputs,
  compute: (tensors: Record<string, tf.Tensor>) => tf.Tensor[],
): Promise<Float32Array[]> {
  await selectBackend('cpu');
  return tf.tidy(() => {
    const tensors: Record<string, tf.Tensor> = {};
    for (const [name, { values, shape }] of Object.entries(inputs)) {
      tensors[name] = tf.tensor(values, shape, 'float32');
    }
    return compute(tensors).map((tensor) => tensor.dataSync<'float32'>());
  });
}

const ACTIVATIONS = { none: tf.clone, relu: tf.relu, relu6: tf.relu6 };

describe('on wasm, our own kernels agree with what TF.js composes on the cpu back end', () => {
  test.each(['none', 'relu', 'relu6'] as const)(
    'gradients of %s and a bias',
    async (activation) => {
      for (let round = 0; round < 15; round++) {
        const channels = between(1, 7);
        const shape = [between(1, 3), between(1, 6), between(1, 4), channels];
        const [dy, z] = [signed(shape), signed(shape, -4, 10)];
        // At 0 nothing passes. (At 6 TF.js lets the gradient pass; TensorFlow and ours do not.)
        z.values[0] = 0;
        const activate = (x: tf.Tensor) => ACTIVATIONS[activation](x);
        const [y, dz, dbias] = await onCpu({ dy, z }, (tensors) => {
          const gradient = tf.grad(activate)(tensors.z!, tensors.dy!);
          return [activate(tensors.z!), gradient, tf.sum(gradient, [0, 1, 2])];
        });
        const inputs = { dy, y: { values: y!, shape } };
        const got = await run('wasm', ACTIVATION_GRAD, inputs, { activation });
        expectClose(got[0]!, dz!);
        expectClose(got[1]!, dbias!);
      }
    },
  );

  test('batch normalisation and its gradients', async () => {
    for (let round = 0; round < 15; round++) {
      const channels = between(1, 6);
      const shape = [between(2, 4), between(2, 7), between(1, 3), channels];
      const inputs = {
        x: signed(shape, -2, 3),
        gamma: signed([channels]),
        beta: signed([channels]),
        dy: signed(shape),
      };
      const epsilon = 10 ** -between(1, 4);
      const wanted = await onCpu(inputs, ({ x, gamma, beta, dy }) => {
        const normalise = (...[one, scale, shift]: tf.Tensor[]) => {
          const { mean, variance } = tf.moments(one!, [0, 1, 2]);
          const centred = tf.div(tf.sub(one!, mean), tf.sqrt(tf.add(variance, epsilon)));
          return tf.add(tf.mul(centred, scale!), shift!);
        };
        const { mean, variance } = tf.moments(x!, [0, 1, 2]);
        const gradients = tf.grads(normalise)([x!, gamma!, beta!], dy!);
        return [normalise(x!, gamma!, beta!), mean, variance, ...gradients];
      });
      const { x, gamma, beta, dy } = inputs;
      const forward = await run('wasm', BATCH_NORM_TRAIN, { x, gamma, beta }, { epsilon });
      const [mean, variance] = [1, 2].map((at) => ({ values: forward[at]!, shape: [channels] }));
      const back = { dy, x, gamma, mean: mean!, variance: variance! };
      const backward = await run('wasm', BATCH_NORM_GRAD, back, { epsilon });
      for (const [at, got] of [...forward, ...backward].entries()) {
        expectClose(got, wanted[at]!, 1e-3);
      }
    }
  });

  test('a step of Adam, its moments in place', async () => {
    const inputs = {
      value: signed([40]),
      gradient: signed([40], -1e-3, 1e-3),
      mean: signed([40]),
      square: signed([40], 0, 1e-6),
    };
    const attributes = { beta1: 0.8, beta2: 0.95, stepSize: 0.02, epsilon: 1e-4 };
    const wanted = await onCpu(inputs, ({ value, gradient, mean, square }) => {
      const m = tf.add(tf.mul(mean!, 0.8), tf.mul(gradient!, 1 - 0.8));
      const v = tf.add(tf.mul(square!, 0.95), tf.mul(tf.square(gradient!), 1 - 0.95));
      const step = tf.mul(tf.div(m, tf.add(tf.sqrt(v), 1e-4)), 0.02);
      return [tf.sub(value!, step), m, v];
    });
    await selectBackend('wasm');
    const tensors = Object.entries(inputs).map(
      ([name, { values, shape }]) => [name, tf.tensor(values, shape)] as const,
    );
    const named = Object.fromEntries(tensors) as Record<keyof typeof inputs, tf.Tensor>;
    const next = tf.engine().runKernel<tf.Tensor>(ADAM_UPDATE, named, attributes);
    for (const [at, tensor] of [next, named.mean, named.square].entries()) {
      expectClose(tensor.dataSync<'float32'>(), wanted[at]!, 1e-6);
    }
    expect([...named.value.dataSync()]).toEqual([...inputs.value.values]);
    tf.dispose([next, ...Object.values(named)]);
  });
});

test('matrix products, plain and transposed, agree with the cpu back end', async () => {
  for (let round = 0; round < 20; round++) {
    const [rows, inner, columns] = [between(1, 9), between(1, 20), between(1, 9)];
    for (const [transposeA, transposeB] of [
      [false, true],
      [true, false],
      [false, false],
    ]) {
      const inputs = {
        a: signed([1, ...(transposeA ? [inner, rows] : [rows, inner])]),
        b: signed([1, ...(transposeB ? [columns, inner] : [inner, columns])]),
      };
      const call = [tf.BatchMatMul, inputs, { transposeA, transposeB }] as const;
      expectClose((await run('wasm', ...call))[0]!, (await run('cpu', ...call))[0]!);
    }
  }
});

test("the library's fused product is wrong with a transposed factor, which is why dense layers do without", async () => {
  const inputs = { a: signed([1, 6, 12]), b: signed([1, 3, 12]), bias: signed([3], 1, 2) };
  const attributes = { transposeA: false, transposeB: true, activation: 'linear' };
  const [wasm] = await run('wasm', tf._FusedMatMul, inputs, attributes);
  const [cpu] = await run('cpu', tf._FusedMatMul, inputs, attributes);
  const largest = Math.max(...wasm!.map((value, at) => Math.abs(value - cpu![at]!)));
  expect(largest).toBeGreaterThan(0.1);
});

test("the library's own max pooling gradient loses windows below zero, which is why ours replaces it", async () => {
  const input = { shape: [1, 2, 1, 1], values: Float32Array.of(-2, -1) };
  const dy = { shape: [1, 1, 1, 1], values: Float32Array.of(5) };
  const inputs = { dy, input, output: { ...dy, values: Float32Array.of(-1) } };
  const attributes = { filterSize: [2, 1], strides: [2, 1], pad: 'valid' };
  expect(libraryMaxPoolGrad.kernelName).toBe(tf.MaxPoolGrad);
  const [library] = await run('wasm', 'LibraryMaxPoolGrad', inputs, attributes);
  const [ours] = await run('wasm', tf.MaxPoolGrad, inputs, attributes);
  expect([...ours!]).toEqual([0, 5]);
  expect([...library!]).not.toEqual([0, 5]);
});
