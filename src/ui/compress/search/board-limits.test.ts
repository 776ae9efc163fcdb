import { expect, test } from 'vitest';
import { BOARDS, interpreterBytes } from '#core/firmware/boards';
import { architectureOf, buildGraph } from '#core/model/build-graph';
import { PRESETS } from '#core/model/presets';
import { createRandom } from '#core/random';
import { OPERATOR_OF } from '#core/tflite/operator-names';
import { boardLimits } from './board-limits';

test('a model within the limits fits beside the interpreter, whatever the preset', () => {
  const spec = { frames: 100, channels: 6 };
  const [board] = BOARDS;
  const limits = boardLimits(board!);
  expect(limits.ramBytes).toBe(board!.ramBytes);
  for (const { id } of PRESETS) {
    const architecture = architectureOf({ preset: id }, spec);
    const graph = buildGraph(architecture, { ...spec, classCount: 4, random: createRandom(1) });
    const kinds = graph.layers.map(({ kind }) => kind).filter((kind) => kind in OPERATOR_OF);
    const operators = new Set(kinds.map((kind) => OPERATOR_OF[kind as keyof typeof OPERATOR_OF]));
    const whole = limits.flashBytes! + interpreterBytes(operators.size);
    expect(whole, id).toBeLessThanOrEqual(board!.flashBytes);
  }
});

test('a board too small for the interpreter leaves no room rather than less than none', () => {
  const tiny = { ...BOARDS[0]!, flashBytes: 1000 };
  expect(boardLimits(tiny).flashBytes).toBe(0);
});
