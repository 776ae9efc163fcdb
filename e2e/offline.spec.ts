import { expect, test } from './fixtures';

test.use({ serviceWorkers: 'allow' });

test('once it was opened, the studio opens and works without a network', async ({
  page,
  context,
  start,
}) => {
  await start.open();
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await page.reload();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await context.setOffline(true);
  await page.reload();
  await start.demoButton.waitFor();
  // Pages, texts and the engine's worker were never asked for before.
  await start.tryDemo();
  await page.getByRole('table').first().waitFor();
  await page.getByRole('button', { name: 'Language: 中文' }).click();
  await expect(page.getByRole('heading', { name: '训练', level: 1 })).toBeVisible();
});
