import { expect, test } from '@playwright/test';

test('the studio opens and names itself', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveTitle('Nodlab');
});
