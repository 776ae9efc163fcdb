import { expect, test } from './fixtures';

test('labels are drawn, undone, redone, deleted and accepted, and are there after a reload', async ({
  page,
  start,
  label,
}) => {
  await start.open();
  await start.tryDemo();
  await label.open();
  const labels = await label.labelCount();
  const expectLabels = (count: number) =>
    expect(label.count).toHaveText(new RegExp(`^${count} labels? as a table`));

  // The simulated person sits still for the first second and a half.
  await label.take('Shake');
  await label.draw(200, 1000);
  await expectLabels(labels + 1);
  const [gesture, startText, endText] = await label.selectedRow();
  expect(gesture).toBe('Shake');
  expect(Number.parseFloat(startText!)).toBeCloseTo(0.2, 1);
  expect(Number.parseFloat(endText!)).toBeCloseTo(1, 1);

  await label.press('Control+z');
  await expectLabels(labels);
  await label.press('Control+Shift+z');
  await expectLabels(labels + 1);

  // A key labels what is selected: the redone span.
  const nods = await label.gestureCount('Nod');
  await label.press('1');
  await expect.poll(() => label.gestureCount('Nod')).toBe(nods + 1);

  await label.press('Delete');
  await expectLabels(labels);

  // Without its label the first movement is suggested, and Enter labels it again.
  await label.press('j');
  await label.press('Delete');
  await expectLabels(labels - 1);
  await expect(label.suggestionBar).toBeVisible();
  await label.press('Enter');
  await expectLabels(labels);

  await label.take('Shake');
  await label.draw(200, 800);
  await expectLabels(labels + 1);
  // The store answers within this time; nothing on the page says so.
  await page.waitForTimeout(500);
  await page.reload();
  await label.ready();
  await expectLabels(labels + 1);
});

test('a gesture is added, renamed and removed with its labels, and brought back', async ({
  page,
  start,
  label,
}) => {
  await start.open();
  await start.tryDemo();
  await label.open();
  const labels = await label.labelCount();

  await page.getByRole('button', { name: 'Add a gesture' }).click();
  await page.keyboard.type('Yawn');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('gesture-Yawn')).toBeVisible();
  await label.draw(200, 1000);
  await expect.poll(() => label.gestureCount('Yawn')).toBe(1);

  await page.getByRole('button', { name: 'Remove Yawn and its labels' }).click();
  await expect(page.getByTestId('gesture-Yawn')).toBeHidden();
  expect(await label.labelCount()).toBe(labels);
  await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => label.gestureCount('Yawn')).toBe(1);
  expect(await label.labelCount()).toBe(labels + 1);
});
