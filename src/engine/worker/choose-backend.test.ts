import { describe, expect, test, vi } from 'vitest';
import { buildGraph } from '#core/model/build-graph';
import { presetOf } from '#core/model/presets';
import type { BackendId } from '#core/model/trained-model';
import { createRandom } from '#core/random';
import type { BackendState } from './backends';
import { backendKey, type ChoiceTools, chooseBackend, type Measurement } from './choose-backend';
import { type MeasureLimits, TooSlow } from './training/measure-steps';

const preset = (frames: number, seed = 1) => {
  const spec = { frames, channels: 6, classCount: 3, random: createRandom(seed) };
  return buildGraph(presetOf('conv1d').design(spec), spec);
};
const graph = preset(50);

interface FakeBackend {
  readonly state?: BackendState;
  /** Time of a step, or what measuring or starting throws. */
  readonly steps?: number | Error;
  readonly start?: Error;
}

/** A browser with these back ends, and what was asked of it. */
function browserWith(backends: Partial<Record<BackendId, FakeBackend>>) {
  let current: FakeBackend = {};
  const asked: { backend: BackendId; limits: MeasureLimits }[] = [];
  const started: BackendId[] = [];
  const tools: ChoiceTools = {
    async backendState(backend) {
      const fake = backends[backend];
      return fake ? (fake.state ?? 'available') : 'missing';
    },
    async openBackend(id) {
      started.push(id);
      current = backends[id]!;
      if (current.start) throw current.start;
      return { id, createNetwork: vi.fn() };
    },
    async measureSteps(_backend, _graph, _batchSize, limits = {}) {
      asked.push({ backend: started.at(-1)!, limits });
      if (typeof current.steps !== 'number') throw current.steps;
      return current.steps;
    },
  };
  return { tools, asked, started };
}

async function choose(tools: ChoiceTools) {
  const reports: Measurement[] = [];
  const backend = await chooseBackend(graph, 32, (one) => reports.push(one), tools);
  const last = Object.fromEntries(reports.map(({ backend: id, ...rest }) => [id, rest]));
  return { backend, reports, last };
}

describe('the fastest back end', () => {
  test.each([
    ['wasm', { wasm: 10, cpu: 90, webgl: 30, webgpu: 40 }],
    ['cpu', { wasm: 10, cpu: 9, webgl: 30 }],
    ['webgl', { wasm: 10, cpu: 90, webgl: 3, webgpu: 4 }],
    ['webgpu', { wasm: 10, cpu: 90, webgl: 3, webgpu: 2 }],
    ['cpu', { cpu: 400 }],
  ] as const)('is %s where steps take %j ms', async (fastest, times) => {
    const fakes = Object.entries(times).map(([id, steps]) => [id, { steps }]);
    const { backend, last } = await choose(browserWith(Object.fromEntries(fakes)).tools);
    expect(backend).toBe(fastest);
    const measured = Object.entries(times).map(([id, stepMs]) => [id, { stepMs }]);
    expect(last).toEqual(Object.fromEntries(measured));
  });

  test('is looked for on the processor first, and each begin is told before its figure', async () => {
    const { tools } = browserWith({
      webgpu: { steps: 5 },
      webgl: { steps: 4 },
      cpu: { steps: 3 },
      wasm: { steps: 2 },
    });
    const { reports } = await choose(tools);
    expect(reports.map(({ backend, stepMs }) => [backend, stepMs])).toEqual([
      ['wasm', undefined],
      ['wasm', 2],
      ['cpu', undefined],
      ['cpu', 3],
      ['webgl', undefined],
      ['webgl', 4],
      ['webgpu', undefined],
      ['webgpu', 5],
    ]);
  });

  test('is not among those that draw in software, which are not started', async () => {
    const { tools, started } = browserWith({
      wasm: { steps: 10 },
      cpu: { steps: 90 },
      webgl: { state: 'software', steps: 1 },
    });
    const { backend, last } = await choose(tools);
    expect(backend).toBe('wasm');
    expect(started).toEqual(['wasm', 'cpu']);
    expect(last.webgl).toEqual({ passedOver: 'software' });
  });
});

describe('a back end', () => {
  test.each([
    ['does not start', { start: new Error('no context') }, 'no context'],
    ['fails in a step', { steps: new Error('lost') }, 'lost'],
  ])('that %s stops none of the others', async (_, broken, detail) => {
    const { tools } = browserWith({
      wasm: broken,
      cpu: { steps: 90 },
      webgl: broken,
      webgpu: { steps: 20 },
    });
    const { backend, last } = await choose(tools);
    expect(backend).toBe('webgpu');
    expect(last.wasm).toEqual({ passedOver: 'failed', detail });
    expect(last.webgl).toEqual({ passedOver: 'failed', detail });
    expect(last.cpu).toEqual({ stepMs: 90 });
  });

  test('that cannot even be asked for is one that failed', async () => {
    const { tools } = browserWith({ wasm: { steps: 10 }, webgl: {} });
    const asking: ChoiceTools = {
      ...tools,
      backendState: (id) =>
        id === 'webgl' ? Promise.reject(new Error('blocked')) : tools.backendState(id),
    };
    const { backend, last } = await choose(asking);
    expect(backend).toBe('wasm');
    expect(last.webgl).toEqual({ passedOver: 'failed', detail: 'blocked' });
  });

  test('that is not through in time is called too slow, not broken', async () => {
    const { tools } = browserWith({ wasm: { steps: 10 }, webgl: { steps: new TooSlow('2 s') } });
    const { backend, last } = await choose(tools);
    expect(backend).toBe('wasm');
    expect(last.webgl).toEqual({ passedOver: 'too-slow', detail: '2 s' });
  });

  test('has no time limit until one can train, and at most two seconds and five steps of the best then', async () => {
    const { tools, asked } = browserWith({
      wasm: { steps: new Error('no SIMD') },
      cpu: { steps: 80 },
      webgl: { steps: 20 },
      webgpu: { steps: 50 },
    });
    await choose(tools);
    expect(asked).toEqual([
      { backend: 'wasm', limits: { giveUpAboveMs: Infinity, timeoutMs: Infinity } },
      { backend: 'cpu', limits: { giveUpAboveMs: Infinity, timeoutMs: Infinity } },
      { backend: 'webgl', limits: { giveUpAboveMs: 400, timeoutMs: 2_000 } },
      { backend: 'webgpu', limits: { giveUpAboveMs: 100, timeoutMs: 2_000 } },
    ]);
  });
});

test('where nothing can be measured, cpu is left, whose start then says what is wrong', async () => {
  const report = vi.fn();
  expect(await chooseBackend(graph, 32, report, browserWith({}).tools)).toBe('cpu');
  expect(report).not.toHaveBeenCalled();
});

test('a model is known by its shape, not by its weights', () => {
  expect(backendKey(preset(50, 1), 32)).toBe(backendKey(preset(50, 2), 32));
  expect(backendKey(preset(50), 64)).not.toBe(backendKey(graph, 32));
  expect(backendKey(preset(60), 32)).not.toBe(backendKey(graph, 32));
});
