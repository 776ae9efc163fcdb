import { expect, test } from './fixtures';

test('a network that has learned before is chosen, keeps its features, and is judged', async ({
  page,
  start,
  train,
}) => {
  await start.open();
  await start.tryDemo();
  const from = page.getByRole('combobox', { name: 'Start from' });
  const general = page.getByRole('option', { name: /^General head gestures/ });
  // The model is fetched while the page is looked at.
  await expect(async () => {
    await from.click();
    await expect(general).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await general.click();
  const channels = 'accX, accY, accZ, gyroX, gyroY, gyroZ';
  await expect(page.getByText(`It reads ${channels} at 50 Hz`)).toBeVisible();
  const lastOnly = page.getByRole('switch', { name: 'Train the last layer only' });
  await expect(lastOnly).not.toBeChecked();
  await lastOnly.focus();
  await page.keyboard.press('Space');
  await expect(lastOnly).toBeChecked();
  // Its layers are what they are.
  await expect(page.getByRole('button', { name: 'Edit layers' })).toHaveCount(0);

  // It has met these gestures, though not these people.
  expect(await train.trainToEnd()).toBeGreaterThan(0.8);
  await page.reload();
  await expect(from).toHaveValue(/^General head gestures/);
  await expect(train.macroF1).toBeVisible();
});
