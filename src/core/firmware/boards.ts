/** A board with the memory of its microcontroller, bytes. */
export interface Board {
  readonly id: string;
  /** As its maker calls it. */
  readonly name: string;
  readonly flashBytes: number;
  readonly ramBytes: number;
}

const KIB = 1024;

/** Small boards that people put on heads and wrists, the most usual first; from data sheets. */
export const BOARDS: readonly Board[] = [
  {
    id: 'nano-33-ble',
    name: 'Arduino Nano 33 BLE · nRF52840',
    flashBytes: 1024 * KIB,
    ramBytes: 256 * KIB,
  },
  {
    id: 'xiao-nrf52840',
    name: 'Seeed XIAO nRF52840 Sense',
    flashBytes: 1024 * KIB,
    ramBytes: 256 * KIB,
  },
  { id: 'nrf52832', name: 'nRF52832', flashBytes: 512 * KIB, ramBytes: 64 * KIB },
  { id: 'pico', name: 'Raspberry Pi Pico · RP2040', flashBytes: 2048 * KIB, ramBytes: 264 * KIB },
  { id: 'esp32-s3', name: 'ESP32-S3, 8 MB', flashBytes: 8192 * KIB, ramBytes: 512 * KIB },
  { id: 'stm32l432', name: 'STM32L432', flashBytes: 256 * KIB, ramBytes: 64 * KIB },
];

/**
 * Flash of TensorFlow Lite Micro itself with this many operators, bytes. An estimate: on a
 * Cortex-M33 the reference kernels took 38 KB with one operator and 70 KB with six.
 */
export function interpreterBytes(operatorCount: number): number {
  return 32_000 + 6_300 * operatorCount;
}
