import type { LayerSpec } from '../architecture';
import type { Activation } from '../graph';

/** A normalised convolution over `frames` frames at once, all channels of which it reads. */
export function convolution(
  filters: number,
  frames: number,
  stride: number,
  activation: Activation = 'relu',
): LayerSpec {
  return {
    kind: 'conv2d',
    filters,
    kernel: [frames, 1],
    strides: [stride, 1],
    padding: 'same',
    activation,
    batchNorm: true,
  };
}

/**
 * A depthwise convolution over five frames and one that mixes channels, both normalised:
 * MobileNet's block (Howard et al. 2017).
 */
export function separable(
  filters: number,
  stride: number,
  activation: Activation = 'relu',
): readonly LayerSpec[] {
  return [
    {
      kind: 'depthwiseConv2d',
      kernel: [5, 1],
      strides: [stride, 1],
      padding: 'same',
      activation: 'relu',
      batchNorm: true,
    },
    convolution(filters, 1, 1, activation),
  ];
}
