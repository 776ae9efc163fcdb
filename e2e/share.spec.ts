import { expect, test } from './fixtures';
import { Shell } from './pages/shell';
import { StartPage } from './pages/start-page';
import { projectContents } from './project-contents';

test('a project saved in one browser opens in another, equal in every recording, label and weight', async ({
  start,
  train,
  compress,
  shell,
  browser,
}) => {
  await start.open();
  await start.tryDemo();
  await train.trainToEnd();
  await train.next();
  await compress.compressToEnd();
  await shell.saved();
  const saved = await shell.saveAsFile();
  expect(saved.name).toBe('Head gestures demo.nodlab');

  const stranger = await browser.newContext();
  const page = await stranger.newPage();
  const there = { start: new StartPage(page), shell: new Shell(page) };
  await there.start.open();

  // A copy that broke off on its way says so and leaves nothing behind.
  await there.start.openFile(saved.name, saved.bytes.subarray(0, saved.bytes.length >> 1));
  await expect(page.getByRole('alert')).toContainText('The file ends too early');
  await expect(page.getByRole('article')).toHaveCount(0);
  await expect(there.shell.projectName).toBeHidden();

  await there.start.openFile(saved.name, saved.bytes);
  await expect(there.shell.projectName).toHaveValue('Head gestures demo');
  await expect(there.shell.station('Train')).toHaveAccessibleName('Train, done');
  await expect(there.shell.station('Compress')).toHaveAccessibleName('Compress, done');
  const again = await there.shell.saveAsFile();

  const [here, elsewhere] = [projectContents(saved.bytes), projectContents(again.bytes)];
  expect(here.recordings.length).toBeGreaterThan(5);
  expect(here.models).toHaveProperty('compressed.tflite');
  expect(here.arrayCount).toBeGreaterThan(20);
  expect(elsewhere).toEqual(here);
  await stranger.close();
});

test('what is no project changes nothing, and the open project stays open', async ({
  start,
  shell,
  page,
}) => {
  await start.open();
  await start.startNew();
  await shell.projectName.fill('Kept');
  await shell.projectName.press('Enter');
  await shell.saved();
  await page.getByRole('link', { name: 'Nodlab, Projects' }).click();
  await start.openFile('holiday.nodlab', new TextEncoder().encode('no project'));
  await expect(page.getByRole('alert')).toContainText('The file is not what it should be');
  await expect(shell.projectName).toHaveValue('Kept');
  await expect(start.card('Kept')).toContainText('open now');
  await expect(page.getByRole('article')).toHaveCount(1);
});
