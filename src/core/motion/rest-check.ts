import type { Channel } from './frame';
import type { FrameRing } from './ring-buffer';

/** What a device reads while nobody moves it; `moving` also where nothing can be said. */
export type RestCheck =
  | 'moving'
  | 'fine'
  | {
      readonly wrong: 'acceleration-scale';
      /** Length of the acceleration, g; 1 where all is well. */
      readonly measured: number;
      /** Multiplied by this the reading would be about 1 g; absent where no usual mistake fits. */
      readonly likelyFactor?: number;
    }
  /** `measured`: how fast it claims to turn, degrees a second. */
  | { readonly wrong: 'rotation-offset'; readonly measured: number };

/** Nobody holds still for long, and nobody puts a device down for less, ms. */
const STRETCH_MS = 2000;
const FEWEST_FRAMES = 15;
/** Spread within the stretch at rest, as a share of what is measured: the scale is in doubt. */
const STILL_ACCELERATION = 0.08;
const STILL_ROTATION = 0.1;
/** Noise of a resting gyroscope, largest less least, degrees a second. */
const ROTATION_NOISE_DPS = 3;
/** Good accelerometers are within some hundredths of 1 g, cheap ones within a tenth. */
const GRAVITY_TOLERANCE = 0.1;
/** Uncorrected gyroscopes drift by a few degrees a second. */
const LARGEST_OFFSET_DPS = 5;
/** m/s² or mg taken for g and the other way; a range set to another than the one assumed. */
const USUAL_FACTORS = [1 / 9.80665, 9.80665, 0.001, 1000, 0.125, 0.25, 0.5, 2, 4, 8];
const FACTOR_TOLERANCE = 0.08;

interface Axis {
  readonly mean: number;
  readonly spread: number;
}

/**
 * Whether the newest two seconds of a ring, where they are still, read gravity of 1 g and no
 * rotation: if not, a scale or a unit is wrong. Times are the frames' own.
 */
export function restCheck(ring: FrameRing, channels: readonly Channel[]): RestCheck {
  const { length } = ring;
  const newestMs = length > 0 ? ring.timestampMs[ring.slotOf(length - 1)]! : 0;
  const first = ring.positionAt(newestMs - STRETCH_MS);
  // The frame before the stretch proves that it is a whole one.
  if (first === 0 || length - first < FEWEST_FRAMES) return 'moving';
  const group = (pattern: RegExp, unit: Channel['unit']) => {
    const axes = channels.flatMap((channel, index) =>
      channel.unit === unit && pattern.test(channel.name) ? [axisOf(ring, index, first)] : [],
    );
    return axes.length === 3 ? axes : undefined;
  };
  const acceleration = group(/^acc[XYZ]$/, 'g');
  const rotation = group(/^gyro[XYZ]$/, 'dps');
  if (!acceleration && !rotation) return 'moving';

  if (acceleration) {
    const measured = lengthOf(acceleration);
    if (widest(acceleration) > STILL_ACCELERATION * measured) return 'moving';
  }
  if (rotation) {
    const noise = Math.max(ROTATION_NOISE_DPS, STILL_ROTATION * lengthOf(rotation));
    if (widest(rotation) > noise) return 'moving';
  }
  if (acceleration) {
    const measured = lengthOf(acceleration);
    if (Math.abs(measured - 1) > GRAVITY_TOLERANCE) {
      const likelyFactor = USUAL_FACTORS.find(
        (factor) => Math.abs(measured * factor - 1) <= FACTOR_TOLERANCE,
      );
      const likely = likelyFactor === undefined ? {} : { likelyFactor };
      return { wrong: 'acceleration-scale', measured, ...likely };
    }
  }
  if (rotation && lengthOf(rotation) > LARGEST_OFFSET_DPS) {
    return { wrong: 'rotation-offset', measured: lengthOf(rotation) };
  }
  return 'fine';
}

function axisOf(ring: FrameRing, channel: number, first: number): Axis {
  let sum = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let position = first; position < ring.length; position++) {
    const value = ring.values[ring.slotOf(position) * ring.channelCount + channel]!;
    sum += value;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return { mean: sum / (ring.length - first), spread: most - least };
}

function lengthOf(axes: readonly Axis[]): number {
  return Math.hypot(...axes.map(({ mean }) => mean));
}

function widest(axes: readonly Axis[]): number {
  return Math.max(...axes.map(({ spread }) => spread));
}
