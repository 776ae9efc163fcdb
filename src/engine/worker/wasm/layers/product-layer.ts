import type { Conv2dLayer, DenseLayer } from '#core/model/graph';
import { hwioToOhwi, ohwiToHwio } from '../../training/filter-layout';
import { type LayerSetting, limitsOf, type WasmLayer } from '../layer';
import { Parameter } from '../parameter';
import { makePatches } from '../patches';
import { roundedWeights } from '../rounded-weights';
import { positionsOf } from '../value';
import { padded } from '../workspace';

/**
 * A convolution over all input channels, or a dense layer: a convolution of one position. Products
 * with a matrix `[taps · channels × filters]`, whose left factor is read where it lies.
 */
export function buildProduct(
  layer: Conv2dLayer | DenseLayer,
  { workspace, inputs, output, images, keepZeros }: LayerSetting,
): WasmLayer {
  const { kernels } = workspace;
  const input = inputs[0]!;
  const channels = input.shape[2];
  const outputs = output.shape[2];
  const sizes =
    layer.kind === 'conv2d'
      ? layer
      : ({ kernel: [1, 1], strides: [1, 1], padding: 'valid' } as const);
  const [height, width] = sizes.kernel;
  // A single position's channels lie side by side whatever its stride.
  const stride = layer.kind === 'dense' ? input.stride : channels;
  const patches = makePatches(workspace, input, sizes, output.shape, images, stride);

  // Taps that lie one behind the other are one run.
  const isOneRun = patches.width === width || height === 1;
  const runCount = isOneRun ? 1 : height;
  const runLength = (height * width * channels) / runCount;
  const runStride = padded(runLength);
  const runs = workspace.table(
    Array.from({ length: runCount }, (_, run) => run * patches.rowBytes),
  );

  const weights = new Parameter(workspace, height * width * channels, outputs);
  const bias = new Parameter(workspace, 1, outputs);
  const used = roundedWeights(workspace, weights, layer.weightScales);
  const turned =
    patches.gradient === undefined ? 0 : workspace.floats(padded(outputs) * runCount * runStride);
  const [lowest, highest] = limitsOf(layer.activation);
  const rowsOf = (count: number) => count * positionsOf(output);
  const columns = output.stride;
  const rowBytes = columns * 4;

  const write = (from: Conv2dLayer | DenseLayer) => {
    weights.write(ohwiToHwio(from.weights, outputs), keepZeros);
    bias.write(from.bias, false);
  };
  write(layer);

  return {
    parameters: [weights, bias],
    forward(count) {
      patches.load(count);
      used.refresh();
      kernels.multiply(
        patches.at,
        patches.offsets,
        rowsOf(count),
        runs,
        runCount,
        runLength,
        used.at,
        columns,
        bias.value,
        output.at,
        rowBytes,
        lowest,
        highest,
      );
    },
    backward(count) {
      const rows = rowsOf(count);
      const dy = output.gradient!;
      kernels.clampGradient(dy, output.at, rows, columns, lowest, highest, bias.gradient);
      kernels.multiplyTransposed(
        patches.at,
        patches.offsets,
        rows,
        runs,
        runCount,
        runLength,
        dy,
        rowBytes,
        columns,
        weights.gradient,
      );
      if (patches.gradient === undefined) return;
      kernels.transpose(used.at, columns, outputs, runCount, runLength, runStride, turned);
      patches.clearGradient(count);
      kernels.spread(
        dy,
        rowBytes,
        rows,
        outputs,
        turned,
        patches.gradient,
        patches.offsets,
        runs,
        runCount,
        runStride,
      );
      patches.passGradient(count);
    },
    read: () => ({
      ...layer,
      weights: hwioToOhwi(weights.read(), outputs),
      bias: bias.read(),
    }),
    write: (from) => write(from as typeof layer),
    roundWeights: used.round,
  };
}
