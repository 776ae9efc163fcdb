import type { GlobalAveragePoolLayer, Pool2dLayer } from '#core/model/graph';
import { type LayerSetting, type WasmLayer, weightless } from '../layer';
import { axesOf } from '../patches';

/** A pool, or the mean over all positions: an average pool of one window. */
export function buildPool(
  layer: Pool2dLayer | GlobalAveragePoolLayer,
  { workspace: { kernels }, inputs, output }: LayerSetting,
): WasmLayer {
  const input = inputs[0]!;
  const [height, width] = input.shape;
  const sizes =
    layer.kind === 'globalAveragePool'
      ? ({ kernel: [height, width], strides: [1, 1], padding: 'valid' } as const)
      : { kernel: layer.size, strides: layer.strides, padding: layer.padding };
  const [down, across] = axesOf(sizes, input.shape);
  const geometry = [
    height,
    width,
    input.stride,
    output.shape[0],
    output.shape[1],
    ...sizes.kernel,
    ...sizes.strides,
    down.before,
    across.before,
  ] as const;
  const isMax = layer.kind === 'maxPool2d';
  return {
    ...weightless(layer),
    forward(count) {
      const pool = isMax ? kernels.maxPool : kernels.averagePool;
      pool(input.at, output.at, count, ...geometry);
    },
    backward(count) {
      if (input.gradient === undefined) return;
      const dy = output.gradient!;
      if (isMax) {
        kernels.maxPoolGradient(input.at, output.at, dy, input.gradient, count, ...geometry);
      } else kernels.averagePoolGradient(dy, input.gradient, count, ...geometry);
    },
  };
}
