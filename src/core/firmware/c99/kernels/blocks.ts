import type { CSource, Sizes } from '../c-source';
import { type Factors, shiftArgument } from '../factors';

/** Ways in which the layers of one model ask for the same code. */
export interface Traits {
  /** Factors lie in tables, one an output; else each layer has one. */
  readonly factorTables: boolean;
  /** No factor is ½ or more. */
  readonly rightOnly: boolean;
}

/** Outputs computed at once: as many sums as fit the registers of a small core. */
export const BLOCK = 4;

/** How many blocks of each width so many outputs take: whole ones, then one for the rest. */
export function blockWidths(outputs: number): number[] {
  const rest = outputs % BLOCK;
  return [...Array<number>(Math.floor(outputs / BLOCK)).fill(BLOCK), ...(rest > 0 ? [rest] : [])];
}

/** Pointers and sizes by which a kernel takes what scales its sums. */
export function factorPointers({ factorTables, rightOnly }: Traits): string[] {
  if (!factorTables) return ['const int32_t *bias'];
  return ['const int32_t *bias_factor', `const ${shiftType(rightOnly)} *shift`];
}

export function factorSizes({ factorTables }: Traits): string[] {
  return [...(factorTables ? [] : ['factor', 'shift']), 'zero', 'lowest', 'highest'];
}

/** One layer's arguments for `factorPointers` and `factorSizes`. */
export function factorArguments(
  source: CSource,
  id: number,
  factors: Factors,
  { factorTables, rightOnly }: Traits,
): { pointers: string[]; sizes: Record<string, number> } {
  const { bias, multipliers, zero, lowest, highest } = factors;
  const shifts = factors.shifts.map((shift) => shiftArgument(shift, rightOnly));
  const sizes = { zero, lowest, highest };
  if (!factorTables) {
    const pointers = [source.table('int32_t', `bias_${id}`, bias)];
    return { pointers, sizes: { factor: multipliers[0]!, shift: shifts[0]!, ...sizes } };
  }
  const pairs = Array.from(bias, (value, i) => [value, multipliers[i]!]).flat();
  const pointers = [
    source.table('int32_t', `bias_factor_${id}`, pairs),
    source.table(shiftType(rightOnly), `shift_${id}`, shifts),
  ];
  return { pointers, sizes };
}

/**
 * Statements for the blocks of every width that the calls need. `size` names how many outputs a call
 * has; `block` writes what is done at one.
 */
export function eachBlock(
  calls: readonly Sizes[],
  size: string,
  block: (width: number) => readonly string[],
): string[] {
  const needed = new Set(calls.flatMap((sizes) => blockWidths(sizes[size]!)));
  return [...needed]
    .sort((a, b) => b - a)
    .flatMap((width) => [
      width === BLOCK
        ? `for (int32_t left = ${size}; left >= ${BLOCK}; left -= ${BLOCK}) {`
        : `if (${size} % ${BLOCK} == ${width}) {`,
      ...indented(block(width)),
      '}',
    ]);
}

/** One step further in; what is the preprocessor's stays. */
export function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line.startsWith('#') ? line : `  ${line}`));
}

/** The declaration of a block's sums `s0…`, each at its bias. */
export function startBlock(width: number, { factorTables }: Traits): string {
  const all = Array.from({ length: width }, (_, i) => i);
  const bias = (i: number) => (factorTables ? `bias_factor[${2 * i}]` : `bias[${i}]`);
  return `uint32_t ${all.map((i) => `s${i} = (uint32_t)${bias(i)}`).join(', ')};`;
}

/** Statements that scale a block's sums, store them and step to the next outputs. */
export function storeBlock(
  width: number,
  { factorTables, rightOnly }: Traits,
  step = '',
): string[] {
  const scale = rightOnly ? 'scale' : 'scale_either_way';
  const lines: string[] = [];
  for (let i = 0; i < width; i++) {
    const place = step === '' ? `y[${i}]` : `y[${i} * ${step}]`;
    const factor = factorTables ? `bias_factor[${2 * i + 1}], shift[${i}]` : 'factor, shift';
    lines.push(`${place} = clamp(zero + ${scale}((int32_t)s${i}, ${factor}), lowest, highest);`);
  }
  lines.push(
    ...(factorTables
      ? [`bias_factor += ${2 * width};`, `shift += ${width};`]
      : [`bias += ${width};`]),
  );
  lines.push(step === '' ? `y += ${width};` : `y += ${width} * ${step};`);
  return lines;
}

function shiftType(rightOnly: boolean): 'uint8_t' | 'int8_t' {
  return rightOnly ? 'uint8_t' : 'int8_t';
}
