import { expect } from 'vitest';
import type { FrameBatch, Unit } from '../../src/core/motion/frame';
import type { WireDescription } from '../../src/core/motion/gatt-profile';
import type { Random } from '../../src/core/random';
import { WearableScript } from './wearable-c';

/** A frame that was pushed, or so many that were not. */
export type TimelineEntry =
  | { readonly atUs: number; readonly counts: Int16Array }
  | { readonly lost: number };

/** Too far from each other to share a packet; the last two are longer than a packet can say. */
const STEPS_US = [50, 77, 200, 1000, 2403, 9615, 20_000, 47_619, 65_535, 100_000, 1_000_000];
/** How likely it is before a frame, and what it does. */
type Happening = readonly [chance: number, happen: () => unknown];

const UNITS: readonly Unit[] = ['raw', 'g', 'dps', 'uT'];

/** Channels of any units, scales and names. */
export function describedChannels(random: Random, count: number): WireDescription {
  const letters = ['a', 'Z', '9', '°', '头', ' '];
  return {
    nominalRateHz: Math.fround(random.next() * 10 ** random.integer(5)),
    channels: Array.from({ length: count }, () => {
      const scale = Math.fround((0.1 + random.next()) * 10 ** -random.integer(6));
      const length = 1 + random.integer(8);
      const name = Array.from({ length }, () => letters[random.integer(letters.length)]!).join('');
      return { name, unit: UNITS[random.integer(4)]!, scale, fullScale: scale * 32_768 };
    }),
  };
}

/**
 * Frames with steps that change, gaps, losses, links that fail and grow and shrink, from any place
 * of the clock on, and all that was pushed. Frames go past the frame clock: their times are known.
 */
export function wildStream(random: Random, way: 'radio' | 'cable' | 'stuck cable' = 'radio') {
  const channels = 1 + random.integer(12);
  // Short names: the description has to fit.
  const { nominalRateHz, channels: long } = describedChannels(random, channels);
  const description = {
    nominalRateHz,
    channels: long.map((channel, index) => ({ ...channel, name: `c${index}` })),
  };
  const script = new WearableScript().init(description);
  const timeline: TimelineEntry[] = [];
  const isRadio = way === 'radio';
  let atUs = Math.floor(random.next() * 2 ** 33);
  let stepUs = 1000;
  if (isRadio) script.radio(23 + random.integer(225));
  else script.portRoom(2000).cable(true, atUs);
  const lose = (lost: number) => {
    script.lose(lost);
    timeline.push({ lost });
  };
  const push = () => {
    atUs += stepUs;
    const counts = Int16Array.from({ length: channels }, () => {
      if (random.next() < 0.05) return random.next() < 0.5 ? -32_768 : 32_767;
      return random.integer(65_536) - 32_768;
    });
    script.pushAt(atUs, counts);
    timeline.push({ atUs, counts });
  };
  // What went before a leap has to be told, or it adds up to more than can be.
  const reach = () => {
    script.radioWorks(true).radio(247);
    push();
    script.totals();
  };
  const setStep = () => {
    stepUs = STEPS_US[random.integer(STEPS_US.length)]!;
  };
  const pause = (mostUs: number) => {
    atUs += random.integer(mostUs);
  };
  const anywhere: Happening[] = [
    [0.02, setStep],
    [0.01, () => script.radioWorks(random.next() < 0.6)],
    [0.01, () => lose(1 + random.integer(5))],
  ];
  const onRadio: Happening[] = [
    [0.01, () => script.radio(23 + random.integer(225))],
    [0.002, () => script.radio(0)],
    [0.008, () => [reach(), lose(random.integer(31_000))]],
    [0.003, () => [reach(), pause(20 * 60e6)]],
  ];
  const onCable: Happening[] = [[0.003, () => pause(3e6)]];
  const events = [...anywhere, ...(isRadio ? onRadio : onCable)];
  for (let i = 0; i < 400 + random.integer(400); i++) {
    for (const [chance, happen] of events) {
      if (random.next() < chance) happen();
    }
    push();
    if (isRadio) continue;
    // A port that takes a little each time is never stuck.
    if (way === 'cable') script.portRoom(1 + random.integer(random.next() < 0.8 ? 40 : 700));
    else if (random.next() < 0.02) script.portRoom(random.integer(900));
    script.poll(atUs);
  }
  script.totals();
  if (!isRadio) script.portRoom(1e6).poll(atUs);
  return { script, timeline, channels, description };
}

/**
 * Wants of decoded batches that they be the timeline's frames, bit for bit and at their times, with
 * as many lost between as the batches say. What was decoded and what was lost; `laps` and `clockLaps`:
 * how often the numbers and the clock began anew.
 */
export function expectTold(
  timeline: readonly TimelineEntry[],
  batches: readonly FrameBatch[],
  { channels }: WireDescription,
) {
  const flat = timeline.flatMap((one) =>
    'lost' in one ? Array.from({ length: one.lost }, () => undefined) : [one],
  );
  const told = { frames: 0, lost: 0, laps: 0, clockLaps: 0 };
  const scales = channels.map(({ scale }) => scale);
  const valuesOf = (counts: Int16Array) =>
    Float32Array.from(counts, (count, index) => count * scales[index]!);
  const first = batches[0];
  if (!first) return told;
  // What went before the first packet nobody tells; its time says where it lies.
  const startMs = first.timestampMs[0]!;
  let place = flat.findIndex((one) => one && (one.atUs % 2 ** 32) / 1000 === startMs);
  expect(place).toBeGreaterThanOrEqual(0);
  const startUs = flat[place]!.atUs;
  for (const { values, timestampMs, lostBefore } of batches) {
    place += lostBefore;
    told.lost += lostBefore;
    for (let frame = 0; frame < timestampMs.length; frame++) {
      const one = flat[place++];
      if (one === undefined) throw new Error(`frame ${place - 1} was lost, and is told`);
      const here = values.slice(frame * scales.length, (frame + 1) * scales.length);
      expect(Buffer.compare(bytesOf(here), bytesOf(valuesOf(one.counts)))).toBe(0);
      expect(Math.round((timestampMs[frame]! - startMs) * 1000)).toBe(one.atUs - startUs);
      told.frames++;
      told.clockLaps = Math.floor(one.atUs / 2 ** 32) - Math.floor(startUs / 2 ** 32);
    }
  }
  told.laps = Math.floor(place / 65_536);
  expect(place).toBeLessThanOrEqual(flat.length);
  return told;
}

function bytesOf(values: Float32Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}
