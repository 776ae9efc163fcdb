import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Padding } from '#core/model/graph';
import { createRandom } from '#core/random';
import { prepareBackends, selectBackend } from '../../../../tests/support/wasm-in-node';
import { explicitPadding } from '../training/explicit-padding';
import { ACTIVATION_GRAD } from './activation-grad';
import { BATCH_NORM_GRAD, BATCH_NORM_TRAIN } from './batch-norm';
import { registerWasmKernels } from './register';

type Shape4 = [number, number, number, number];

interface Input {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

beforeAll(async () => {
  prepareBackends();
  const library = tf.getKernel(tf.MaxPoolGrad, 'wasm');
  if (!library) throw new Error('The library no longer has a MaxPoolGrad for wasm.');
  // Registered before the back end starts: a kernel's setup runs when it does.
  tf.registerKernel({ ...library, kernelName: 'LibraryMaxPoolGrad' });
  registerWasmKernels();
  await selectBackend('wasm');
});

const random = createRandom(31);
const between = (low: number, high: number) => low + random.integer(high - low + 1);
const sizeOf = (shape: readonly number[]) => shape.reduce((product, one) => product * one, 1);
const signed = (shape: readonly number[]): Input => ({
  shape,
  values: Float32Array.from({ length: sizeOf(shape) }, () => 2 * random.next() - 1),
});

/** Distinct values 0.1 apart around `centre`, shuffled: no small change makes another one largest. */
function distinct(shape: readonly number[], centre: number): Input {
  const size = sizeOf(shape);
  const order = random.shuffle(Uint32Array.from({ length: size }, (_, at) => at));
  return { shape, values: Float32Array.from(order, (at: number) => centre + (at - size / 2) / 10) };
}

function run(kernel: string, inputs: Record<string, Input>, attributes: object): Float32Array[] {
  return tf.tidy(() => {
    const tensors: tf.NamedTensorMap = {};
    for (const [name, { values, shape }] of Object.entries(inputs)) {
      tensors[name] = tf.tensor(values, [...shape], 'float32');
    }
    const output = tf
      .engine()
      .runKernel<tf.Tensor | tf.Tensor[]>(kernel, tensors, attributes as tf.NamedAttrMap);
    return [output].flat().map((tensor) => tensor.dataSync<'float32'>());
  });
}

/** `gradient` at some entries of `at` against the slope of Σ dy · forward(at), ± `step`. */
function expectSlopes(
  forward: (values: Float32Array) => Float32Array,
  at: Float32Array,
  dy: Float32Array,
  gradient: Float32Array,
  step: number,
): void {
  expect(gradient.length).toBe(at.length);
  for (let round = 0; round < Math.min(8, at.length); round++) {
    const index = random.integer(at.length);
    const [above, below] = [step, -step].map((change) => {
      const moved = at.slice();
      moved[index] = moved[index]! + change;
      return { value: moved[index]!, outputs: forward(moved) };
    }) as [{ value: number; outputs: Float32Array }, { value: number; outputs: Float32Array }];
    let slope = 0;
    for (const [o, weight] of dy.entries()) {
      slope += weight * (above.outputs[o]! - below.outputs[o]!);
    }
    slope /= above.value - below.value;
    const allowed = 2e-3 * Math.max(1, Math.abs(slope));
    if (!(Math.abs(gradient[index]! - slope) <= allowed)) {
      expect.fail(`at ${index}: ${gradient[index]} where the slope is ${slope}`);
    }
  }
}

/** A random geometry; strides may pass the kernel, and pads may be lopsided. */
function randomGeometry() {
  const kernel: [number, number] = [between(1, 4), between(1, 3)];
  const x: Shape4 = [between(1, 3), between(kernel[0], 9), between(kernel[1], 6), between(1, 6)];
  const strides: [number, number] = [between(1, 3), between(1, 3)];
  const padding: Padding = random.next() < 0.5 ? 'same' : 'valid';
  return { kernel, x, strides, padding };
}

const ROUNDS = 25;

describe('on wasm, gradients are the slopes of the forward kernels', () => {
  test.each([
    ['convolution', tf.Conv2D, tf.Conv2DBackpropInput, tf.Conv2DBackpropFilter],
    [
      'depthwise convolution',
      tf.DepthwiseConv2dNative,
      tf.DepthwiseConv2dNativeBackpropInput,
      tf.DepthwiseConv2dNativeBackpropFilter,
    ],
  ])('of %s, for input and filter', (name, kernel, inputGrad, filterGrad) => {
    const depthwise = name.startsWith('depthwise');
    for (let round = 0; round < ROUNDS; round++) {
      const { kernel: size, x: xShape, strides, padding } = randomGeometry();
      const pad = explicitPadding(xShape, size, strides, padding);
      const filterShape: Shape4 = [...size, xShape[3], depthwise ? between(1, 3) : between(1, 9)];
      const x = signed(xShape);
      const filter = signed(filterShape);
      const shared = { strides, pad, dataFormat: 'NHWC', dilations: [1, 1] };
      const forward = (xs: Input, filters: Input) =>
        run(kernel, { x: xs, filter: filters }, shared)[0]!;
      const info = tf.backend_util.computeConv2DInfo(
        xShape,
        filterShape,
        strides,
        1,
        pad,
        undefined,
        depthwise,
      );
      const dy = signed(info.outShape);
      // Linear in each: a large step is exact and drowns rounding.
      const [dx] = run(inputGrad, { dy, filter }, { ...shared, inputShape: xShape });
      const byX = (values: Float32Array) => forward({ values, shape: xShape }, filter);
      expectSlopes(byX, x.values, dy.values, dx!, 0.5);
      const [dfilter] = run(filterGrad, { x, dy }, { ...shared, filterShape });
      const byFilter = (values: Float32Array) => forward(x, { values, shape: filterShape });
      expectSlopes(byFilter, filter.values, dy.values, dfilter!, 0.5);
    }
  });

  test("which the library's own convolution hides where a stride passes a kernel padded 'same'", () => {
    const x = { values: Float32Array.of(1, 2, 3, 4), shape: [1, 2, 2, 1] };
    const filter = { values: Float32Array.of(1, 10), shape: [2, 1, 1, 1] };
    const shared = { strides: [1, 2], dataFormat: 'NHWC', dilations: [1, 1] };
    const explicit = explicitPadding([1, 2, 2, 1], [2, 1], [1, 2], 'same');
    expect([...run(tf.Conv2D, { x, filter }, { ...shared, pad: explicit })[0]!]).toEqual([31, 3]);
    expect([...run(tf.Conv2D, { x, filter }, { ...shared, pad: 'same' })[0]!]).not.toEqual([31, 3]);
  });

  /** Random pooling windows, overlapping and padded ones among them. */
  const poolingSlopes = (gradKernel: string, centre: number) => {
    for (let round = 0; round < ROUNDS; round++) {
      const { kernel: filterSize, x: shape, strides, padding: pad } = randomGeometry();
      const attributes = { filterSize, strides, pad };
      const input = distinct(shape, centre);
      const forward = (values: Float32Array) =>
        run(tf.MaxPool, { x: { values, shape } }, attributes)[0]!;
      const { outShape } = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad);
      const dy = signed(outShape);
      const output = { values: forward(input.values), shape: outShape };
      const [dx] = run(gradKernel, { dy, input, output }, attributes);
      expectSlopes(forward, input.values, dy.values, dx!, 0.02);
    }
  };

  test.each([
    ['above zero', 100],
    ['around zero', 0],
    ['below zero', -100],
  ])('of max pooling over windows %s', (_, centre) => {
    poolingSlopes(tf.MaxPoolGrad, centre);
  });

  test("which the library's own max pooling gradient is above zero alone", () => {
    poolingSlopes('LibraryMaxPoolGrad', 100);
    expect(() => poolingSlopes('LibraryMaxPoolGrad', 0)).toThrow('where the slope is');
    expect(() => poolingSlopes('LibraryMaxPoolGrad', -100)).toThrow('where the slope is');
  });

  test.each(['none', 'relu', 'relu6'] as const)('of %s after a bias', (activation) => {
    const floor = activation === 'none' ? Number.NEGATIVE_INFINITY : 0;
    const ceiling = activation === 'relu6' ? 6 : Number.POSITIVE_INFINITY;
    for (let round = 0; round < ROUNDS; round++) {
      const channels = between(1, 7);
      const shape = [between(1, 9), between(1, 5), channels];
      // Eighths off the whole numbers keep clear of the kinks at 0 and 6.
      const z = signed(shape).values.map((value) => Math.round(value * 10) + 0.125);
      const forward = (values: Float32Array) =>
        values.map((value) => Math.min(ceiling, Math.max(floor, value)));
      const dy = signed(shape);
      const y = { values: forward(z), shape };
      const [dz, dbias] = run(ACTIVATION_GRAD, { dy, y }, { activation });
      expectSlopes(forward, z, dy.values, dz!, 0.0625);
      const byBias = (bias: Float32Array) => forward(z.map((v, at) => v + bias[at % channels]!));
      expectSlopes(byBias, new Float32Array(channels), dy.values, dbias!, 0.0625);
    }
  });

  test('of batch normalisation, for input, scale and shift', () => {
    for (let round = 0; round < ROUNDS; round++) {
      const channels = between(1, 6);
      const shape = [between(4, 6), between(2, 7), between(1, 3), channels];
      const x = signed(shape);
      const gamma = signed([channels]);
      const beta = signed([channels]);
      const dy = signed(shape);
      const attributes = { epsilon: 1e-3 };
      const forward = (changed: Partial<Record<'x' | 'gamma' | 'beta', Input>>) =>
        run(BATCH_NORM_TRAIN, { x, gamma, beta, ...changed }, attributes)[0]!;
      const [, means, variances] = run(BATCH_NORM_TRAIN, { x, gamma, beta }, attributes);
      const mean = { values: means!, shape: [channels] };
      const variance = { values: variances!, shape: [channels] };
      const gradients = run(BATCH_NORM_GRAD, { dy, x, gamma, mean, variance }, attributes);
      const [dx, dgamma, dbeta] = gradients;
      const byX = (values: Float32Array) => forward({ x: { values, shape } });
      expectSlopes(byX, x.values, dy.values, dx!, 5e-3);
      const byGamma = (values: Float32Array) => forward({ gamma: { values, shape: [channels] } });
      expectSlopes(byGamma, gamma.values, dy.values, dgamma!, 0.5);
      const byBeta = (values: Float32Array) => forward({ beta: { values, shape: [channels] } });
      expectSlopes(byBeta, beta.values, dy.values, dbeta!, 0.5);
    }
  });
});
