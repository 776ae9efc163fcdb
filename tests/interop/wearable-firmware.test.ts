import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  decodeDescription,
  encodeDescription,
  type WireDescription,
} from '../../src/core/motion/gatt-profile';
import { framesPerPacket, PacketDecoder } from '../../src/core/motion/packet-codec';
import { createRandom } from '../../src/core/random';
import { M33_FLAGS, M33_STARTUP } from '../support/cortex-m33/run-on-m33';
import {
  WEARABLE_CC as cc,
  compileWearable,
  compileWearableCore,
  numbersOf,
  playBytes,
  playWearable,
  SANITIZED,
  viewOf,
  WEARABLE,
  WearableScript,
} from '../support/wearable-c';
import { cableBatches, ONE, radioBatches, seeds } from '../support/wearable-host';
import { sensorRun } from '../support/wearable-sensor';
import { describedChannels, expectTold, wildStream } from '../support/wearable-streams';

const cxx = process.env.NODLAB_CXX;
const armCc = process.env.NODLAB_ARM_CC ?? 'arm-none-eabi-gcc';
const qemu = process.env.NODLAB_QEMU ?? 'qemu-system-arm';
const M4_FLAGS = ['-mcpu=cortex-m4', '-mthumb', '-mfloat-abi=hard', '-mfpu=fpv4-sp-d16'];

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nodlab-wearable-'));
  if (cc) compileWearable(cc, folder, SANITIZED);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const play = (script: WearableScript) => playWearable(folder, script);

describe.skipIf(!cc)('the description that the C core packs', () => {
  test("is byte for byte the page's, of any channels", () => {
    seeds(60, (random) => {
      const description = describedChannels(random, 1 + random.integer(12));
      const [said] = play(new WearableScript().init(description));
      const expected = encodeDescription(description);
      if (expected.length > 176) {
        expect(said!.bytes).toHaveLength(0);
        return;
      }
      expect(said!.bytes).toEqual(expected);
      expect(decodeDescription(viewOf(said!.bytes))).toEqual(description);
    });
  });

  const refused: [string, WireDescription][] = [
    ['no channel', { ...ONE, channels: [] }],
    ['a rate above 10,000', { ...ONE, nominalRateHz: 10_001 }],
    ['a rate below 0', { ...ONE, nominalRateHz: -1 }],
    ['a rate that is no number', { ...ONE, nominalRateHz: Number.NaN }],
    ...[0, -1, Number.POSITIVE_INFINITY, Number.NaN].map((scale): [string, WireDescription] => [
      `scale ${scale}`,
      { ...ONE, channels: [{ ...ONE.channels[0]!, scale }] },
    ]),
  ];
  test.each(refused)('is refused by both with %s', (_, description) => {
    const [said] = play(new WearableScript().init(description));
    expect(said!.bytes).toHaveLength(0);
    expect(() => decodeDescription(viewOf(encodeDescription(description)))).toThrow();
  });
});

describe.skipIf(!cc)('packets that the C core makes', () => {
  test('give the page every count, time and loss, whatever happens to the link', () => {
    let frames = 0;
    let lost = 0;
    let laps = 0;
    let clockLaps = 0;
    seeds(120, (random) => {
      const { script, timeline, channels, description } = wildStream(random);
      const said = play(script);
      const batches = radioBatches(said, description);
      const told = expectTold(timeline, batches, description);
      frames += told.frames;
      lost += told.lost;
      laps += told.laps;
      clockLaps += told.clockLaps;
      const [sent, missing] = numbersOf(said).slice(-4);
      expect(sent).toBe(batches.reduce((sum, { values }) => sum + values.length / channels, 0));
      expect(sent! + missing!).toBe(
        timeline.reduce((sum, one) => sum + ('lost' in one ? one.lost : 1), 0),
      );
    });
    console.log(
      `radio: ${frames} frames decoded, ${lost} told as lost, ${laps} laps of the number, ${clockLaps} of the clock`,
    );
    expect(frames).toBeGreaterThan(10_000);
    expect(lost).toBeGreaterThan(1000);
    expect(laps).toBeGreaterThan(10);
    expect(clockLaps).toBeGreaterThan(3);
  });

  test('are as long as the MTU allows, and never longer', () => {
    for (let channels = 1; channels <= 12; channels++) {
      const description = describedChannels(createRandom(channels), channels);
      for (const mtu of [23, 24, 27, 64, 131, 185, 246, 247]) {
        const script = new WearableScript().init(description).radio(mtu);
        const frame = new Int16Array(channels).fill(7);
        for (let i = 0; i < 300; i++) script.pushAt(1_000_000 + 100 * i, frame);
        const room = framesPerPacket(mtu - 3, channels);
        const packets = play(script.totals()).filter(({ kind }) => kind === 'notified');
        const lengths = packets.map(({ bytes }) => (bytes.length - 8) / 2 / channels);
        // The first one goes off alone, as no step is known yet.
        if (room === 0) expect(lengths).toEqual([]);
        else expect(lengths.slice(1, -1).every((length) => length === room)).toBe(true);
        expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(room === 0 ? 0 : 300);
      }
    }
  });

  test('hold no frame for longer than 50 ms, or for its own step', () => {
    const packets = (stepUs: number) => {
      const script = new WearableScript().init(ONE).radio(247);
      for (let i = 0; i < 40; i++) script.pushAt(1_000_000 + stepUs * i, [i]);
      const said = play(script).filter(({ kind }) => kind === 'notified');
      return said.slice(1, -1).map(({ bytes }) => (bytes.length - 8) / 2);
    };
    expect(new Set(packets(10_000))).toEqual(new Set([5]));
    expect(new Set(packets(20_000))).toEqual(new Set([2]));
    expect(new Set(packets(200_000))).toEqual(new Set([1]));
  });

  test('go off half full where the sensor stops', () => {
    const script = new WearableScript().init(ONE).radio(247).cable(true, 0).portRoom(1e9);
    for (let i = 0; i < 4; i++) script.pushAt(1_000_000 + 10_000 * i, [i]);
    const said = play(script.poll(1_090_000).poll(1_200_000).drain());
    const values = [radioBatches(said, ONE), cableBatches(said, ONE).batches].map((batches) =>
      batches.flatMap((batch) => [...batch.values].map((one) => one * 8192)),
    );
    expect(values).toEqual([
      [0, 1, 2, 3],
      [0, 1, 2, 3],
    ]);
  });

  test('are cut up where the MTU shrinks below what is held', () => {
    const script = new WearableScript().init(ONE).radio(247);
    for (let i = 0; i < 40; i++) script.pushAt(1_000_000 + 1000 * i, [i]);
    script.radio(23).pushAt(1_040_000, [40]).totals();
    const said = play(script);
    const batches = radioBatches(said, ONE);
    expect(said.every(({ kind, bytes }) => kind !== 'notified' || bytes.length <= 20)).toBe(true);
    expect(batches.flatMap(({ values }) => [...values].map((value) => value * 8192))).toEqual(
      Array.from({ length: 41 }, (_, i) => i),
    );
    expect(batches.flatMap(({ timestampMs }) => [...timestampMs])).toEqual(
      Array.from({ length: 41 }, (_, i) => 1000 + i),
    );
  });

  test('tell a loss of more than half the numbers as the most that can be told', () => {
    const script = new WearableScript().init(ONE).radio(23).pushAt(0, [1]).lose(100_000);
    const decoder = new PacketDecoder(ONE.channels);
    const batches = play(script.pushAt(90_000, [2]).totals())
      .filter(({ kind }) => kind === 'notified')
      .map(({ bytes }) => decoder.push(viewOf(bytes), 0));
    expect(batches.map((batch) => batch?.lostBefore)).toEqual([0, 32_767]);
  });

  test('round the value to the nearest count, and stop at the ends', () => {
    const cases: [number, number, number][] = [
      [1, 1 / 8192, 8192],
      [-4, 1 / 8192, -32_768],
      [4, 1 / 8192, 32_767],
      [1e30, 1 / 8192, 32_767],
      [-1e30, 1 / 8192, -32_768],
      [Number.POSITIVE_INFINITY, 1, 32_767],
      [Number.NEGATIVE_INFINITY, 1, -32_768],
      [Number.NaN, 1, 0],
      [0.5, 1, 1],
      [-0.5, 1, -1],
      [0.49999997, 1, 0],
      [32_766.5, 1, 32_767],
      [-32_767.5, 1, -32_768],
      [-0, 1, 0],
    ];
    const random = createRandom(5);
    for (let i = 0; i < 3000; i++) {
      const value = Math.fround(random.normal() * 10 ** random.integer(6));
      const scale = Math.fround(10 ** -random.integer(5) * (0.5 + random.next()));
      const ratio = Math.fround(value / scale);
      const nearest = Math.sign(ratio) * Math.floor(Math.abs(ratio) + 0.5);
      cases.push([value, scale, Math.max(-32_768, Math.min(32_767, nearest))]);
    }
    const script = new WearableScript();
    for (const [value, scale] of cases) script.count(value, scale);
    const counts = numbersOf(play(script)).map((number) => (number << 16) >> 16);
    expect(counts).toEqual(cases.map(([, , count]) => count + 0));
  });

  test('carry the axes of the head, the lowest count turned round too', () => {
    const script = new WearableScript()
      .turn([1, 2, 3], [1, -2, 3])
      .turn([-2, -1, 3], [10, 20, -30])
      .turn([-3, 2, -1], [-32_768, 32_767, -32_768]);
    const counts = numbersOf(play(script)).map((number) => (number << 16) >> 16);
    expect(counts).toEqual([1, -2, 3, -20, -10, -30, 32_767, 32_767, 32_767]);
  });
});

describe.skipIf(!cxx)('the headers', () => {
  test('compile without a warning from C++', () => {
    const names = ['counts', 'wearable', 'little_endian'];
    const all = names.map((name) => `#include "nodlab_${name}.h"\n`).join('');
    writeFileSync(join(folder, 'all.cc'), `${all}nodlab_wearable wearable;\n`);
    const flags = ['-std=c++11', '-pedantic', '-Wall', '-Wextra', '-Wconversion', '-Werror'];
    execFileSync(cxx!, [...flags, `-I${WEARABLE}`, '-c', 'all.cc'], { cwd: folder });
  });
});

describe.skipIf(!has(armCc))('on a Cortex-M', () => {
  test.each([
    ['m4', M4_FLAGS],
    ['m33', M33_FLAGS],
    ['m0plus', ['-mcpu=cortex-m0plus', '-mthumb']],
  ])('the core compiles for %s without a warning, and stays small', (name, flags) => {
    const objects = compileWearableCore(armCc, folder, [...flags, '-Os']);
    const size = armCc.replace(/gcc$/, 'size');
    const totals = execFileSync(size, ['-t', ...objects], { cwd: folder, encoding: 'utf8' });
    const [text, data, bss] = totals.trim().split('\n').at(-1)!.trim().split(/\s+/).map(Number);
    writeFileSync(
      join(folder, 'size.c'),
      '#include "nodlab_wearable.h"\nchar size[sizeof(nodlab_wearable)];\n',
    );
    execFileSync(armCc, [...flags, `-I${WEARABLE}`, '-c', 'size.c'], { cwd: folder });
    const symbols = execFileSync(armCc.replace(/gcc$/, 'nm'), ['-S', 'size.o'], {
      cwd: folder,
      encoding: 'utf8',
    });
    const ram = Number.parseInt(/^\w+ (\w+) \w size$/m.exec(symbols)![1]!, 16);
    console.log(`${name}: ${text} bytes of flash, ${ram} bytes of RAM a wearable`);
    expect(text).toBeLessThan(4096);
    expect(data! + bss!).toBe(0);
    expect(ram).toBeLessThan(1536);
  });

  test.skipIf(!cc || !has(qemu))(
    'a Cortex-M33 says what this machine says, to the byte',
    () => {
      const there = mkdtempSync(join(folder, 'm33-'));
      compileWearable(armCc, there, [...M33_FLAGS, '-Os', ...M33_STARTUP]);
      const scripts = [
        ...[1, 2, 3].map((seed) => wildStream(createRandom(seed)).script),
        wildStream(createRandom(4), 'cable').script,
        wildStream(createRandom(5), 'stuck cable').script,
        sensorRun({ rateHz: 111, pollUs: 20_000, memory: 30, seconds: 20, stallUs: 1e6 }, 6).script,
      ];
      for (const script of scripts) {
        const host = playBytes(folder, script);
        expect(host.length).toBeGreaterThan(1000);
        expect(Buffer.compare(playBytes(there, script, qemu), host)).toBe(0);
      }
    },
    240_000,
  );
});

/** Whether a program is there; the suite's script names those in variables. */
function has(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
