import type { Channel, Unit } from '#core/motion/frame';

/** One channel in a lane. `axis` picks colour and dash: 0 x, 1 y, 2 z; others count on. */
export interface TraceLine {
  readonly channel: number;
  readonly label: string;
  readonly axis: number;
}

/** Channels of one unit, drawn over each other on one scale. */
export interface TraceLane {
  readonly unit: Unit;
  readonly lines: readonly TraceLine[];
  /** The scale is even about 0, as for what has a sign; otherwise it follows the values. */
  readonly centred: boolean;
}

const AXES = 'XYZ';

/** Lanes of a stream in the order their units first appear; `names` limits the channels. */
export function lanesOf(
  channels: readonly Channel[],
  names?: ReadonlySet<string>,
): readonly TraceLane[] {
  const byUnit = new Map<Unit, TraceLine[]>();
  channels.forEach(({ name, unit }, channel) => {
    if (names !== undefined && !names.has(name)) return;
    const lines = byUnit.get(unit) ?? [];
    byUnit.set(unit, lines);
    const axis = /[a-z][XYZ]$/.test(name) ? AXES.indexOf(name.slice(-1)) : -1;
    lines.push({
      channel,
      label: axis < 0 ? name : AXES.charAt(axis).toLowerCase(),
      axis: axis < 0 ? lines.length : axis,
    });
  });
  return [...byUnit].map(([unit, lines]) => ({
    unit,
    lines,
    centred: unit === 'g' || unit === 'dps',
  }));
}

/** The least of 1, 2, 5 × 10ⁿ that is not below `value`; 1 for nothing at all. */
export function niceCeiling(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  for (const step of [1, 2, 5]) if (step * power >= value) return step * power;
  return 10 * power;
}

/** Spreads sorted positions so that neighbours stand `gap` apart within `[low, high]`, in place. */
export function spreadApart(
  positions: Float64Array,
  count: number,
  gap: number,
  low: number,
  high: number,
): void {
  for (let i = 0; i < count; i++) {
    const least = i === 0 ? low : positions[i - 1]! + gap;
    positions[i] = Math.max(positions[i]!, least);
  }
  for (let i = count - 1; i >= 0; i--) {
    const most = i === count - 1 ? high : positions[i + 1]! - gap;
    positions[i] = Math.min(positions[i]!, most);
  }
}
