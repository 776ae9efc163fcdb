import type { CFields, CTypes } from './c-layout';
import type { KernelSet } from './kernel-sets';

/** Whose structures an arena holds: they are as large as the compiler lays them out. */
export interface ArenaTarget extends CTypes {
  /** Objects that the interpreter keeps for itself, in the order they are made. */
  readonly allocators: readonly CFields[];
  readonly kernels: KernelSet;
  /** The runtime's release, by the two whose structures differ. */
  readonly release: '2026-08' | '2026-10';
  /** Whether it was built with compression of weights (`USE_TFLM_COMPRESSION`); not by default. */
  readonly compression?: boolean;
}

const ALLOCATORS: readonly CFields[] = [
  ['pp', 'ppppp', 'pi'], // SingleArenaBufferAllocator
  ['p', 'ii', 'pppp', 'ii', 'p', 'b'], // GreedyMemoryPlanner
  ['p', 'pppp', 'b', 'ppp'], // MicroAllocator
];

const NEWEST = { kernels: 'reference', release: '2026-10', allocators: ALLOCATORS } as const;

/** Arm Cortex-M, bare metal: 32 bits, packed enums. */
export const CORTEX_M: ArenaTarget = { pointerBytes: 4, enumBytes: 1, ...NEWEST };

/** The same with Arm's kernels, as the Arduino library and CMSIS packs are built. */
export const CORTEX_M_CMSIS_NN: ArenaTarget = { ...CORTEX_M, kernels: 'cmsis-nn' };

/** Any other 32-bit processor (ESP32, RISC-V): enums of four bytes. */
export const OTHER_32_BIT: ArenaTarget = { pointerBytes: 4, enumBytes: 4, ...NEWEST };

/** A 64-bit computer. */
export const HOST_64_BIT: ArenaTarget = { pointerBytes: 8, enumBytes: 4, ...NEWEST };
