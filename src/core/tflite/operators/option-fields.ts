import type { Activation, Padding as LayerPadding, Pair } from '#core/model/graph';
import { ActivationFunctionType, Padding } from '../schema';
import type { OperatorReader } from './operator-codec';

/** Settings that several operators share, to and from the schema's numbers. */

const ACTIVATION_NUMBER: Readonly<Record<Activation, number>> = {
  none: ActivationFunctionType.NONE,
  relu: ActivationFunctionType.RELU,
  relu6: ActivationFunctionType.RELU6,
};

export function paddingNumber(padding: LayerPadding): number {
  return padding === 'same' ? Padding.SAME : Padding.VALID;
}

export function activationNumber(activation: Activation): number {
  return ACTIVATION_NUMBER[activation];
}

/** Throws `Failure` where the number is none of the schema's. */
export function readPadding(operator: OperatorReader, slot: number): LayerPadding {
  const found = operator.settings.int8(slot, Padding.SAME);
  if (found === Padding.SAME) return 'same';
  if (found === Padding.VALID) return 'valid';
  throw operator.invalid(`padding ${found}, which does not exist`);
}

/** Throws `Failure` on an activation that TensorFlow Lite Micro would not compute either. */
export function readActivation(operator: OperatorReader, slot: number): Activation {
  const found = operator.settings.int8(slot, ActivationFunctionType.NONE);
  for (const activation of ['none', 'relu', 'relu6'] as const) {
    if (ACTIVATION_NUMBER[activation] === found) return activation;
  }
  throw operator.refuse(`fused activation ${found}`);
}

export function readStrides(
  { settings }: OperatorReader,
  slots: { readonly stride_w: number; readonly stride_h: number },
): Pair {
  return [settings.int32(slots.stride_h, 0), settings.int32(slots.stride_w, 0)];
}

/** Throws `Failure` where the kernel's points lie apart. */
export function expectNoDilation(
  operator: OperatorReader,
  slots: { readonly dilation_w_factor: number; readonly dilation_h_factor: number },
): void {
  const height = operator.settings.int32(slots.dilation_h_factor, 1);
  const width = operator.settings.int32(slots.dilation_w_factor, 1);
  if (width !== 1 || height !== 1) throw operator.refuse(`dilation ${height} × ${width}`);
}
