import { PRELUDE, type PreludeName } from './prelude';

/** Types of the tables, bytes of one number. */
const TABLE_BYTES = { int8_t: 1, uint8_t: 1, int16_t: 2, uint16_t: 2, int32_t: 4 } as const;
export type TableType = keyof typeof TABLE_BYTES;

/** The sizes of one call of a kernel, by the kernel's names for them. */
export type Sizes = Readonly<Record<string, number>>;

/** One C function that layers share. */
export interface Kernel {
  readonly name: string;
  /** What it computes, for the comment above it. */
  readonly says: string;
  /** C declarations of the pointers that it takes, before its sizes. */
  readonly pointers: readonly string[];
  /**
   * Names of its `int32_t` arguments. What is the same in all calls of one model becomes a constant
   * in the function, so that a kernel with one caller has none but constant bounds.
   */
  readonly sizes: readonly string[];
  /** Given the sizes of all calls, as its statements are. */
  uses(calls: readonly Sizes[]): readonly PreludeName[];
  body(calls: readonly Sizes[]): string;
}

/** Collects one translation unit: tables, prelude, kernels. */
export interface CSource {
  /** The name of a constant table; equal ones are written once. */
  table(type: TableType, name: string, values: ArrayLike<number>): string;
  /** Asks for a call of `kernel`; the answer, given the pointers, writes it once all are known. */
  call(kernel: Kernel, sizes: Sizes): (...pointers: string[]) => string;
  /** Bytes of all tables. */
  tableBytes(): number;
  /** Tables, prelude and kernels, in the order that C asks for. */
  text(): string;
}

/** An empty translation unit. */
export function createCSource(): CSource {
  const tables = new Map<string, { name: string; declaration: string; bytes: number }>();
  const kernels = new Map<Kernel, Sizes[]>();
  const needed = new Set<PreludeName>();

  function need(...names: readonly PreludeName[]): void {
    for (const name of names) {
      need(...PRELUDE[name].uses);
      needed.add(name);
    }
  }

  return {
    table(type, name, values) {
      const numbers = rows(values);
      const key = `${type} ${numbers}`;
      let table = tables.get(key);
      if (!table) {
        const declaration = `static const ${type} ${name}[${values.length}] = {\n${numbers}};\n`;
        table = { name, declaration, bytes: values.length * TABLE_BYTES[type] };
        tables.set(key, table);
      }
      return table.name;
    },
    call(kernel, sizes) {
      const calls = kernels.get(kernel) ?? [];
      kernels.set(kernel, calls);
      calls.push(sizes);
      return (...pointers) => {
        const given = kernel.sizes.filter((name) => !isConstant(calls, name));
        const numbers = given.map((name) => cNumber(sizes[name]!));
        return `${kernel.name}(${[...pointers, ...numbers].join(', ')});`;
      };
    },
    tableBytes: () => [...tables.values()].reduce((sum, { bytes }) => sum + bytes, 0),
    text() {
      for (const [kernel, calls] of kernels) {
        need(...kernel.uses(calls));
        if (calls.length > 1) need('shared');
      }
      const parts = [...tables.values()].map(({ declaration }) => declaration);
      for (const name of Object.keys(PRELUDE) as PreludeName[]) {
        if (needed.has(name)) parts.push(PRELUDE[name].text);
      }
      for (const [kernel, calls] of kernels) parts.push(kernelText(kernel, calls));
      return parts.join('\n');
    },
  };
}

function isConstant(calls: readonly Sizes[], name: string): boolean {
  return calls.every((sizes) => sizes[name] === calls[0]![name]);
}

function kernelText(kernel: Kernel, calls: readonly Sizes[]): string {
  const { name, says, pointers, sizes } = kernel;
  const constants = sizes.filter((size) => isConstant(calls, size));
  const given = sizes.filter((size) => !constants.includes(size)).map((size) => `int32_t ${size}`);
  const lines = [
    `/* ${says} */`,
    `${calls.length > 1 ? 'SHARED ' : ''}static void ${name}(${[...pointers, ...given].join(', ')}) {`,
    ...constants.map((size) => `  const int32_t ${size} = ${cNumber(calls[0]![size]!)};`),
    kernel.body(calls),
    '}',
    '',
  ];
  return lines.join('\n');
}

/** An int32 as C writes it: the lowest has no literal of its own. */
export function cNumber(value: number): string {
  return value === -2147483648 ? '(-2147483647 - 1)' : String(value);
}

const COLUMNS = 100;

function rows(values: ArrayLike<number>): string {
  let text = '';
  let line = ' ';
  for (let i = 0; i < values.length; i++) {
    const number = ` ${cNumber(values[i]!)},`;
    if (line.length + number.length > COLUMNS) {
      text += `${line}\n`;
      line = ' ';
    }
    line += number;
  }
  return `${text}${line}\n`;
}
