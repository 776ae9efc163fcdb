import { strToU8 } from 'fflate';
import type { Int8Graph } from '#core/compress/int8-graph';
import { valueCount } from '#core/model/shapes';
import { createRandom } from '#core/random';
import { plainNumber } from './c-text';
import { generateC99 } from './c99/generate-c99';
import { selftestSource, selftestVectors } from './c99/selftest';

const VECTORS = 8;
const SEED = 1;

/**
 * The C99 folder of a model of which nothing is known but its `.tflite`: the network, a self-test
 * on random input, and how to feed it.
 */
export function bareModelFiles(
  graph: Int8Graph,
  tflite: Uint8Array,
): ReadonlyMap<string, Uint8Array> {
  const { header, source } = generateC99(graph);
  const vectors = selftestVectors(graph, randomInputs(graph));
  return new Map([
    ['README.md', strToU8(readme(graph))],
    ['model.h', strToU8(header)],
    ['model.c', strToU8(source)],
    ['selftest.c', strToU8(selftestSource(graph, vectors))],
    ['model.tflite', tflite],
  ]);
}

function randomInputs(graph: Int8Graph): Int8Array[] {
  const random = createRandom(SEED);
  const size = valueCount(graph.values[0]!.shape);
  return Array.from({ length: VECTORS }, () =>
    Int8Array.from({ length: size }, () => random.integer(256) - 128),
  );
}

function readme(graph: Int8Graph): string {
  const row = (name: string, id: number) => {
    const { shape, quantisation } = graph.values.at(id)!;
    const { scale, zeroPoint } = quantisation;
    return `| ${name} | ${shape.join(' × ')} | ${plainNumber(scale)} | ${zeroPoint} |`;
  };
  return `# A network as C99

Made by Nodlab from \`model.tflite\`; nothing else is needed to run it.

| value | shape | scale | zero point |
| --- | --- | --- | --- |
${row('input', 0)}
${row('output', -1)}

real = scale × (int8 − zero point). Values are row-major, the last size fastest.

\`\`\`c
#include "model.h"

int8_t input[NODLAB_MODEL_INPUT_SIZE];
int8_t output[NODLAB_MODEL_OUTPUT_SIZE];
nodlab_model_run(input, output);
\`\`\`

The int8 results are those of TensorFlow Lite Micro's reference kernels. To see that your compiler
and board agree:

\`\`\`sh
cc -std=c99 -O2 selftest.c model.c -o selftest && ./selftest
\`\`\`
`;
}
