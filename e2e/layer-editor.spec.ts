import { expect, test } from './fixtures';
import { LayerEditor } from './pages/layer-editor';

test('layers are edited with live costs, a misfit stops training, and undo brings all back', async ({
  page,
  start,
}) => {
  await start.open();
  await start.tryDemo();
  const editor = new LayerEditor(page);
  await page.getByRole('radio', { name: /^Residual CNN/ }).click();
  await editor.open();
  const preset = await editor.names();
  expect(preset).toContain('Residual block');
  await expect(editor.total('arena')).toHaveText(/^[\d,]+ B$/);
  const parameters = await editor.total('parameters').innerText();

  // The block after it reads 20 channels now and gives 16.
  await editor.layer('0').click();
  await editor.root.getByLabel('Filters').first().fill('20');
  await expect(editor.root.getByRole('alert')).toHaveText(
    /reads 50 × 1 × 20 and gives 50 × 1 × 16/,
  );
  await expect(editor.total('parameters')).toHaveText('–');
  const train = page.getByRole('button', { name: 'Train', exact: true });
  await expect(train).toHaveAttribute('aria-disabled', 'true');
  await expect(train).toHaveAccessibleDescription(/does not fit/);

  await page.keyboard.press('Control+z');
  await expect(editor.root.getByRole('alert')).toBeHidden();
  await expect(editor.total('parameters')).toHaveText(parameters);
  await expect(page.getByRole('button', { name: 'Back to the preset' })).toBeHidden();
  await page.keyboard.press('Control+y');
  await expect(editor.root.getByRole('alert')).toBeVisible();
  await page.getByRole('button', { name: 'Back to the preset' }).click();
  await expect(train).toHaveAttribute('aria-disabled', 'false');
  expect(await editor.names()).toEqual(preset);
});

test('a layer is moved by keys, and an edited network is kept, trained and judged', async ({
  page,
  start,
  train,
}) => {
  await start.open();
  await start.tryDemo();
  const editor = new LayerEditor(page);
  await editor.open();
  await editor.layer('3').focus();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(editor.layer('4')).toBeFocused();
  const moved = ['Convolution', 'Convolution', 'Convolution', 'Dropout', 'Mean'];
  await expect.poll(() => editor.names()).toEqual(moved);
  await editor.add('Dense');
  await expect.poll(() => editor.names()).toEqual([...moved, 'Dense']);
  await expect(editor.total('flash')).toHaveText(/^≈ [\d.]+ kB$/);
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();

  await page.reload();
  await editor.open();
  expect(await editor.names()).toEqual([...moved, 'Dense']);
  expect(await train.trainToEnd()).toBeGreaterThan(0.3);
});
