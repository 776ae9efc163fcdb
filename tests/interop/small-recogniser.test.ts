import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { demoRecordings } from '../../src/core/dataset/demo-recordings';
import { generateC99 } from '../../src/core/firmware/c99/generate-c99';
import { type LiveModel, Recogniser } from '../../src/core/live/recogniser';
import type { Signal } from '../../src/core/motion/frame';
import { resample } from '../../src/core/motion/resample';
import { DEMO_GESTURE_IDS } from '../../src/studio/project-bundles';
import { demoModel } from '../support/demo-model';
import { C99_FLAGS, configuredModel, writeLiveSources } from '../support/live-c';

const cc = process.env.NODLAB_CC;
const SANITIZED = ['-O1', '-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'];
/** Smoothed scores meet a threshold a hop or two earlier or later when they are whole numbers. */
const NEAR_MS = 300;

/** Reads frames, writes what each of them completes. */
const PROGRAM = `#include <stdio.h>
#include "nodlab_small.h"

static nodlab_small recogniser;

int main(void) {
  FILE *frames = fopen("frames.bin", "rb"), *events = fopen("events.bin", "wb");
  float values[NODLAB_CHANNELS];
  nodlab_small_init(&recogniser);
  while (fread(values, sizeof values, 1, frames) == 1) {
    const int32_t event = nodlab_small_push(&recogniser, values);
    fwrite(&event, sizeof event, 1, events);
  }
  fclose(events);
  return 0;
}
`;

interface Event {
  readonly gesture: string;
  readonly atMs: number;
}

test.skipIf(!cc)(
  'the small recogniser tells no event that the page does not, and misses few',
  async () => {
    const model = await demoModel();
    const { rateHz } = model.windowing;
    const people = demoRecordings({ seed: 55, subjectCount: 6, gestureIds: DEMO_GESTURE_IDS });
    const counts = { page: 0, seen: 0, small: 0, invented: 0 };
    for (const { signal } of people) {
      const even = evenSignal(signal, model);
      const [page, small] = [onPage(even, model), onC(even, model, rateHz)];
      const isIn = (some: readonly Event[]) => (one: Event) =>
        some.some((other) => isSame(one, other));
      counts.page += page.length;
      counts.seen += page.filter(isIn(small)).length;
      counts.small += small.length;
      counts.invented += small.length - small.filter(isIn(page)).length;
    }
    console.log(JSON.stringify(counts));
    expect(counts.page).toBeGreaterThan(100);
    // What it misses are repetitions that follow at once.
    expect(counts.seen / counts.page).toBeGreaterThan(0.75);
    expect(counts.invented / counts.small).toBeLessThan(0.02);
  },
  300_000,
);

function isSame(a: Event, b: Event): boolean {
  return a.gesture === b.gesture && Math.abs(a.atMs - b.atMs) <= NEAR_MS;
}

/** The channels that the model reads, at its rate, without a gap. */
function evenSignal(signal: Signal, { channels, windowing }: LiveModel): Signal {
  const width = signal.channels.length;
  const places = channels.map(({ name }) => signal.channels.findIndex((one) => one.name === name));
  const even = resample(signal, windowing.rateHz, { maxGapMs: 1e6 });
  const points = even.values.length / width;
  return {
    channels,
    timestampMs: Float64Array.from({ length: points }, (_, at) => (at * 1000) / windowing.rateHz),
    values: Float32Array.from(
      { length: points * places.length },
      (_, at) => even.values[Math.floor(at / places.length) * width + places[at % places.length]!]!,
    ),
  };
}

function onPage({ channels, timestampMs, values }: Signal, model: LiveModel): Event[] {
  const events: Event[] = [];
  const recogniser = new Recogniser(
    { model, channels },
    { event: ({ gestureId, atMs }) => events.push({ gesture: gestureId, atMs }) },
  );
  recogniser.push({ timestampMs, values });
  return events;
}

function onC({ values }: Signal, model: LiveModel, rateHz: number): Event[] {
  const folder = mkdtempSync(join(tmpdir(), 'nodlab-small-'));
  try {
    const sources = writeLiveSources(folder, configuredModel(model));
    const { header, source } = generateC99(model.graph);
    const files = { 'model.h': header, 'model.c': source, 'main.c': PROGRAM };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    writeFileSync(join(folder, 'frames.bin'), new Uint8Array(values.slice().buffer));
    const args = [...C99_FLAGS, ...SANITIZED, '-I.', ...sources, 'model.c', 'main.c'];
    execFileSync(cc!, [...args, '-o', 'small', '-lm'], { cwd: folder });
    execFileSync(join(folder, 'small'), { cwd: folder });
    const answers = new Int32Array(new Uint8Array(readFileSync(join(folder, 'events.bin'))).buffer);
    return [...answers].flatMap((id, frame) =>
      id === 0 ? [] : [{ gesture: model.classes[id]!, atMs: (frame * 1000) / rateHz }],
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
