import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect } from 'vitest';
import type { FrameBatch } from '../../src/core/motion/frame';
import { decodeDescription, type WireDescription } from '../../src/core/motion/gatt-profile';
import { PacketDecoder } from '../../src/core/motion/packet-codec';
import { SERIAL_PACKET, SerialPacketDecoder } from '../../src/core/motion/serial-framing';
import { createRandom, type Random } from '../../src/core/random';
import {
  compileWearable,
  playWearable,
  SANITIZED,
  type Said,
  viewOf,
  WEARABLE_CC,
  type WearableScript,
} from './wearable-c';

/** One channel whose counts stay themselves: `value * 8192`. */
export const ONE: WireDescription = {
  nominalRateHz: 50,
  channels: [{ name: 'accX', unit: 'g', scale: 1 / 8192, fullScale: 4 }],
};

/** The C program under sanitizers, compiled before the file's tests: plays a script. */
export function sanitizedWearable(): (script: WearableScript) => Said[] {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'nodlab-wearable-'));
    if (WEARABLE_CC) compileWearable(WEARABLE_CC, folder, SANITIZED);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (script) => playWearable(folder, script);
}

/** Checks with that many seeds, new ones each time. */
export const seeds = (runs: number, check: (random: Random) => void) =>
  fc.assert(
    fc.property(fc.integer({ min: 1 }), (seed) => check(createRandom(seed))),
    { numRuns: runs },
  );

/** The batches of the notifications; none may be passed over. */
export function radioBatches(said: readonly Said[], { channels }: WireDescription): FrameBatch[] {
  const decoder = new PacketDecoder(channels);
  const batches = said
    .filter(({ kind }) => kind === 'notified')
    .map(({ bytes }) => decoder.push(viewOf(bytes), 0)!);
  expect(decoder.skipped).toBe(0);
  return batches;
}

/** The cable's bytes. */
export function written(said: readonly Said[]): Uint8Array {
  return Buffer.concat(said.filter(({ kind }) => kind === 'written').map(({ bytes }) => bytes));
}

/** What a host makes of the cable's bytes. */
export function cableBatches(said: readonly Said[], description: WireDescription) {
  const framing = new SerialPacketDecoder();
  const decoder = new PacketDecoder(description.channels);
  const batches: FrameBatch[] = [];
  const batteries: number[] = [];
  let descriptions = 0;
  framing.push(written(said), (type, payload) => {
    if (type === SERIAL_PACKET.description) {
      expect(decodeDescription(payload)).toEqual(description);
      descriptions++;
    } else if (type === SERIAL_PACKET.battery) batteries.push(payload.getUint8(0));
    else batches.push(decoder.push(payload, 0)!);
  });
  expect(decoder.skipped).toBe(0);
  return { batches, batteries, descriptions, skipped: framing.skipped };
}
