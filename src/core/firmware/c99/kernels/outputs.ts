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
 * All outputs of one place: each the product of the place's patch with its own weights. The patch
 * is `rows` pieces of `size` bytes, `step` apart. A dense layer is one place with one piece.
 */
export function outputsKernel(traits: Traits, bits: WeightBits): Kernel {
  const coded = bits < 8 ? `, which are places in \`book\`: ${8 / bits} to a byte` : '';
  return {
    name: kernelName('outputs', bits),
    says: `All outputs at one place: a patch of rows * size bytes, its rows \`step\` apart, with each
   output's weights${coded}.`,
    pointers: [
      'const int8_t *x',
      'int32_t step',
      'int8_t *y',
      ...weightPointers(bits),
      ...factorPointers(traits),
    ],
    sizes: ['filters', 'rows', 'size', ...factorSizes(traits)],
    uses: (calls) => [
      ...(bits === 8 && calls.some(({ size }) => size! >= GROUP) ? (['dsp'] as const) : []),
      traits.rightOnly ? 'scale' : 'scaleEitherWay',
      'clamp',
    ],
    body(calls) {
      const groups = calls.some(({ size }) => size! >= GROUP);
      const rest = calls.some(({ size }) => size! % GROUP > 0);
      const sums = (width: number) =>
        bits === 8 ? sumBlock(width, groups, rest) : sumCodedBlock(width, bits);
      const blocks = eachBlock(calls, 'filters', (width) => [
        startBlock(width, traits),
        ...sums(width),
        ...storeBlock(width, traits),
      ]);
      return indented(blocks).join('\n');
    },
  };
}

/** Bytes of one piece that are read at once. */
const GROUP = 4;

/** Statements that add to a block's sums: the products of `rows` pieces of `size` bytes from `x` on. */
export function sumBlock(width: number, groups: boolean, rest: boolean): string[] {
  const all = Array.from({ length: width }, (_, i) => i);
  const lines = [
    'for (int32_t r = 0; r < rows; r++) {',
    '  const int8_t *p = x + r * step;',
    '  int32_t i = size;',
  ];
  if (groups) {
    lines.push(
      `  for (; i >= 4; i -= 4, p += 4, w += ${4 * width}) {`,
      '#if DSP',
      '    const int32_t v = load_word(p), a = even_bytes(v), b = odd_bytes(v);',
      '    int32_t u;',
      ...all.map(
        (i) =>
          `    u = load_word(w + ${4 * i}); s${i} = add_products(b, odd_bytes(u), add_products(a, even_bytes(u), s${i}));`,
      ),
      '#else',
      '    const int32_t a = p[0], b = p[1], c = p[2], d = p[3];',
      ...all.map((i) => {
        const products = ['a', 'b', 'c', 'd'].map((name, tap) => `${name} * w[${4 * i + tap}]`);
        return `    s${i} += (uint32_t)(${products.join(' + ')});`;
      }),
      '#endif',
      '  }',
    );
  }
  if (rest) {
    lines.push(
      `  for (; i > 0; i--, p++, w += ${width}) {`,
      '    const int32_t a = p[0];',
      ...all.map((i) => `    s${i} += (uint32_t)(a * w[${i}]);`),
      '  }',
    );
  }
  lines.push('}');
  return lines;
}

/** As `sumBlock` does, weights being codes of so many bits: those of one tap follow one another. */
export function sumCodedBlock(width: number, bits: CodeBits): string[] {
  return [
    'for (int32_t r = 0; r < rows; r++) {',
    '  const int8_t *p = x + r * step;',
    `  for (int32_t i = size; i > 0; i--, w += ${tapBytes(width, bits)}) {`,
    '    const int32_t a = *p++;',
    ...tapWeights(width, bits).map((weight, i) => `    s${i} += (uint32_t)(a * ${weight});`),
    '  }',
    '}',
  ];
}

/**
 * Weights `[filters × rows × size]` in the order in which `outputs` reads them: of each block of
 * filters, each row's groups of four taps, filter by filter, then the odd taps.
 */
export function outputsOrder(
  weights: ArrayLike<number>,
  filters: number,
  rows: number,
  size: number,
): Int8Array {
  const ordered = new Int8Array(filters * rows * size);
  let at = 0;
  let first = 0;
  for (const width of blockWidths(filters)) {
    for (let row = 0; row < rows; row++) {
      for (let tap = 0; tap < size; ) {
        const taps = size - tap >= GROUP ? GROUP : 1;
        for (let filter = first; filter < first + width; filter++) {
          const from = (filter * rows + row) * size + tap;
          for (let i = 0; i < taps; i++) ordered[at++] = weights[from + i]!;
        }
        tap += taps;
      }
    }
    first += width;
  }
  return ordered;
}

/** Codes `[filters × rows × size]` as `outputs` of so many bits reads them: tap by tap of each block. */
export function codedOutputsOrder(
  codes: ArrayLike<number>,
  filters: number,
  taps: number,
  bits: CodeBits,
): Uint8Array {
  return packedCodes(bits, filters, taps, (filter, tap) => codes[filter * taps + tap]!);
}
