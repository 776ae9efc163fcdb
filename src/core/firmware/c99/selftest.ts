import { valueCount } from '#core/model/shapes';
import type { Int8Graph } from '../../compress/int8-graph';
import { createInt8Runner } from '../../compress/run-int8';

/** One window and what the network answers. */
export interface SelftestVector {
  readonly input: Int8Array;
  readonly output: Int8Array;
}

/** What `run-int8` answers to each input. */
export function selftestVectors(graph: Int8Graph, inputs: readonly Int8Array[]): SelftestVector[] {
  const runner = createInt8Runner(graph);
  return inputs.map((input) => ({ input, output: runner.run(input).slice() }));
}

/**
 * `selftest.c`: runs `model.c` on all vectors; prints PASS and ends with 0, or FAIL with the window
 * and the place of the first difference and ends with 1.
 */
export function selftestSource(graph: Int8Graph, vectors: readonly SelftestVector[]): string {
  const inputs = vectors.map(({ input }) => `    {${input.join(', ')}},\n`).join('');
  const outputs = vectors.map(({ output }) => `    {${output.join(', ')}},\n`).join('');
  return `/* Made by Nodlab: windows with their answers. Prints PASS where this compiler gives the same. */
#include "model.h"
#include <stdio.h>

#if NODLAB_MODEL_INPUT_SIZE != ${valueCount(graph.values[0]!.shape)} || \\
    NODLAB_MODEL_OUTPUT_SIZE != ${valueCount(graph.values.at(-1)!.shape)}
#error "These windows belong to another model.h."
#endif

#define WINDOWS ${vectors.length}

static const int8_t inputs[WINDOWS][NODLAB_MODEL_INPUT_SIZE] = {
${inputs}};
static const int8_t outputs[WINDOWS][NODLAB_MODEL_OUTPUT_SIZE] = {
${outputs}};

int main(void) {
  for (int window = 0; window < WINDOWS; window++) {
    int8_t output[NODLAB_MODEL_OUTPUT_SIZE];
    nodlab_model_run(inputs[window], output);
    for (int i = 0; i < NODLAB_MODEL_OUTPUT_SIZE; i++) {
      if (output[i] != outputs[window][i]) {
        printf("FAIL window %d, output %d: %d, not %d\\n", window, i, output[i],
               outputs[window][i]);
        return 1;
      }
    }
  }
  printf("PASS\\n");
  return 0;
}
`;
}
