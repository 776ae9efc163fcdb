import type { Padding, Pair, Shape } from '#core/model/graph';
import { type Axis, axisOf } from '#core/model/shapes';
import { gradientTarget } from './gradient-target';
import type { Value } from './value';
import type { Workspace } from './workspace';

/** Sizes of a convolution or pool. */
export interface WindowSizes {
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly padding: Padding;
}

/** Where the windows of a convolution or pool lie, down and across. */
export function axesOf(
  { kernel, strides, padding }: WindowSizes,
  input: Shape,
): readonly [Axis, Axis] {
  return [
    axisOf(input[0], kernel[0], strides[0], padding),
    axisOf(input[1], kernel[1], strides[1], padding),
  ];
}

/** What a convolution reads: its input, with its border, in a layout that its kernels can walk. */
export interface Patches {
  /** Address of the first image. */
  readonly at: number;
  /** Byte offset of each output position's first tap, image after image. */
  readonly offsets: number;
  /** Bytes from one row, and from one column, of taps to the next. */
  readonly rowBytes: number;
  readonly positionBytes: number;
  /** Columns of a row, the border among them. */
  readonly width: number;
  /** Fills it from the input. */
  load(images: number): void;
  /** Address of its gradient; undefined where the input's is not asked for. */
  readonly gradient: number | undefined;
  clearGradient(images: number): void;
  /** Hands the gradient on to the input. */
  passGradient(images: number): void;
}

/** With `stride` floats a position; the input's own memory where that has no border and this stride. */
export function makePatches(
  workspace: Workspace,
  input: Value,
  sizes: WindowSizes,
  outputs: Shape,
  images: number,
  stride: number,
): Patches {
  const { kernels } = workspace;
  const [height, width, channels] = input.shape;
  const [down, across] = axesOf(sizes, input.shape);
  const paddedHeight = height + down.before + down.after;
  const paddedWidth = width + across.before + across.after;
  const hasBorder = paddedHeight > height || paddedWidth > width;
  const isInPlace = !hasBorder && input.stride === stride;
  const positionBytes = stride * 4;
  const rowBytes = paddedWidth * positionBytes;
  const imageBytes = paddedHeight * rowBytes;
  const offsets = new Int32Array(images * outputs[0] * outputs[1]);
  let entry = 0;
  for (let image = 0; image < images; image++) {
    for (let row = 0; row < outputs[0]; row++) {
      for (let column = 0; column < outputs[1]; column++) {
        offsets[entry++] =
          image * imageBytes +
          row * sizes.strides[0] * rowBytes +
          column * sizes.strides[1] * positionBytes;
      }
    }
  }
  const shared = {
    offsets: workspace.table(offsets),
    rowBytes,
    positionBytes,
    width: paddedWidth,
  };
  if (isInPlace) {
    return {
      ...shared,
      at: input.at,
      load() {},
      gradient: input.gradient,
      clearGradient() {},
      passGradient() {},
    };
  }
  const count = (images * imageBytes) / 4;
  const at = workspace.floats(count);
  const target = gradientTarget(workspace, input, images);
  const gradient = target && workspace.floats(count);
  const inside = down.before * rowBytes + across.before * positionBytes;
  const inputBytes = input.stride * 4;
  const ofInput = [height * width * inputBytes, width * inputBytes, inputBytes] as const;
  const ofPatches = [imageBytes, rowBytes, positionBytes] as const;
  const size = [height, width, channels] as const;
  return {
    ...shared,
    at,
    load: (loaded) =>
      kernels.copyImages(input.at, ...ofInput, at + inside, ...ofPatches, loaded, ...size),
    gradient,
    clearGradient(cleared) {
      if (gradient !== undefined) kernels.clear(gradient, cleared * imageBytes);
    },
    passGradient(passed) {
      if (gradient === undefined || target === undefined) return;
      kernels.copyImages(gradient + inside, ...ofPatches, target.at, ...ofInput, passed, ...size);
      target.done(passed);
    },
  };
}
