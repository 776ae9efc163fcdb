import { Failure } from '#core/failure';
import type { DepthwiseConv2dLayer } from '#core/model/graph';
import { type LayerSetting, limitsOf, type WasmLayer } from '../layer';
import { Parameter } from '../parameter';
import { makePatches } from '../patches';
import { roundedWeights } from '../rounded-weights';
import { positionsOf } from '../value';

/** A filter a channel. Throws `model-unsupported` for several filters a channel. */
export function buildDepthwise(
  layer: DepthwiseConv2dLayer,
  { workspace, inputs, output, images, keepZeros }: LayerSetting,
): WasmLayer {
  if (layer.depthMultiplier !== 1) {
    throw new Failure('model-unsupported', `${layer.name}: several filters a channel.`);
  }
  const { kernels } = workspace;
  const [height, width] = layer.kernel;
  const columns = output.stride;
  const patches = makePatches(workspace, inputs[0]!, layer, output.shape, images, columns);
  const tapCount = height * width;
  const taps = workspace.table(
    Array.from({ length: tapCount }, (_, tap) => {
      const row = Math.floor(tap / width);
      return row * patches.rowBytes + (tap % width) * patches.positionBytes;
    }),
  );
  const weights = new Parameter(workspace, tapCount, output.shape[2]);
  const bias = new Parameter(workspace, 1, output.shape[2]);
  const used = roundedWeights(workspace, weights, layer.weightScales);
  const [lowest, highest] = limitsOf(layer.activation);
  const rowsOf = (count: number) => count * positionsOf(output);

  const write = (from: DepthwiseConv2dLayer) => {
    weights.write(from.weights, keepZeros);
    bias.write(from.bias, false);
  };
  write(layer);

  return {
    parameters: [weights, bias],
    forward(count) {
      patches.load(count);
      used.refresh();
      kernels.depthwise(
        patches.at,
        patches.offsets,
        rowsOf(count),
        taps,
        tapCount,
        used.at,
        columns,
        bias.value,
        output.at,
        lowest,
        highest,
      );
    },
    backward(count) {
      const rows = rowsOf(count);
      const dy = output.gradient!;
      const { at, offsets, gradient } = patches;
      kernels.clampGradient(dy, output.at, rows, columns, lowest, highest, bias.gradient);
      kernels.depthwiseWeights(at, offsets, rows, taps, tapCount, dy, columns, weights.gradient);
      if (gradient === undefined) return;
      patches.clearGradient(count);
      kernels.depthwiseInput(dy, rows, used.at, columns, gradient, offsets, taps, tapCount);
      patches.passGradient(count);
    },
    read: () => ({ ...layer, weights: weights.read(), bias: bias.read() }),
    write: (from) => write(from as DepthwiseConv2dLayer),
    roundWeights: (rounding) => used.round(rounding === 'none' ? 'none' : 'per-channel'),
  };
}
