import type { Channel } from '#core/motion/frame';

/** The three channels of one quantity: `accX`, `accY`, `accZ`. */
export function axes(
  quantity: 'acc' | 'gyro' | 'mag',
  unit: Channel['unit'],
  fullScale?: number,
): readonly Channel[] {
  return ['X', 'Y', 'Z'].map((axis) => ({
    name: quantity + axis,
    unit,
    ...(fullScale !== undefined && { fullScale }),
  }));
}
