import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KEPT_DAYS } from '../../src/core/apps/posture-monitor';
import { MOST_STRETCHES } from '../../src/core/apps/sedentary-reminder';
import { calibrate } from '../../src/core/compress/calibrate';
import type { Int8Graph } from '../../src/core/compress/int8-graph';
import { quantise } from '../../src/core/compress/quantise';
import { NOTHING } from '../../src/core/dataset/gesture';
import type { LiveModel } from '../../src/core/live/recogniser';
import { createGraphBuilder } from '../../src/core/model/graph-builder';
import type { Channel } from '../../src/core/motion/frame';
import { createRandom } from '../../src/core/random';
import { M33_FPU_FLAGS, M33_STARTUP } from '../support/cortex-m33/run-on-m33';
import { demoModel } from '../support/demo-model';
import { HOSTILE_LABELS } from '../support/example-export';
import {
  C99_FLAGS,
  compileLive,
  configuredModel,
  playOnC,
  writeLiveSources,
} from '../support/live-c';
import { type Played, playOnPage } from '../support/live-page';
import type { TapeRecord } from '../support/live-tape';
import { hourOfMotion, restlessTape, wildTape } from '../support/live-tapes';

const cc = process.env.NODLAB_CC;
const armCc = process.env.NODLAB_ARM_CC;
const qemu = process.env.NODLAB_QEMU;
const SANITIZED = ['-O1', '-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'];

const ACCELERATION = ['accX', 'accY', 'accZ'].map((name): Channel => ({ name, unit: 'g' }));
const TURNING = ['gyroX', 'gyroY', 'gyroZ'].map((name): Channel => ({ name, unit: 'dps' }));

/** The fourth number of the line on the reminder. */
const STRETCHES = /^sedentary \d \d \d+ (\d+)/;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nodlab-live-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!cc)('the live logic in C and on the page', () => {
  test('gives equal points, windows, events and app effects on an hour of motion', async () => {
    const model = await demoModel();
    compileLive(cc!, folder, model, SANITIZED);
    const tape = hourOfMotion(31, model.channels);
    const page = playBoth(tape, model);
    const counts = countWords(page.log);
    if (armCc && qemu) {
      compileLive(armCc, folder, model, [...M33_FPU_FLAGS, '-Os', ...M33_STARTUP]);
      expectEqual(playOnC(folder, tape, qemu), page);
    }
    console.log(`an hour: ${JSON.stringify(counts)}`);
    // An hour in which little happens would prove little.
    expect(counts.answer).toBeGreaterThan(30_000);
    expect(counts.event).toBeGreaterThan(200);
    for (const word of [
      'broken',
      'state',
      'moving',
      'surer',
      'remind',
      'reminder',
      'done',
      'ring',
      'silence',
    ]) {
      expect(counts[word], word).toBeGreaterThan(3);
    }
  }, 300_000);

  test('gives equal results where the compiler may fuse and reorder all it likes', () => {
    const model = highestChannelModel([...ACCELERATION, ...TURNING], 25);
    compileLive(cc!, folder, model, ['-O3', '-march=native', '-ffp-contract=fast']);
    for (const seed of [4, 5, 6]) playBoth(wildTape(seed, 6), model);
  });

  test('compiles without a warning from C++, and with any names', () => {
    const model = highestChannelModel(TURNING, 25);
    const classes = ['nothing', ...HOSTILE_LABELS].map((label) => ({
      label,
      kind: 'state' as const,
    }));
    writeLiveSources(folder, { ...configuredModel(model), classes });
    const headers = readdirSync(folder).filter((name) => name.endsWith('.h'));
    writeFileSync(
      join(folder, 'all.cc'),
      `${headers.map((name) => `#include "${name}"\n`).join('')}nodlab_apps apps;\n`,
    );
    const flags = ['-std=c++11', '-pedantic', '-Wall', '-Wextra', '-Wconversion', '-Werror'];
    execFileSync(process.env.NODLAB_CXX ?? 'g++', [...flags, '-c', 'all.cc'], { cwd: folder });
  });

  test.skipIf(!armCc)('compiles without a warning for a Cortex-M33', () => {
    for (const channels of [ACCELERATION, TURNING, [...TURNING, ...ACCELERATION]]) {
      const sources = writeLiveSources(folder, configuredModel(highestChannelModel(channels, 25)));
      execFileSync(armCc!, [...C99_FLAGS, ...M33_FPU_FLAGS, '-Os', '-c', ...sources], {
        cwd: folder,
      });
    }
  });

  test('gives equal results for a head that is never still, day after day', () => {
    const model = highestChannelModel(ACCELERATION, 25);
    compileLive(cc!, folder, model, SANITIZED);
    for (const seed of [1, 2, 3]) {
      const { log } = playBoth(restlessTape(seed, 3), model);
      const most = Math.max(...log.map((line) => Number(line.match(STRETCHES)?.[1] ?? 0)));
      expect(most).toBe(MOST_STRETCHES);
      expect(log.filter((line) => line.startsWith('day ')).length).toBe(KEPT_DAYS * 24);
    }
  });

  test.each([
    { name: 'acceleration and turning', channels: [...ACCELERATION, ...TURNING], rateHz: 25 },
    { name: 'acceleration alone', channels: ACCELERATION, rateHz: 31.25 },
    { name: 'turning alone', channels: TURNING, rateHz: 50 },
    {
      name: 'turning before acceleration',
      channels: [...TURNING, ...ACCELERATION],
      rateHz: 104 / 3,
    },
  ])(
    'gives equal results on wild streams of $name',
    ({ channels, rateHz }) => {
      const model = highestChannelModel(channels, rateHz);
      compileLive(cc!, folder, model, SANITIZED);
      const counts: Record<string, number> = {};
      fc.assert(
        fc.property(fc.integer({ min: 1 }), (seed) => {
          const { log } = playBoth(wildTape(seed, channels.length), model);
          for (const [word, count] of Object.entries(countWords(log))) {
            counts[word] = (counts[word] ?? 0) + count;
          }
        }),
        { numRuns: 12, endOnFailure: true },
      );
      console.log(JSON.stringify(counts));
      // Seeds are drawn anew each time; usual are three hundred and fifty.
      expect(counts.event).toBeGreaterThan(30);
      expect(counts.state).toBeGreaterThan(5);
    },
    120_000,
  );
});

/** The page's part, once it has proved equal to the C program's. */
function playBoth(tape: readonly TapeRecord[], model: LiveModel): Played {
  const page = playOnPage(tape, model);
  expectEqual(playOnC(folder, tape), page);
  return page;
}

function expectEqual(c: Played, page: Played): void {
  // The first difference says more than two long lists.
  const line = page.log.findIndex((text, at) => text !== c.log[at]);
  expect({ line, text: c.log[line] }).toEqual({ line: -1, text: undefined });
  expect(c.log.length).toBe(page.log.length);
  expect(c.points.length).toBe(page.points.length);
  expect(c.points.findIndex((value, at) => !Object.is(value, page.points[at]))).toBe(-1);
  expect(Buffer.compare(c.windows, page.windows)).toBe(0);
}

/** How often each word begins a line; effects by their own word, `broken`: windows with a gap. */
function countWords(log: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const line of log) {
    const [first, second] = line.split(' ');
    const word = first === 'effect' ? second! : line.startsWith('answer 0') ? 'broken' : first!;
    counts[word] = (counts[word] ?? 0) + 1;
  }
  return counts;
}

/** Answers with the one of the first three channels that is highest. */
function highestChannelGraph(frames: number, channelCount: number): Int8Graph {
  const random = createRandom(3);
  const graph = createGraphBuilder([frames, 1, channelCount], random)
    .globalAveragePool()
    .dense(4, 'none')
    .softmax()
    .graph();
  for (const layer of graph.layers) {
    if (layer.kind !== 'dense') continue;
    layer.weights.fill(0);
    for (let channel = 0; channel < 3; channel++) {
      layer.weights[(channel + 1) * channelCount + channel] = 3;
    }
  }
  const inputs = Float32Array.from(
    { length: frames * channelCount * 8 },
    () => random.normal() * 4,
  );
  return quantise(graph, calibrate(graph, inputs, 8));
}

function highestChannelModel(channels: readonly Channel[], rateHz: number): LiveModel {
  const frames = 20;
  return {
    graph: highestChannelGraph(frames, channels.length),
    normaliser: {
      mean: Float32Array.from(channels, (_, i) => 0.1 * i - 0.25),
      deviation: Float32Array.from(channels, (_, i) => 0.3 + 0.1 * i),
    },
    windowing: {
      rateHz,
      lengthMs: (frames * 1000) / rateHz,
      hopMs: 40,
      channelNames: channels.map(({ name }) => name),
    },
    channels,
    classes: [NOTHING, 'a', 'b', 'c'],
    gestures: [
      { id: 'a', name: 'Nod', kind: 'event', colour: 0 },
      { id: 'b', name: 'Shake', kind: 'event', colour: 1 },
      { id: 'c', name: 'Head down', kind: 'state', colour: 2 },
    ],
  };
}
