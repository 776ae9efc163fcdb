import { expect, test } from './fixtures';

test.beforeEach(async ({ start, record }) => {
  await start.open();
  await start.startNew();
  await record.open();
  await record.connectSimulator();
  await record.setCountdown('none');
});

test('a guided recording labels the movements that it asked for', async ({ page, record }) => {
  await record.addHeadGestures();
  for (const name of ['Tilt left', 'Tilt right', 'Head down', 'Head up']) {
    await page.getByText(name, { exact: true }).click();
  }
  await record.startGuided(2);
  await expect(record.prompt).toHaveText(/^(Nod|Shake) now$/);
  await record.elapsed.waitFor({ state: 'hidden', timeout: 60_000 });
  const listed = await record.listed(record.recordings.first());
  expect(listed).toMatchObject({ state: 'complete', labelCount: 4 });
  expect(listed.frameCount).toBeGreaterThan((listed.durationMs / 1000) * 45);
});

test('what was recorded is there after a reload; what was discarded can be brought back', async ({
  page,
  record,
}) => {
  await record.setSubject('Ada');
  await record.start();
  await expect.poll(() => record.elapsedMs()).toBeGreaterThan(1000);
  await record.stop();
  await page.keyboard.press('r');
  await expect.poll(() => record.elapsedMs()).toBeGreaterThan(500);
  await page.keyboard.press('Escape');
  await expect(record.recordings).toHaveCount(1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(record.recordings).toHaveCount(2);
  const before = await record.listed(record.recordings.last());
  await page.reload();
  await expect(record.recordings).toHaveCount(2);
  expect(await record.listed(record.recordings.last())).toEqual(before);
  await expect(page.getByRole('textbox', { name: 'Rename Ada 1' })).toHaveValue('Ada 1');
});
