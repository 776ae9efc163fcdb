import { unzipSync } from 'fflate';
import { expect, test } from './fixtures';

test('from the first page to model.cc by clicks alone', async ({
  start,
  train,
  compress,
  exporting,
  page,
}) => {
  await start.open();
  await start.tryDemo();
  const macroF1 = await train.trainToEnd();
  expect(macroF1).toBeGreaterThan(0.6);
  expect(macroF1).toBeLessThanOrEqual(1);

  await train.next();
  await compress.compressToEnd();
  const size = await compress.row('sizeBytes');
  expect(bytesOf(size.int8)).toBeLessThan(bytesOf(size.float));

  await compress.next();
  const check = await exporting.check();
  expect(check.windows).toBeGreaterThan(300);
  // LiteRT's own kernels round otherwise than a microcontroller's; see docs/decisions/0009.
  expect(check.largest).toBeLessThanOrEqual(32);
  const files = await exporting.downloadFolder('cmake');
  const tflite = files['model.tflite']!;
  expect(tflite.length).toBe(bytesOf(size.int8));
  expect(arrayInSource(new TextDecoder().decode(files['model.cc']!))).toEqual([...tflite]);
  const recordings = unzipSync(await exporting.download('recordings/*.csv'));
  expect(Object.keys(recordings).length).toBeGreaterThan(1);
  for (const target of ['arduino', 'c99'] as const) {
    const folder = await exporting.downloadFolder(target);
    expect(Object.keys(folder)).toContain('README.md');
  }

  // What left comes back as a model made elsewhere, and a broken file is refused in words.
  await exporting.openModel('broken.tflite', tflite.slice(0, tflite.length / 2));
  await expect(page.getByText('broken.tflite')).toBeHidden();
  await expect(page.getByRole('alert')).toBeVisible();
  await exporting.openModel('again.tflite', tflite);
  await expect(page.getByTestId('opened-model')).toContainText('again.tflite', { timeout: 30_000 });
  expect(Object.keys(await exporting.downloadOpenedC99())).toContain('selftest.c');
});

function bytesOf(text: string): number {
  return Number(text.replace(/[^\d]/g, ''));
}

/** The bytes of the one array initialiser in a C++ source. */
function arrayInSource(source: string): number[] {
  const body = source.slice(source.indexOf('{') + 1, source.lastIndexOf('}'));
  return body
    .split(',')
    .map((number) => number.trim())
    .filter((number) => number !== '')
    .map(Number);
}
