import type { Padding, Pair, Shape } from '#core/model/graph';
import { type Axis, axisOf } from '#core/model/shapes';
import { PATCH } from '../kernels/patch';
import type { LayerCode, LayerPlace, ModelCode } from './layer-code';

/** How a kernel walks over an input. */
export interface WindowGeometry {
  readonly down: Axis;
  readonly across: Axis;
  readonly channels: number;
  /** Bytes of a row of the kernel, and of the input. */
  readonly pieceSize: number;
  readonly rowStep: number;
}

/** The walk of a kernel of `[rows, columns]`. */
export function windowGeometry(
  { strides, padding }: { readonly strides: Pair; readonly padding: Padding },
  [rows, columns]: Pair,
  [height, width, channels]: Shape,
): WindowGeometry {
  return {
    down: axisOf(height, rows, strides[0], padding),
    across: axisOf(width, columns, strides[1], padding),
    channels,
    pieceSize: columns * channels,
    rowStep: width * channels,
  };
}

/** Rows shorter than this are copied together, so that a kernel can read several numbers at once. */
const SHORT_PIECE = 4;

/** Whether a kernel reads a copy of its patch everywhere, in one piece. */
export function isPacked({ down, pieceSize, rowStep }: WindowGeometry): boolean {
  return pieceSize < SHORT_PIECE && down.size > 1 && pieceSize !== rowStep;
}

/** Whether some place of a kernel lies over the border. */
export function isBordered({ down, across }: WindowGeometry): boolean {
  return down.before + down.after + across.before + across.after > 0;
}

/**
 * The loops over all places of a convolution. Inside, a kernel reads the input where it lies; over
 * the border it reads a copy, and so it does everywhere if it is `packed`. `kernel` calls for one
 * place, given where its patch begins and the step between the patch's rows.
 */
export function windowLoop(
  { source }: ModelCode,
  { from, scratch }: LayerPlace,
  geometry: WindowGeometry,
  outputs: number,
  kernel: (x: string, step: string) => string,
  packed = false,
): LayerCode {
  const { down, across, channels, pieceSize, rowStep } = geometry;
  const bordered = isBordered(geometry);
  if (!bordered && !packed) return () => insideLoop(geometry, outputs, kernel);
  const patch = bordered
    ? source.call(PATCH, {
        rows: down.size,
        columns: across.size,
        height: down.inputSize,
        width: across.inputSize,
        channels,
        outside: from.quantisation.zeroPoint,
      })
    : null;
  const inside = [...within('top', down), ...within('left', across)].join(' && ');
  const corner = `x + top * ${rowStep} + left * ${channels}`;
  const read = packed
    ? [
        `for (int32_t r = 0; r < ${down.size}; r++) {`,
        `  memcpy(copy + r * ${pieceSize}, ${corner} + r * ${rowStep}, ${pieceSize});`,
        '}',
      ]
    : [`at = ${corner};`, `step = ${rowStep};`];
  const choose = () => {
    if (!patch) return read;
    const copied = patch('copy', 'x', 'top', 'left');
    return [`if (${inside}) {`, ...read.map(indented), '} else {', `  ${copied}`, '}'];
  };
  return () => [
    `int8_t *copy = ${scratch};`,
    `for (int32_t top = ${-down.before}; top < ${end(down)}; top += ${down.stride}) {`,
    `  for (int32_t left = ${-across.before}; left < ${end(across)}; left += ${across.stride}) {`,
    ...[
      ...(packed ? [] : ['const int8_t *at = copy;', `int32_t step = ${pieceSize};`]),
      ...choose(),
      packed ? kernel('copy', '0') : kernel('at', 'step'),
      `y += ${outputs};`,
    ].map((line) => `    ${line}`),
    '  }',
    '}',
  ];
}

function indented(line: string): string {
  return `  ${line}`;
}

function insideLoop(
  { down, across, channels, rowStep }: WindowGeometry,
  outputs: number,
  kernel: (x: string, step: string) => string,
): string[] {
  const rowBytes = down.stride * rowStep;
  const columnBytes = across.stride * channels;
  const count = down.outputSize * across.outputSize;
  const at = (x: string) => kernel(x, String(rowStep));
  if (count === 1) return [at('x')];
  // Places that follow one another in memory are one row of them.
  if (down.outputSize === 1 || rowBytes === across.outputSize * columnBytes) {
    return [
      `for (int32_t i = 0; i < ${count}; i++, y += ${outputs}) {`,
      `  ${at(`x + i * ${columnBytes}`)}`,
      '}',
    ];
  }
  return [
    `for (int32_t i = 0; i < ${down.outputSize}; i++) {`,
    `  for (int32_t j = 0; j < ${across.outputSize}; j++, y += ${outputs}) {`,
    `    ${at(`x + i * ${rowBytes} + j * ${columnBytes}`)}`,
    '  }',
    '}',
  ];
}

function end({ outputSize, stride, before }: Axis): number {
  return outputSize * stride - before;
}

function within(name: string, { before, after, inputSize, size }: Axis): string[] {
  return [
    ...(before > 0 ? [`${name} >= 0`] : []),
    ...(before + after > 0 ? [`${name} <= ${inputSize - size}`] : []),
  ];
}
