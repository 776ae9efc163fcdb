import type { AddLayer } from '#core/model/graph';
import { type LayerSetting, limitsOf, type WasmLayer, weightless } from '../layer';
import { floatsOf, positionsOf } from '../value';

/** The sum of two values: the gradient of each is that of the sum. */
export function buildAdd(
  layer: AddLayer,
  { workspace: { kernels }, inputs, output }: LayerSetting,
): WasmLayer {
  const [first, second] = inputs as [(typeof inputs)[0], (typeof inputs)[0]];
  const [lowest, highest] = limitsOf(layer.activation);
  return {
    ...weightless(layer),
    forward(count) {
      const floats = floatsOf(output, count);
      kernels.addClamped(first.at, second.at, output.at, floats, lowest, highest);
    },
    backward(count) {
      const rows = count * positionsOf(output);
      const dy = output.gradient!;
      kernels.clampGradient(dy, output.at, rows, output.stride, lowest, highest, 0);
      for (const { gradient } of [first, second]) {
        if (gradient !== undefined) kernels.add(gradient, dy, floatsOf(output, count));
      }
    },
  };
}
