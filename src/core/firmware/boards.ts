/** Processor cores of the boards below. */
export type Core = 'cortex-m33' | 'cortex-m4' | 'cortex-m0plus' | 'xtensa-lx7';

/** A board with the memory and the processor of its microcontroller. */
export interface Board {
  readonly id: string;
  /** As its maker calls it. */
  readonly name: string;
  readonly core: Core;
  /** The fastest that the maker allows. */
  readonly clockHz: number;
  readonly flashBytes: number;
  readonly ramBytes: number;
}

const MHZ = 1e6;

/** Small boards that people put on heads and wrists, the most usual first; from data sheets. */
export const BOARDS: readonly Board[] = [
  board('nano-33-ble', 'Arduino Nano 33 BLE Sense · nRF52840', 'cortex-m4', 64, 1024, 256),
  board('xiao-nrf52840', 'Seeed XIAO nRF52840 Sense', 'cortex-m4', 64, 1024, 256),
  board('microbit-v2', 'micro:bit v2 · nRF52833', 'cortex-m4', 64, 512, 128),
  board('nrf52832', 'nRF52832', 'cortex-m4', 64, 512, 64),
  board('nrf5340', 'nRF5340, application core', 'cortex-m33', 128, 1024, 512),
  board('pico', 'Raspberry Pi Pico · RP2040', 'cortex-m0plus', 133, 2048, 264),
  board('esp32-s3', 'ESP32-S3, 8 MB', 'xtensa-lx7', 240, 8192, 512),
  board('stm32l432', 'STM32L432', 'cortex-m4', 80, 256, 64),
  board('stm32f411', 'STM32F411', 'cortex-m4', 100, 512, 128),
  board('stm32wb55', 'STM32WB55', 'cortex-m4', 64, 1024, 256),
  board('stm32u585', 'STM32U585', 'cortex-m33', 160, 2048, 786),
  board('stm32h563', 'STM32H563', 'cortex-m33', 250, 2048, 640),
  // No product: a small part of this core, to compare with.
  board('generic-m33', 'Cortex-M33, 64 MHz', 'cortex-m33', 64, 512, 128),
];

/** Flash and RAM in KiB. */
function board(
  id: string,
  name: string,
  core: Core,
  clockMhz: number,
  flashKib: number,
  ramKib: number,
): Board {
  return {
    id,
    name,
    core,
    clockHz: clockMhz * MHZ,
    flashBytes: flashKib * 1024,
    ramBytes: ramKib * 1024,
  };
}

/**
 * Flash of TensorFlow Lite Micro itself with this many operators, bytes. An estimate: on a
 * Cortex-M33 the reference kernels took 38 KB with one operator and 70 KB with six.
 */
export function interpreterBytes(operatorCount: number): number {
  return 32_000 + 6_300 * operatorCount;
}
