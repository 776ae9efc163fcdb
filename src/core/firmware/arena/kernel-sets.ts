import type { Int8Layer } from '#core/compress/int8-graph';
import { withCmsisNn } from './cmsis-nn-kernels';
import type { KernelMemory } from './kernel-memory';
import { REFERENCE } from './reference-kernels';

const TABLES = { reference: REFERENCE, 'cmsis-nn': withCmsisNn(REFERENCE) } as const;

/** Whose kernels run: TensorFlow Lite Micro's own or, where it has them, Arm's. */
export type KernelSet = keyof typeof TABLES;

/** What the kernel of a layer keeps. */
export function kernelMemory<L extends Int8Layer>(layer: L, kernels: KernelSet): KernelMemory<L> {
  // Each row takes the layers of its own kind.
  return TABLES[kernels][layer.kind] as unknown as KernelMemory<L>;
}
