import type { FlattenLayer, LastFrameLayer, PadLayer } from '#core/model/graph';
import { gradientTarget } from '../gradient-target';
import { type LayerSetting, type WasmLayer, weightless } from '../layer';
import { floatsOf, type Value } from '../value';

/** Strides of a value's images, rows and positions, bytes. */
function stridesOf({ shape, stride }: Value): readonly [number, number, number] {
  return [shape[0] * shape[1] * stride * 4, shape[1] * stride * 4, stride * 4];
}

/**
 * Layers that move numbers: a border of zeros, the last frame, or all positions in one row (where
 * the value's own memory does not have them so already).
 */
export function buildCopy(
  layer: PadLayer | LastFrameLayer | FlattenLayer,
  { workspace, inputs, output, images }: LayerSetting,
): WasmLayer {
  const { kernels } = workspace;
  const input = inputs[0]!;
  const target = gradientTarget(workspace, input, images);
  const [height, width, channels] = input.shape;
  const ofInput = stridesOf(input);
  let ofOutput = stridesOf(output);
  let size: readonly [number, number, number] = [height, width, channels];
  let fromInput = 0;
  let inOutput = 0;
  switch (layer.kind) {
    case 'pad':
      inOutput = layer.before[0] * ofOutput[1] + layer.before[1] * ofOutput[2];
      break;
    case 'lastFrame':
      fromInput = (height - 1) * ofInput[1];
      size = [1, width, channels];
      break;
    case 'flatten':
      ofOutput = [ofOutput[0], width * channels * 4, channels * 4];
      break;
  }
  return {
    ...weightless(layer),
    forward(count) {
      const from = input.at + fromInput;
      kernels.copyImages(from, ...ofInput, output.at + inOutput, ...ofOutput, count, ...size);
    },
    backward(count) {
      if (!target) return;
      if (fromInput > 0) kernels.clear(target.at, floatsOf(input, count) * 4);
      const to = target.at + fromInput;
      const dy = output.gradient! + inOutput;
      kernels.copyImages(dy, ...ofOutput, to, ...ofInput, count, ...size);
      target.done(count);
    },
  };
}
