import type { Random } from '#core/random';
import type { ModelGraph } from './graph';
import type { PresetId } from './trained-model';

/** What a network is built for. */
export interface PresetSpec {
  /** Frames in a window. */
  readonly frames: number;
  /** Channels in a frame. */
  readonly channels: number;
  /** Classes answered, "nothing" among them; at least 2. */
  readonly classCount: number;
  /** Gives the first weights. */
  readonly random: Random;
}

/** A network to train, built to a window's size. Every preset ends in dense and softmax. */
export interface Preset {
  readonly id: PresetId;
  /** The untrained graph; sizes adapt so that it stays small on a board whatever the window. */
  build(spec: PresetSpec): ModelGraph;
}
