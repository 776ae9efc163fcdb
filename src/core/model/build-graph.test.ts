import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldBatchNorm } from '../compress/fold';
import { Failure } from '../failure';
import { createRandom } from '../random';
import type { Architecture, LayerSpec, ModelSize } from './architecture';
import { checkArchitecture, outlineArchitecture } from './architecture-outline';
import { architectureOf, buildGraph } from './build-graph';
import { floatCost } from './cost';
import type { Padding } from './graph';
import { presetOf } from './presets';
import { createFloatRunner } from './run-float';
import { inferShapes } from './shapes';
import { untrainedCost } from './untrained-cost';

const SIZE: ModelSize = { frames: 20, channels: 6, classCount: 3 };
const rows = (...layers: LayerSpec[]): Architecture => ({ input: 'rows', layers });
const build = (architecture: Architecture, size = SIZE) =>
  buildGraph(architecture, { ...size, random: createRandom(1) });

const CONVOLUTION = {
  kind: 'conv2d',
  filters: 6,
  kernel: [3, 1],
  strides: [1, 1],
  padding: 'same',
  activation: 'relu',
  batchNorm: false,
} as const;
const FLATTEN = { kind: 'flatten' } as const;

describe('an architecture becomes a graph', () => {
  test('with a convolution normalised before its activation, not after', () => {
    const { layers } = build(rows({ ...CONVOLUTION, batchNorm: true }));
    expect(layers.map((layer) => ['activation' in layer && layer.activation, layer.kind])).toEqual([
      ['none', 'conv2d'],
      ['relu', 'batchNorm'],
      [false, 'flatten'],
      ['none', 'dense'],
      [false, 'softmax'],
    ]);
  });

  test('flattened before the classes only where it is not flat', () => {
    const kinds = (architecture: Architecture) =>
      build(architecture).layers.map(({ kind }) => kind);
    expect(kinds(rows())).toEqual(['flatten', 'dense', 'softmax']);
    expect(kinds(rows({ kind: 'globalAveragePool' }))).toEqual([
      'globalAveragePool',
      'dense',
      'softmax',
    ]);
  });

  test('that reads rows or an image', () => {
    expect(build(rows()).input).toEqual([20, 1, 6]);
    expect(build({ input: 'image', layers: [] }).input).toEqual([20, 6, 1]);
  });

  test('with every layer of a block between the value and its sum', () => {
    const layers: LayerSpec[] = [CONVOLUTION, { kind: 'dropout', rate: 0.1 }];
    const graph = build(rows(CONVOLUTION, { kind: 'residual', activation: 'relu6', layers }));
    expect(graph.layers[3]).toMatchObject({ kind: 'add', inputs: [3, 1], activation: 'relu6' });
  });

  test('of the layers edited by hand where a recipe has any, else of its preset', () => {
    const architecture = rows(FLATTEN);
    expect(architectureOf({ preset: 'conv1d', width: 2, architecture }, SIZE)).toBe(architecture);
    const wide = presetOf('conv1d').design(SIZE, 2);
    expect(architectureOf({ preset: 'conv1d', width: 2 }, SIZE)).toEqual(wide);
    expect(architectureOf({ preset: 'conv1d' }, SIZE)).toEqual(presetOf('conv1d').design(SIZE));
  });
});

describe('a layer that does not fit is named with its position', () => {
  const pool = (padding: Padding, height: number): LayerSpec => ({
    kind: 'maxPool2d',
    size: [height, 1],
    padding,
  });
  test.each<[string, Architecture, readonly number[], string]>([
    ['dense', rows({ kind: 'dense', units: 4, activation: 'relu' }), [0], 'not-flat'],
    ['LSTM', { input: 'image', layers: [{ kind: 'lstm', units: 4 }] }, [0], 'not-one-column'],
    [
      'kernel beyond the value',
      rows(FLATTEN, { ...CONVOLUTION, padding: 'valid' }),
      [1],
      'nothing-left',
    ],
    ['filters of a half', rows({ ...CONVOLUTION, filters: 0.5 }), [0], 'number'],
    ['stride of none', rows({ ...CONVOLUTION, strides: [0, 1] }), [0], 'number'],
    ['pool of none', rows(pool('same', 0)), [0], 'number'],
    ['dropout of all', rows({ kind: 'dropout', rate: 1 }), [0], 'number'],
    ['units without end', rows(FLATTEN, { kind: 'lstm', units: 1e6 }), [1], 'too-large'],
    [
      'pool within a block',
      rows(FLATTEN, { kind: 'residual', activation: 'none', layers: [FLATTEN, pool('same', 0)] }),
      [1, 1],
      'number',
    ],
    ['empty block', rows({ kind: 'residual', activation: 'none', layers: [] }), [0], 'empty-block'],
    [
      'block of another shape',
      rows({ kind: 'residual', activation: 'none', layers: [pool('valid', 2)] }),
      [0],
      'shapes-differ',
    ],
  ])('%s', (_, architecture, at, reason) => {
    expect(checkArchitecture(architecture, SIZE)).toMatchObject({ at, reason });
    const position = at.map((index) => index + 1).join('.');
    expect(() => build(architecture)).toThrow(
      expect.objectContaining({
        code: 'model-unsupported',
        message: expect.stringContaining(`Layer ${position} does not fit (${reason})`),
      }),
    );
  });

  test('and those after it are listed without a shape', () => {
    const misfit: LayerSpec = { kind: 'dense', units: 4, activation: 'relu' };
    const block: LayerSpec = { kind: 'residual', activation: 'none', layers: [CONVOLUTION] };
    const outline = outlineArchitecture(rows(CONVOLUTION, misfit, block), SIZE);
    expect(outline.rows.map(({ output }) => output)).toEqual([[20, 1, 6], undefined, undefined]);
    expect(outline.rows[2]!.inner.map(({ path, output }) => [path, output])).toEqual([
      [[2, 0], undefined],
    ]);
    expect(outline.head).toBeUndefined();
  });

  test('more classes than weights are allowed for are the last layer’s', () => {
    const misfit = checkArchitecture(rows(), { ...SIZE, classCount: 1e6 });
    expect(misfit).toMatchObject({ at: [], reason: 'too-large' });
  });
});

const pair = (most: number) =>
  fc.tuple(fc.integer({ min: 1, max: most }), fc.integer({ min: 1, max: 3 }));
const activation = fc.constantFrom('none', 'relu', 'relu6');
const padding = fc.constantFrom('same', 'valid');
const convolution = {
  kernel: pair(5),
  strides: pair(3),
  padding,
  activation,
  batchNorm: fc.boolean(),
};
const count = fc.integer({ min: 1, max: 8 });
const plainLayer = fc.oneof(
  fc.record({ kind: fc.constant('conv2d' as const), filters: count, ...convolution }),
  fc.record({ kind: fc.constant('depthwiseConv2d' as const), ...convolution }),
  fc.record({ kind: fc.constantFrom('maxPool2d', 'averagePool2d'), size: pair(3), padding }),
  fc.record({ kind: fc.constantFrom('globalAveragePool', 'flatten', 'lastFrame') }),
  fc.record({ kind: fc.constant('lstm' as const), units: count }),
  fc.record({ kind: fc.constant('dense' as const), units: count, activation }),
  fc.record({ kind: fc.constant('dropout' as const), rate: fc.constantFrom(0, 0.5) }),
);
const { layer } = fc.letrec<{ layer: LayerSpec }>((tie) => ({
  layer: fc.oneof(
    { weight: 6, arbitrary: plainLayer },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('residual' as const),
        activation,
        layers: fc.array(tie('layer'), { maxLength: 3 }),
      }),
    },
  ),
}));
const architecture: fc.Arbitrary<Architecture> = fc.record({
  input: fc.constantFrom('rows', 'image'),
  layers: fc.array(layer, { maxLength: 6 }),
});
const size: fc.Arbitrary<ModelSize> = fc.record({
  frames: fc.integer({ min: 1, max: 24 }),
  channels: fc.integer({ min: 1, max: 6 }),
  classCount: fc.integer({ min: 2, max: 4 }),
});

test('any architecture becomes a graph that runs, at the outlined cost, or a failure', () => {
  const built = { yes: 0, no: 0 };
  fc.assert(
    fc.property(architecture, size, (one, at) => {
      const outline = outlineArchitecture(one, at);
      if (outline.misfit) {
        built.no++;
        expect(() => build(one, at)).toThrow(Failure);
        return;
      }
      built.yes++;
      const graph = build(one, at);
      expect(inferShapes(graph).at(-1)).toEqual([1, 1, at.classCount]);
      const scores = createFloatRunner(graph).run(new Float32Array(at.frames * at.channels));
      expect(scores.every(Number.isFinite)).toBe(true);
      const parts = [...outline.rows, outline.head!];
      const sum = (key: 'parameterCount' | 'macs') =>
        parts.reduce((total, part) => total + part[key]!, 0);
      const { parameterCount, macs } = floatCost(foldBatchNorm(graph));
      expect({ parameterCount: sum('parameterCount'), macs: sum('macs') }).toEqual({
        parameterCount,
        macs,
      });
      const shapes = new Set(inferShapes(graph).map((shape) => shape.join()));
      for (const { output } of outline.rows) expect(shapes).toContain(output!.join());
    }),
    { numRuns: 300 },
  );
  expect(built.yes).toBeGreaterThan(30);
  expect(built.no).toBeGreaterThan(30);
});

test('any architecture that fits can be quantised and written', () => {
  fc.assert(
    fc.property(architecture, size, (one, at) => {
      fc.pre(checkArchitecture(one, at) === undefined);
      const cost = untrainedCost(one, at);
      expect(cost.sizeBytes).toBeGreaterThan(cost.parameterCount);
      expect(cost.macs).toBe(floatCost(build(one, at)).macs);
    }),
    { numRuns: 100 },
  );
});
