import { performance } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import { readEdgeImpulseJson } from '../../src/core/dataset/edge-impulse-json';
import { type ImportedRecording, importCsv } from '../../src/core/dataset/import-csv';
import { readProjectFile } from '../../src/core/dataset/project-file';
import { Failure } from '../../src/core/failure';
import { brokenProject, projectSeeds } from '../support/fuzz-projects';
import { FUZZ_INPUTS, fuzz, LONGEST_MS, must } from '../support/fuzz-run';
import { acquisition, brokenText, RUNS, table } from '../support/fuzz-tables';

/** A reason that a person can read is all that may be thrown. */
function refusedOr<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Failure && error.message.length < 500) return undefined;
    throw error;
  }
}

function checkRecording({ signal, spans, rateHz, skippedRows }: ImportedRecording): void {
  const { channels, timestampMs, values } = signal;
  must(values.length === timestampMs.length * channels.length, `${values.length} values`);
  must(timestampMs.length > 0 && rateHz >= 0, `${rateHz} Hz`);
  must(Number.isSafeInteger(skippedRows) && skippedRows >= 0, `${skippedRows} rows skipped`);
  for (let frame = 1; frame < timestampMs.length; frame++) {
    must(timestampMs[frame]! > timestampMs[frame - 1]!, `time ${timestampMs[frame]}`);
  }
  must(timestampMs.every(Number.isFinite), 'a time that is none');
  must(values.every(Number.isFinite), 'a value that is no number');
  must(
    spans.every(({ startMs, endMs }) => endMs > startMs),
    'a span that ends before it begins',
  );
}

/** Neither all inputs nor none are to be refused: what is never reached is not tested. */
function expectBoth(read: number): void {
  expect(read).toBeGreaterThan(FUZZ_INPUTS / 100);
  expect(read).toBeLessThan(FUZZ_INPUTS);
}

test('tables: a broken one is refused with a reason or read in order', async () => {
  let reads = 0;
  await fuzz('CSV', (random) => {
    const read = refusedOr(() => importCsv(brokenText(table(random).text, random), { rateHz: 50 }));
    if (!read) return;
    checkRecording(read);
    reads++;
  });
  expectBoth(reads);
});

test.each(RUNS.map((run) => [run]))(
  'tables: a run of %j as long as a file takes no longer',
  (run) => {
    const rows = Array.from({ length: 50 }, (_, index) => `${20 * index},0,0,1`).join('\n');
    for (const long of [run.repeat(100_000), `${run.repeat(100_000)}x`]) {
      for (const text of [long, `t,x,y,z\n${rows}\n${long}\n${rows}`, `t,x,y,z\n${rows},${long}`]) {
        const startMs = performance.now();
        refusedOr(() => importCsv(text, { rateHz: 50 }));
        expect(performance.now() - startMs).toBeLessThan(LONGEST_MS);
      }
    }
  },
);

test('tables: all good rows are read and all bad ones are counted', () =>
  fuzz('CSV, counted', (random) => {
    const { text, goods, bads } = table(random);
    const read = importCsv(text, { rateHz: 50 });
    checkRecording(read);
    must(read.signal.timestampMs.length === goods, `${read.signal.timestampMs.length}: ${text}`);
    must(read.skippedRows === bads, `${read.skippedRows} skipped of ${bads}: ${text}`);
  }));

test('acquisitions of Edge Impulse: a broken one is refused with a reason or read in order', async () => {
  let reads = 0;
  await fuzz('Edge Impulse JSON', (random) => {
    const text = brokenText(acquisition(random), random);
    refusedOr(() => readEdgeImpulseJson(text));
    const read = refusedOr(() => importCsv(text));
    if (!read) return;
    checkRecording(read);
    reads++;
  });
  expectBoth(reads);
});

test('project files: a broken one is refused with a reason or read whole', async () => {
  const seeds = projectSeeds();
  for (const { file } of seeds) readProjectFile(file);
  let reads = 0;
  await fuzz('project file', (random) => {
    const bundle = refusedOr(() => readProjectFile(brokenProject(seeds, random)));
    if (!bundle) return;
    for (const { recording, signal } of bundle.recordings) {
      must(signal.timestampMs.length === recording.frameCount, `${recording.frameCount} frames`);
    }
    reads++;
  });
  expectBoth(reads);
});
