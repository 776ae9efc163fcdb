import { expect, test } from 'vitest';
import { createRandom } from '#core/random';
import { lstmInt8Graph, randomInt8Input } from '../../../../tests/support/random-int8-graph';
import type { Int8Gate, Int8Graph } from '../int8-graph';
import { createInt8Runner } from '../run-int8';

const matrix = (value: number) => ({ data: Int8Array.of(value), scale: 2 ** -7 });
const gate = (bias: number): Int8Gate => ({
  weights: matrix(0),
  recurrentWeights: matrix(0),
  // Input and weights have scale 2^−7 each.
  bias: Int32Array.of(bias * 2 ** 14),
});

/** One unit whose cell gains `step` with every frame: all gates open, nothing forgotten. */
function counter(frames: number, step: number, cellScale: number, cellClip?: number): Int8Graph {
  return {
    values: [
      { shape: [frames, 1, 1], quantisation: { scale: 2 ** -7, zeroPoint: 5 } },
      { shape: [frames, 1, 1], quantisation: { scale: 2 ** -7, zeroPoint: -3 } },
    ],
    layers: [
      {
        kind: 'lstm',
        name: 'lstm',
        inputs: [0],
        units: 1,
        gates: [gate(7.9), gate(7.9), gate(Math.atanh(step)), gate(7.9)],
        cellScale,
        ...(cellClip === undefined ? {} : { cellClip }),
      },
    ],
  };
}

/** What the hidden state stands for, frame by frame. */
const hiddenOf = (graph: Int8Graph) =>
  Array.from(createInt8Runner(graph).run(new Int8Array(8)), (value) => (value + 3) / 2 ** 7);

test('the cell adds up over the frames, and the output is its tanh', () => {
  for (const [frame, value] of hiddenOf(counter(8, 0.25, 2 ** -12)).entries()) {
    expect(Math.abs(value - Math.tanh(0.25 * (frame + 1)))).toBeLessThan(0.012);
  }
});

test('the cell stays within its scale: ±1 at 2^−15', () => {
  const values = hiddenOf(counter(8, 0.5, 2 ** -15));
  expect(Math.abs(values.at(-1)! - Math.tanh(1))).toBeLessThan(0.012);
});

test.each([0.5, -0.5])('a limit holds the cell on both sides (steps of %d)', (step) => {
  const values = hiddenOf(counter(8, step, 2 ** -12, 0.75));
  expect(Math.abs(values.at(-1)! - Math.sign(step) * Math.tanh(0.75))).toBeLessThan(0.012);
});

test('the state begins anew with each run', () => {
  const random = createRandom(3);
  for (let seed = 0; seed < 20; seed++) {
    const graph = lstmInt8Graph(seed);
    const input = randomInt8Input(graph, random);
    const runner = createInt8Runner(graph);
    const first = [...runner.run(input)];
    runner.run(randomInt8Input(graph, random));
    expect([...runner.run(input)]).toEqual(first);
  }
});
