import { expect, test } from './fixtures';
import { SearchPage } from './pages/search-page';

test('steps are ordered by key and by hand, switched and undone, and each becomes a stage', async ({
  start,
  train,
  compress,
  page,
}) => {
  await start.open();
  await start.tryDemo();
  await train.trainToEnd();
  await train.next();

  await compress.add('distil');
  await compress.add('prune-weights');
  expect(await compress.order()).toEqual(['distil', 'prune-channels', 'prune-weights', 'int8']);

  await compress.move('distil', 'Alt+ArrowDown');
  expect(await compress.order()).toEqual(['prune-channels', 'distil', 'prune-weights', 'int8']);
  await expect(compress.handle('distil')).toBeFocused();
  await expect(compress.step('distil')).toContainText('thrown away');
  await page.keyboard.press('Control+z');
  expect(await compress.order()).toEqual(['distil', 'prune-channels', 'prune-weights', 'int8']);
  await expect(compress.step('distil')).not.toContainText('thrown away');

  await compress.drag('prune-weights', 'prune-channels');
  expect(await compress.order()).toEqual(['distil', 'prune-weights', 'prune-channels', 'int8']);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await compress.toggle('distil');
  await expect(compress.step('distil').getByRole('switch')).not.toBeChecked();

  await compress.compressToEnd();
  for (const step of ['start', 'prune-channels', 'prune-weights'] as const) {
    await expect(compress.stage(step)).toBeVisible();
  }
  await expect(compress.stage('distil')).toBeHidden();
  await expect(compress.stage('prune-channels')).toContainText(/The file is \d+\s% smaller/);
  await expect(compress.stage('prune-weights')).toContainText(
    /The file is as big as before; gzipped it is \d+\s% smaller/,
  );

  await compress.toggle('prune-weights');
  await expect(page.getByText('The steps were changed after this result.')).toBeVisible();
});

test('a search is paused, outlives a reload, goes on, ends at once, and a point is taken', async ({
  start,
  page,
}) => {
  const search = new SearchPage(page);
  await start.open();
  await start.tryDemo();
  await search.open();
  await search.start(12);
  await expect(search.rows.nth(2)).toBeVisible({ timeout: 90_000 });

  await search.pause();
  await expect(search.progress).toContainText('Paused');
  const done = await search.done();
  await page.reload();
  await expect(search.progress).toContainText(`Paused after ${done}`);
  await expect(page.getByRole('textbox', { name: 'Networks to try' })).toHaveValue('12');

  await search.resume();
  await expect.poll(() => search.done(), { timeout: 60_000 }).toBeGreaterThan(done);
  await search.cancel();
  await expect(search.progress).toContainText('Done');

  await search.points.first().press('Enter');
  await expect(search.card).toContainText('SHA-256');
  await search.card.getByRole('button', { name: 'Compare with another' }).click();
  const [first, second] = [search.rows.nth(0), search.rows.nth(1)];
  const other = (await first.getAttribute('data-on')) === null ? first : second;
  await other.getByRole('button').click();
  await expect(search.card).toContainText('Difference');

  await search.card.getByRole('button', { name: 'Take number 1', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Train', level: 1 })).toBeVisible();
  await expect(page.getByText('Window, network and recipe are now those')).toBeVisible();
});
