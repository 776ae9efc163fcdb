import type { DropoutLayer } from '#core/model/graph';
import { gradientTarget } from '../gradient-target';
import { type LayerSetting, type Mode, type WasmLayer, weightless } from '../layer';
import { floatsOf, positionsOf } from '../value';

/** The mask is drawn here, channel by channel, so that a seed means the same on each back end. */
export function buildDropout(
  layer: DropoutLayer,
  { workspace, inputs, output, images, random }: LayerSetting,
): WasmLayer {
  const { kernels } = workspace;
  const input = inputs[0]!;
  const channels = output.shape[2];
  const { stride } = output;
  const mask = workspace.floats(floatsOf(output, images));
  const target = gradientTarget(workspace, input, images);
  const kept = 1 / (1 - layer.rate);

  const draw = (count: number, mode: Mode) => {
    const values = workspace.view(mask, floatsOf(output, count));
    if (mode === 'inference' || layer.rate <= 0) {
      values.fill(1);
      return;
    }
    const end = count * positionsOf(output) * stride;
    for (let row = 0; row < end; row += stride) {
      for (let channel = 0; channel < channels; channel++) {
        values[row + channel] = random.next() < layer.rate ? 0 : kept;
      }
    }
  };

  return {
    ...weightless(layer),
    forward(count, mode) {
      draw(count, mode);
      kernels.multiplyEach(input.at, mask, output.at, floatsOf(output, count));
    },
    backward(count) {
      if (!target) return;
      kernels.multiplyEach(output.gradient!, mask, target.at, floatsOf(output, count));
      target.done(count);
    },
  };
}
