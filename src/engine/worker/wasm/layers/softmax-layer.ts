import type { SoftmaxLayer } from '#core/model/graph';
import { type LayerSetting, type WasmLayer, weightless } from '../layer';
import { positionsOf } from '../value';

/** The answer; its gradient is the loss's, which the network gives to its input at once. */
export function buildSoftmax(
  layer: SoftmaxLayer,
  { workspace: { kernels }, inputs, output }: LayerSetting,
): WasmLayer {
  const input = inputs[0]!;
  return {
    ...weightless(layer),
    forward(count) {
      const rows = count * positionsOf(output);
      kernels.softmax(input.at, output.at, rows, output.shape[2], output.stride);
    },
    backward() {
      throw new Error('Softmax is the last layer of a network that is trained.');
    },
  };
}
