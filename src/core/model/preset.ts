import type { Architecture } from './architecture';
import type { PresetId } from './trained-model';

/** The window that a network is designed for. */
export interface DesignSpec {
  /** Frames in a window. */
  readonly frames: number;
  /** Channels in a frame. */
  readonly channels: number;
}

/** A network to start from; sizes adapt so that it stays small on a board whatever the window. */
export interface Preset {
  readonly id: PresetId;
  /** The layers; `width` is a factor on its filters and units, each of which stays at least 2. */
  design(spec: DesignSpec, width?: number): Architecture;
}

/** Filters or units of a layer at this width. */
export function scaled(count: number, width: number): number {
  return Math.max(2, Math.round(count * width));
}
