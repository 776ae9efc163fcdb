import { readFile } from 'node:fs/promises';
import base from '../playwright.config';
import { readProjectFile } from '../src/core/dataset/project-file';
import { expect, test } from './fixtures';

const { launchOptions } = base.use!;

// A moving test picture in place of a camera; nothing of the page is replaced.
test.use({
  launchOptions: {
    ...launchOptions,
    args: [
      ...(launchOptions?.args ?? []),
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
    ],
  },
});

test('a camera picture is recorded with the motion, plays in step, and is shared only when asked', async ({
  page,
  start,
  record,
  label,
}) => {
  await start.open();
  await start.startNew();
  await record.open();
  await record.connectSimulator();
  await record.setCountdown('none');
  await page.getByRole('button', { name: 'Turn the camera on' }).click();
  await expect(page.getByText('The picture is recorded whenever motion is.')).toBeVisible();
  await record.start();
  await expect(page.getByText('The picture is being recorded.')).toBeVisible();
  await expect.poll(() => record.elapsedMs(), { timeout: 20_000 }).toBeGreaterThan(5000);
  await record.stop();
  await page.getByRole('button', { name: 'Turn the camera off' }).click();

  await label.open();
  const video = page.getByRole('figure', { name: 'Camera picture' }).locator('video');
  await expect
    .poll(() => video.evaluate((one: HTMLVideoElement) => one.videoWidth))
    .toBeGreaterThan(0);
  const timeS = () => video.evaluate((one: HTMLVideoElement) => one.currentTime);

  // The picture follows the cursor, on the recording's own time.
  await label.draw(2000, 2600);
  await page.keyboard.press('Escape');
  const box = (await label.timeline.boundingBox())!;
  await label.timeline.click({ position: { x: (box.width - 30) * 0.5, y: 10 } });
  await expect.poll(timeS).toBeGreaterThan(1.5);

  await page.keyboard.press('0');
  const before = await timeS();
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect.poll(timeS).toBeGreaterThan(before + 0.5);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Pause', exact: true }).click();

  const filed = async (answer: string) => {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as file' }).click();
    await page.getByRole('dialog').getByRole('button', { name: answer }).click();
    return readProjectFile(await readFile(await (await download).path()));
  };
  expect((await filed('Without them')).videos).toBeUndefined();
  const videos = (await filed('With the pictures')).videos ?? [];
  expect(videos).toHaveLength(1);
  // EBML: what every WebM file begins with.
  expect([...videos[0]!.bytes.subarray(0, 4)]).toEqual([0x1a, 0x45, 0xdf, 0xa3]);
});
