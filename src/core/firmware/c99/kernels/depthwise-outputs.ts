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
import {
  type CodeBits,
  kernelName,
  packedCodes,
  tapBytes,
  tapWeights,
  type WeightBits,
  weightPointers,
} from './code-book';

/**
 * All outputs of one place of a depthwise convolution. Output `channel · multiple + m` reads its
 * channel only; tables lie in the order of m, then channel.
 */
export function depthwiseOutputsKernel(traits: Traits, bits: WeightBits): Kernel {
  const coded = bits < 8 ? `, which are places in \`book\`: ${8 / bits} to a byte` : '';
  return {
    name: kernelName('depthwise_outputs', bits),
    says: `All outputs at one place of a depthwise convolution: each channel of a patch of
   rows * columns points, its rows \`step\` apart, with its own weights${coded}.`,
    pointers: [
      'const int8_t *x',
      'int32_t step',
      'int8_t *to',
      ...weightPointers(bits),
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
            ...sumChannels(width, bits),
            ...storeBlock(width, traits, 'multiple'),
            `corner += ${width};`,
          ]),
        ),
        '}',
      ]).join('\n'),
  };
}

function sumChannels(width: number, bits: WeightBits): string[] {
  const weights = tapWeights(width, bits);
  return [
    'for (int32_t r = 0; r < rows; r++) {',
    `  for (int32_t i = 0; i < columns; i++, w += ${tapBytes(width, bits)}) {`,
    '    const int8_t *p = corner + r * step + i * channels;',
    ...weights.map((weight, i) => `    s${i} += (uint32_t)(p[${i}] * ${weight});`),
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

/** Codes of weights in that order, packed. */
export function codedDepthwiseOrder(
  codes: ArrayLike<number>,
  points: number,
  channels: number,
  multiple: number,
  bits: CodeBits,
): Uint8Array {
  const runs = Array.from({ length: multiple }, (_, m) =>
    packedCodes(
      bits,
      channels,
      points,
      (channel, point) => codes[(point * channels + channel) * multiple + m]!,
    ),
  );
  return Uint8Array.from(runs.flatMap((run) => [...run]));
}
