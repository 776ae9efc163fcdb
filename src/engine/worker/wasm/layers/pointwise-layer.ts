import type { PointwiseLayer } from '#core/model/graph';
import { gradientTarget } from '../gradient-target';
import { type LayerSetting, limitsOf, type WasmLayer, weightless } from '../layer';
import { floatsOf, positionsOf } from '../value';

/** A function of every number by itself. */
export function buildPointwise(
  layer: PointwiseLayer,
  { workspace, inputs, output, images }: LayerSetting,
): WasmLayer {
  const { kernels } = workspace;
  const input = inputs[0]!;
  const target = gradientTarget(workspace, input, images);
  if (layer.kind === 'logistic' || layer.kind === 'tanh') {
    const isLogistic = layer.kind === 'logistic';
    const run = isLogistic ? kernels.logistic : kernels.tanh;
    const runBack = isLogistic ? kernels.logisticGradient : kernels.tanhGradient;
    return {
      ...weightless(layer),
      forward: (count) => run(input.at, output.at, floatsOf(output, count)),
      backward(count) {
        if (!target) return;
        runBack(output.gradient!, output.at, target.at, floatsOf(output, count));
        target.done(count);
      },
    };
  }
  const [lowest, highest] = limitsOf(layer.kind);
  const zeros = workspace.floats(output.stride);
  const ones = workspace.floats(output.stride);
  workspace.view(ones, output.stride).fill(1);
  return {
    ...weightless(layer),
    forward(count) {
      const rows = count * positionsOf(output);
      kernels.scaleShift(input.at, output.at, rows, output.stride, ones, zeros, lowest, highest);
    },
    backward(count) {
      if (input.gradient === undefined) return;
      const dy = output.gradient!;
      const rows = count * positionsOf(output);
      kernels.clampGradient(dy, output.at, rows, output.stride, lowest, highest, 0);
      kernels.add(input.gradient, dy, floatsOf(output, count));
    },
  };
}
