import { createInt8Runner } from '../../src/core/compress/run-int8';
import { type C99Options, generateC99 } from '../../src/core/firmware/c99/generate-c99';
import { valueCount } from '../../src/core/model/shapes';
import type { Int8Case } from './int8-case';

export interface ProgramOptions {
  /** Writes every value of a run before its output. */
  readonly trace?: boolean;
  /** Counts the instructions of so many runs of each input, which a Cortex-M33 alone can. */
  readonly count?: number;
  /** How the C is written. */
  readonly options?: Pick<C99Options, 'codeBooks'>;
}

/**
 * C files of a program that runs the generated C of all graphs on the windows in `input.bin` and
 * writes what they give to `output.bin`.
 */
export function c99Program(
  cases: readonly Int8Case[],
  { trace = false, count, options = {} }: ProgramOptions = {},
): Record<string, string> {
  const files: Record<string, string> = {};
  const declarations: string[] = [];
  const calls: string[] = [];
  for (const [index, { graph, inputs }] of cases.entries()) {
    const prefix = `graph_${index}`;
    const { header, source } = generateC99(graph, { prefix, trace, ...options });
    files[`${prefix}/model.h`] = header;
    files[`${prefix}/model.c`] = source;
    const sizes = [graph.values[0]!, graph.values.at(-1)!].map(({ shape }) => valueCount(shape));
    declarations.push(`#include "${prefix}/model.h"`);
    if (trace) {
      declarations.push(
        `void ${prefix}_trace(int32_t id, const int8_t *numbers, int32_t size) {`,
        '  (void)id;',
        '  fwrite(numbers, 1, (size_t)size, output_file);',
        '}',
      );
    }
    calls.push(`  run_all(${prefix}_run, ${inputs.length}, ${sizes.join(', ')});`);
  }
  const counted = count !== undefined;
  files['main.c'] = `#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static FILE *input_file, *output_file;
${declarations.join('\n')}
${counted ? 'void count_begin(void);\nvoid count_end(void);' : ''}

static void run_all(void (*run)(const int8_t *, int8_t *), int inputs, int in, int out) {
  /* Of the very sizes, so that a sanitizer sees a step beyond. */
  int8_t *input = malloc((size_t)in), *output = malloc((size_t)out);
  for (int i = 0; i < inputs; i++) {
    if (fread(input, 1, (size_t)in, input_file) != (size_t)in) exit(2);
    ${counted ? `count_begin();\n    for (int n = 0; n < ${count}; n++) run(input, output);\n    count_end();` : 'run(input, output);'}
    fwrite(output, 1, (size_t)out, output_file);
  }
  free(input);
  free(output);
}

int main(void) {
  input_file = fopen("input.bin", "rb");
  output_file = fopen("output.bin", "wb");
${calls.join('\n')}
  fclose(output_file);
  return 0;
}
`;
  return files;
}

/** What such a program reads. */
export function programInput(cases: readonly Int8Case[]): Uint8Array {
  return joined(cases.flatMap(({ inputs }) => inputs));
}

/** What it has to write. */
export function programOutput(cases: readonly Int8Case[], trace = false): Uint8Array {
  return joined(
    cases.flatMap(({ graph, inputs }) => {
      const runner = createInt8Runner(graph);
      return inputs.flatMap((input) => {
        const output = runner.run(input).slice();
        return trace ? [...runner.values.slice(1).map((one) => one.slice()), output] : [output];
      });
    }),
  );
}

function joined(parts: readonly Int8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(new Uint8Array(part.buffer, part.byteOffset, part.length), at);
    at += part.length;
  }
  return all;
}
