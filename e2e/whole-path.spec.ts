import { expect, test } from './fixtures';

test('from the first page to model.cc by clicks alone', async ({
  start,
  train,
  compress,
  exporting,
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
  const files = await exporting.downloadAll();
  const tflite = files['model.tflite']!;
  expect(tflite.length).toBe(bytesOf(size.int8));
  expect(arrayInSource(new TextDecoder().decode(files['model.cc']!))).toEqual([...tflite]);
  expect(
    Object.keys(files).filter((name) => name.startsWith('recordings/')).length,
  ).toBeGreaterThan(1);
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
