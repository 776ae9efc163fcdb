import type { Channel } from '#core/motion/frame';

/** Channels switched on and off together: a key under `channels` of `label.json`. */
export interface ChannelGroup {
  readonly id: 'acc' | 'gyro' | 'mag' | 'other';
  readonly names: readonly string[];
}

const GROUP_OF_UNIT = { g: 'acc', dps: 'gyro', uT: 'mag', raw: 'other' } as const;

/** Groups of a recording in the order in which they are drawn. */
export function channelGroups(channels: readonly Channel[]): ChannelGroup[] {
  const groups = new Map<ChannelGroup['id'], string[]>();
  for (const { name, unit } of channels) {
    const id = GROUP_OF_UNIT[unit];
    groups.set(id, [...(groups.get(id) ?? []), name]);
  }
  return [...groups].map(([id, names]) => ({ id, names }));
}

/** What is worth seeing at first: a magnetometer says little about gestures. */
export function firstShown(groups: readonly ChannelGroup[]): string[] {
  const others = groups.filter(({ id }) => id !== 'mag');
  return (others.length > 0 ? others : groups).map(({ id }) => id);
}
