import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Unit } from '../../src/core/motion/frame';
import type { WireDescription } from '../../src/core/motion/gatt-profile';
import { runOnQemu } from './cortex-m33/run-on-m33';

export const WEARABLE = join(import.meta.dirname, '../../firmware/wearable');
/** The compiler for this machine: gcc beside g++, where only that is named. */
export const WEARABLE_CC =
  process.env.NODLAB_CC ?? process.env.NODLAB_CXX?.replace(/g\+\+$/, 'gcc');
/** Flags of a program that ends where it steps beyond. */
export const SANITIZED: readonly string[] = [
  ...['-O1', '-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'],
];
const PROGRAM = join(import.meta.dirname, 'wearable-c-program.c');
const STRICT = [
  ...['-std=c99', '-pedantic', '-Wall', '-Wextra', '-Wconversion', '-Wsign-conversion'],
  ...['-Wshadow', '-Wstrict-prototypes', '-Werror'],
];

/** The core's C files. */
export const WEARABLE_C: readonly string[] = readdirSync(WEARABLE)
  .filter((name) => name.endsWith('.c'))
  .map((name) => join(WEARABLE, name));

/** Compiles the program that plays scripts as `wearable-c` in `folder`. */
export function compileWearable(cc: string, folder: string, flags: readonly string[]): void {
  const args = [...STRICT, ...flags, `-I${WEARABLE}`, ...WEARABLE_C, PROGRAM, '-o', 'wearable-c'];
  execFileSync(cc, args, { cwd: folder, timeout: 120_000 });
}

/** Compiles the core alone, without a warning; the objects' names. */
export function compileWearableCore(
  cc: string,
  folder: string,
  flags: readonly string[],
): string[] {
  return WEARABLE_C.map((source, index) => {
    const object = `core-${index}.o`;
    execFileSync(cc, [...STRICT, ...flags, '-c', source, '-o', object], { cwd: folder });
    return object;
  });
}

const UNITS: readonly Unit[] = ['raw', 'g', 'dps', 'uT'];

/** What happens to a wearable, in the order of the program's verbs. */
export class WearableScript {
  readonly #bytes: number[] = [];

  init({ nominalRateHz, channels }: WireDescription): this {
    this.#u8(0, channels.length);
    this.#f32(nominalRateHz);
    for (const { name, unit, scale } of channels) {
      this.#u8(UNITS.indexOf(unit));
      this.#f32(scale);
      const bytes = new TextEncoder().encode(name);
      this.#u8(bytes.length, ...bytes);
    }
    return this;
  }

  read(nowUs: number, frames: number): this {
    this.#u8(1);
    this.#u64(nowUs);
    this.#u32(frames);
    return this;
  }

  push(counts: ArrayLike<number>): this {
    this.#u8(2);
    return this.#i16s(counts);
  }

  radio(mtu: number): this {
    this.#u8(3, mtu & 255, mtu >> 8);
    return this;
  }

  cable(isOpen: boolean, nowUs: number): this {
    this.#u8(4, Number(isOpen));
    this.#u64(nowUs);
    return this;
  }

  battery(percent: number): this {
    this.#u8(5, percent);
    return this;
  }

  poll(nowUs: number): this {
    this.#u8(6);
    this.#u64(nowUs);
    return this;
  }

  radioWorks(works: boolean): this {
    this.#u8(7, Number(works));
    return this;
  }

  /** Bytes that the port takes before it is full. */
  portRoom(bytes: number): this {
    this.#u8(8);
    this.#u32(bytes);
    return this;
  }

  /** A frame with its time, past the frame clock. */
  pushAt(atUs: number, counts: ArrayLike<number>): this {
    this.#u8(9);
    this.#u64(atUs);
    return this.#i16s(counts);
  }

  lose(frames: number): this {
    this.#u8(10);
    this.#u32(frames);
    return this;
  }

  count(value: number, scale: number): this {
    this.#u8(11);
    this.#f32(value);
    this.#f32(scale);
    return this;
  }

  turn(axes: readonly number[], counts: readonly number[]): this {
    this.#u8(12, ...axes.map((axis) => axis & 255));
    return this.#i16s(counts);
  }

  timer(rateHz: number, now: number): this {
    this.#u8(13);
    this.#u32(rateHz);
    this.#u32(now);
    return this;
  }

  timerUs(now: number): this {
    this.#u8(14);
    this.#u32(now);
    return this;
  }

  put(type: number, payload: Uint8Array): this {
    this.#u8(15, type, payload.length & 255, payload.length >> 8, ...payload);
    return this;
  }

  totals(): this {
    this.#u8(16);
    return this;
  }

  drain(): this {
    this.#u8(17);
    return this;
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  #u8(...numbers: number[]): void {
    for (const number of numbers) this.#bytes.push(number);
  }
  #u32(number: number): void {
    for (let shift = 0; shift < 32; shift += 8) this.#bytes.push((number >>> shift) & 255);
  }
  #u64(number: number): void {
    this.#u32(number % 2 ** 32);
    this.#u32(Math.floor(number / 2 ** 32));
  }
  #f32(number: number): void {
    this.#bytes.push(...new Uint8Array(Float32Array.of(number).buffer));
  }
  #i16s(counts: ArrayLike<number>): this {
    for (let i = 0; i < counts.length; i++) {
      this.#bytes.push(counts[i]! & 255, (counts[i]! >> 8) & 255);
    }
    return this;
  }
}

/** What the program said, in order. */
export interface Said {
  readonly kind: 'notified' | 'refused' | 'written' | 'described' | 'number';
  readonly bytes: Uint8Array;
}

const KINDS = ['notified', 'refused', 'written', 'described', 'number'] as const;

/** Plays a script; its answer as it is. `qemu`: the emulator to run it on. */
export function playBytes(folder: string, script: WearableScript, qemu?: string): Uint8Array {
  writeFileSync(join(folder, 'script'), script.bytes());
  rmSync(join(folder, 'said'), { force: true });
  if (qemu) runOnQemu('wearable-c', folder, qemu);
  else execFileSync(join(folder, 'wearable-c'), { cwd: folder, timeout: 240_000 });
  return new Uint8Array(readFileSync(join(folder, 'said')));
}

/** Plays a script. */
export function playWearable(folder: string, script: WearableScript): Said[] {
  playBytes(folder, script);
  return saidIn(folder);
}

/** What a program left in the file `said`. */
export function saidIn(folder: string): Said[] {
  const all = new Uint8Array(readFileSync(join(folder, 'said')));
  const said: Said[] = [];
  for (let at = 0; at < all.length; ) {
    const length = all[at + 1]! | (all[at + 2]! << 8);
    said.push({ kind: KINDS[all[at]!]!, bytes: all.slice(at + 3, at + 3 + length) });
    at += 3 + length;
  }
  return said;
}

/** The numbers that a script asked for. */
export function numbersOf(said: readonly Said[]): number[] {
  return said
    .filter(({ kind }) => kind === 'number')
    .map(({ bytes }) => {
      const view = new DataView(bytes.buffer);
      return view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32;
    });
}

export const viewOf = (bytes: Uint8Array) =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
