import type { Kernel } from '../c-source';
import {
  blockWidths,
  eachBlock,
  factorPointers,
  factorSizes,
  indented,
  startBlock,
  storeBlock,
  type Traits,
} from './blocks';

/**
 * All outputs of one place of a depthwise convolution. Output `channel · multiple + m` reads its
 * channel only; tables lie in the order of m, then channel.
 */
export function depthwiseOutputsKernel(traits: Traits): Kernel {
  return {
    name: 'depthwise_outputs',
    says: `All outputs at one place of a depthwise convolution: each channel of a patch of
   rows * columns points, its rows \`step\` apart, with its own weights.`,
    pointers: [
      'const int8_t *x',
      'int32_t step',
      'int8_t *to',
      'const int8_t *w',
      ...factorPointers(traits),
    ],
    sizes: ['channels', 'multiple', 'rows', 'columns', ...factorSizes(traits)],
    uses: () => [traits.rightOnly ? 'scale' : 'scaleEitherWay', 'clamp'],
    body: (calls) =>
      indented([
        'for (int32_t m = 0; m < multiple; m++) {',
        '  int8_t *y = to + m;',
        '  const int8_t *corner = x;',
        ...indented(
          eachBlock(calls, 'channels', (width) => [
            startBlock(width, traits),
            ...sumChannels(width),
            ...storeBlock(width, traits, 'multiple'),
            `corner += ${width};`,
          ]),
        ),
        '}',
      ]).join('\n'),
  };
}

function sumChannels(width: number): string[] {
  const all = Array.from({ length: width }, (_, i) => i);
  return [
    'for (int32_t r = 0; r < rows; r++) {',
    `  for (int32_t i = 0; i < columns; i++, w += ${width}) {`,
    '    const int8_t *p = corner + r * step + i * channels;',
    ...all.map((i) => `    s${i} += (uint32_t)(p[${i}] * w[${i}]);`),
    '  }',
    '}',
  ];
}

/** Outputs in the order of m, then channel. */
export function depthwiseChannels(channels: number, multiple: number): number[] {
  return Array.from(
    { length: channels * multiple },
    (_, i) => (i % channels) * multiple + Math.floor(i / channels),
  );
}

/** Weights `[points × outputs]` in the order in which `depthwise_outputs` reads them. */
export function depthwiseOrder(
  weights: Int8Array,
  points: number,
  channels: number,
  multiple: number,
): Int8Array {
  const outputs = depthwiseChannels(channels, multiple);
  const ordered = new Int8Array(weights.length);
  let at = 0;
  for (let m = 0; m < multiple; m++) {
    let first = m * channels;
    for (const width of blockWidths(channels)) {
      for (let point = 0; point < points; point++) {
        for (let i = first; i < first + width; i++) {
          ordered[at++] = weights[point * outputs.length + outputs[i]!]!;
        }
      }
      first += width;
    }
  }
  return ordered;
}
