import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';

/** A person notices a page that does not answer for longer, ms. */
const LONGEST_TASK_MS = 100;
const CANCEL_MS = 300;

test('training never blocks the page, and cancel works at once', async ({ page, start, train }) => {
  await start.open();
  await start.tryDemo();
  await page.getByRole('heading', { name: 'Windows', exact: true }).waitFor();
  await page.getByRole('table').first().waitFor();

  const longTasks = await watchLongTasks(page);
  await train.trainToEnd();
  expect(Math.max(0, ...(await longTasks()))).toBeLessThan(LONGEST_TASK_MS);

  await page.getByRole('button', { name: 'Train again' }).click();
  await page.getByText(/^Epoch [2-9]/).waitFor({ timeout: 60_000 });
  const cancelled = await page.evaluate(async () => {
    const button = [...document.querySelectorAll('button')].find(
      (one) => one.textContent === 'Cancel',
    );
    const startedAt = performance.now();
    button?.click();
    while (document.body.textContent?.match(/Epoch \d+ of/)) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return performance.now() - startedAt;
  });
  expect(cancelled).toBeLessThan(CANCEL_MS);
  await expect(train.cancelButton).toBeHidden();
});

/** Durations, ms, of the main thread's tasks over 50 ms from now on; sees to it that they are seen. */
async function watchLongTasks(page: Page): Promise<() => Promise<number[]>> {
  const read = () =>
    page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks.splice(0));
  await page.evaluate(() => {
    const longTasks: number[] = [];
    Object.assign(window, { longTasks });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longTasks.push(duration);
    }).observe({ type: 'longtask' });
    setTimeout(() => {
      const endMs = performance.now() + 150;
      while (performance.now() < endMs);
    });
  });
  await expect.poll(async () => Math.max(0, ...(await read()))).toBeGreaterThan(LONGEST_TASK_MS);
  return read;
}
