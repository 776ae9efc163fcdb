import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FrameBatch } from '../../src/core/motion/frame';
import { decodeDescription, type WireDescription } from '../../src/core/motion/gatt-profile';
import {
  WEARABLE_CC as cc,
  SANITIZED,
  type Said,
  saidIn,
  viewOf,
  WEARABLE,
  WEARABLE_C,
} from '../support/wearable-c';
import { cableBatches, radioBatches } from '../support/wearable-host';

const cxx = process.env.NODLAB_CXX;
const ARDUINO = join(WEARABLE, 'arduino');
const STUB = join(import.meta.dirname, 'wearable-stub');
/** Rate of the stub's sensor. */
const STUB_RATE_HZ = 97.3;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nodlab-sketches-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!cc || !cxx)('the sketch for', () => {
  const sketches = [
    { name: 'Nano33BleSense', revision: 2, memory: 32, rotates: -1 },
    { name: 'Nano33BleSense', revision: 1, memory: 32, rotates: -1 },
    { name: 'XiaoNrf52840Sense', revision: 0, memory: 300, rotates: 1 },
  ];

  test.each(sketches)(
    '$name, revision $revision, sends what its sensor measures, by both ways',
    (sketch) => {
      const text = readFileSync(join(ARDUINO, `${sketch.name}.ino`), 'utf8');
      expect(text.split('\n').length).toBeLessThanOrEqual(121);
      const axes = axesOf(text);
      expect(handedness(axes)).toBe(sketch.rotates);
      const said = runSketch(text, sketch);

      const [described] = said.filter(({ kind }) => kind === 'described');
      const description = decodeDescription(viewOf(described!.bytes));
      expect(description.channels.map(({ name, unit }) => `${name} ${unit}`)).toEqual([
        'accX g',
        'accY g',
        'accZ g',
        'gyroX dps',
        'gyroY dps',
        'gyroZ dps',
      ]);
      const radio = radioBatches(said, description);
      const cable = cableBatches(said, description);
      expect(cable.skipped).toBeLessThanOrEqual(1);
      const longest = Math.max(...radio.map(({ timestampMs }) => timestampMs.length));
      expect(longest).toBe(4);
      for (const [way, batches] of [
        ['radio', radio],
        ['cable', cable.batches],
      ] as const) {
        const frames = framesOf(batches, axes, description);
        // The sensor's clock is beside its data sheet, and the loop stands still for five seconds.
        const late = frames.filter(({ atMs }) => atMs > 8000);
        const errors = late.map(({ atMs, place }) => atMs - (1000 * (place + 1)) / STUB_RATE_HZ);
        const middle = errors.toSorted((a, b) => a - b);
        console.log(
          `${sketch.name}, ${way}: ${frames.length} frames, error ${middle[0]!.toFixed(1)} to ${middle.at(-1)!.toFixed(1)} ms`,
        );
        expect(frames.length).toBeGreaterThan(1300);
        expect(Math.abs(middle[middle.length >> 1]!)).toBeLessThan(3);
        expect(middle.at(-1)! - middle[0]!).toBeLessThan(3);
      }
    },
  );
});

/** The table at a sketch's top. */
function axesOf(sketch: string): number[] {
  return /nodlab_axes kAxes = \{(.+)\};/.exec(sketch)![1]!.split(',').map(Number);
}

/** 1 where right-handed axes stay so, -1 where left-handed ones become so. */
function handedness(axes: readonly number[]): number {
  const row = (axis: number) =>
    [1, 2, 3].map((one) => (Math.abs(axis) === one ? Math.sign(axis) : 0));
  const [a, b, c] = axes.map(row) as [number[], number[], number[]];
  const across = [0, 1, 2].map(
    (i) => a[(i + 1) % 3]! * b[(i + 2) % 3]! - a[(i + 2) % 3]! * b[(i + 1) % 3]!,
  );
  return across.reduce((sum, one, i) => sum + one * c[i]!, 0);
}

/** Compiles a sketch as Arduino does, with the world of `wearable-stub`, and runs it. */
function runSketch(
  text: string,
  { revision, memory }: { revision: number; memory: number },
): Said[] {
  const at = mkdtempSync(join(folder, 'sketch-'));
  const chosen = text.replace(/^#define REVISION \d$/m, `#define REVISION ${revision}`);
  writeFileSync(join(at, 'sketch.ino'), chosen);
  const common = ['-Wall', '-Wextra', '-Wshadow', '-Werror', ...SANITIZED];
  const options = { cwd: at, timeout: 120_000 };
  execFileSync(cc!, [...common, '-std=gnu11', '-c', ...WEARABLE_C], options);
  const objects = WEARABLE_C.map((source) => basename(source).replace(/c$/, 'o'));
  const cpp = ['-std=gnu++14', `-I${WEARABLE}`, `-I${ARDUINO}`, '-isystem', STUB];
  const world = [`-DMEMORY_FRAMES=${memory}`, join(STUB, 'stub.cc')];
  const sketch = ['-include', 'Arduino.h', '-x', 'c++', 'sketch.ino', '-x', 'none'];
  const sources = [...sketch, join(ARDUINO, 'NodlabWearable.cpp'), ...world, ...objects];
  execFileSync(cxx!, [...common, ...cpp, ...sources, '-o', 'sketch'], options);
  execFileSync(join(at, 'sketch'), [], options);
  return saidIn(at);
}

/** Places and times of a stub's frames; wants of every channel what the sensor measured then. */
function framesOf(
  batches: readonly FrameBatch[],
  axes: readonly number[],
  { channels }: WireDescription,
) {
  const frames: { place: number; atMs: number }[] = [];
  for (const { values, timestampMs, lostBefore } of batches) {
    for (const [index, atMs] of timestampMs.entries()) {
      const counts = channels.map(({ scale }, i) => Math.round(values[index * 6 + i]! / scale));
      const sensor = (from: number) => {
        const turned = [0, 0, 0];
        for (const [i, axis] of axes.entries()) {
          turned[Math.abs(axis) - 1] = Math.sign(axis) * counts[from + i]!;
        }
        return turned;
      };
      const place = sensor(0)[0]!;
      expect([...sensor(0), ...sensor(3)]).toEqual([place, 30_000 - place, -4096, -place, 5, -7]);
      const last = frames.at(-1);
      const lost = index === 0 ? lostBefore : 0;
      if (last) expect(place - last.place - 1).toBe(lost);
      frames.push({ place, atMs });
    }
  }
  return frames;
}
