import { describe, expect, test } from 'vitest';
import { PRESET_IDS, presetInt8Graph } from '../../../../tests/support/preset-int8-graph';
import { randomInt8Graph } from '../../../../tests/support/random-int8-graph';
import { withSharedValues } from '../../../../tests/support/shared-value-graph';
import { generateC99 } from './generate-c99';

const plain = [
  ...PRESET_IDS.map((preset) => presetInt8Graph(preset)),
  ...Array.from({ length: 40 }, (_, seed) => randomInt8Graph(seed)),
];
/** Each as it is, and with weights that share few values, in code books. */
const graphs = [
  ...plain.map((graph) => ({ graph, options: {} })),
  ...plain.map((graph, seed) => ({
    graph: withSharedValues(graph, 2 + (seed % 15), seed),
    options: { codeBooks: 'always' } as const,
  })),
];

describe('generateC99', () => {
  test('includes nothing but its header, stdint.h and string.h, and takes no heap', () => {
    for (const { graph, options } of graphs) {
      const { header, source } = generateC99(graph, options);
      const included = `${header}${source}`.match(/#include .*/g)!;
      expect(new Set(included)).toEqual(
        new Set(['#include <stdint.h>', '#include "model.h"', '#include <string.h>']),
      );
      expect(source).not.toMatch(/\b(malloc|calloc|float|double|char)\b/);
    }
  });

  test('writes no more of the prelude than it uses', () => {
    for (const { graph, options } of graphs) {
      const { source } = generateC99(graph, options);
      for (const [, name] of source.matchAll(/^(?:SHARED )?static (?:inline )?\w+ (\w+)\(/gm)) {
        expect(source.split(new RegExp(`\\b${name}\\(`)).length - 1, name).toBeGreaterThan(1);
      }
    }
  });

  test('says how much memory its arrays take', () => {
    const bytes = { int8_t: 1, uint8_t: 1, int16_t: 2, uint16_t: 2, int32_t: 4 };
    for (const { graph, options } of graphs) {
      const { source, ramBytes, constBytes } = generateC99(graph, options);
      let ram = 0;
      let tables = 0;
      for (const [, constant, type, count] of source.matchAll(
        /^static (const )?(\w+) \w+\[(\d+)\]/gm,
      )) {
        const size = bytes[type as keyof typeof bytes] * Number(count);
        if (constant) tables += size;
        else ram += size;
      }
      expect([ramBytes, constBytes]).toEqual([ram, tables]);
    }
  });

  test('keeps the names of layers out of the program', () => {
    const graph = presetInt8Graph('dense');
    const layers = graph.layers.map((layer) => ({ ...layer, name: '*/ int x[ /* ??/ \\\n"' }));
    const { source } = generateC99({ ...graph, layers });
    expect(source.match(/\/\* \d+: \w+ .*\*\//g)).toHaveLength(4);
    expect(source).not.toMatch(/x\[ \/\*|\?\?\/|\\$/m);
  });

  test('names everything that a linker sees after the prefix', () => {
    const { header, source } = generateC99(presetInt8Graph('conv1d'), { prefix: 'nod' });
    expect(header).toContain('#define NOD_INPUT_SIZE 240\n#define NOD_OUTPUT_SIZE 4\n');
    expect(source).toContain('void nod_run(const int8_t *input, int8_t *output) {');
    expect(source.match(/^(?!(SHARED )?static )\w.*[({;]$/gm)).toEqual([
      'void nod_run(const int8_t *input, int8_t *output) {',
    ]);
  });
});
