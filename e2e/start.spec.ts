import { expect, test } from './fixtures';

test('the first page says what this is and offers three ways in', async ({ page, start }) => {
  await start.open();
  await expect(page).toHaveTitle('Nodlab');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Teach a wearable your gestures',
  );
  await expect(start.demoButton).toBeEnabled();
  await expect(page.getByRole('button', { name: 'New project' })).toBeEnabled();
  await expect(page.getByRole('button', { name: 'Open a file' })).toBeEnabled();
  await expect(page.getByRole('img', { name: /^Turning rate of a head/ })).toBeVisible();
  await expect(page.getByText('Projects you make are kept in this browser')).toBeVisible();
});

test('a project is there after a reload; it is renamed, removed and brought back on its card', async ({
  page,
  start,
  shell,
}) => {
  await start.open();
  await start.startNew();
  await expect(page).toHaveTitle('Device · New project · Nodlab');
  await page.reload();
  await expect(shell.projectName).toHaveValue('New project');
  await shell.page.keyboard.press('Alt+0');

  const card = start.card('New project');
  await expect(card).toContainText('open now');
  await card.getByRole('button', { name: 'Rename New project' }).click();
  await page.keyboard.type('Morning nods');
  await page.keyboard.press('Enter');
  await expect(start.card('Morning nods')).toBeVisible();
  await expect(shell.projectName).toHaveValue('Morning nods');

  await start.card('Morning nods').getByRole('button', { name: 'Remove Morning nods' }).click();
  await expect(page.getByRole('article')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await start.card('Morning nods').getByRole('button', { name: 'Open Morning nods' }).click();
  await expect(shell.projectName).toHaveValue('Morning nods');
});

test('a station asked for without a project leads to the first page, which says why', async ({
  page,
}) => {
  await page.goto('/#/compress');
  await expect(page.getByText('Open a project to use Compress')).toBeVisible();
});

test('every action is found by name, with the keyboard alone', async ({ page, start }) => {
  await start.open();
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: 'Find any action' });
  await field.fill('new proj');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Device', level: 1 })).toBeVisible();

  await page.keyboard.press('Control+k');
  await field.fill('中文');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
  await expect(page.getByRole('heading', { name: '设备', level: 1 })).toBeVisible();
  await expect(page).toHaveTitle('设备 · New project · Nodlab');

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('深色');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
});

test('help opens with a key, names every station and gives the focus back', async ({
  page,
  start,
}) => {
  await start.open();
  const button = page.getByRole('button', { name: 'Help and keys' });
  await button.focus();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Help' });
  await expect(help.getByRole('listitem')).toHaveCount(8);
  await expect(help).toContainText('nothing leaves this machine');
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await expect(button).toBeFocused();
});
