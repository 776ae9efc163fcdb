import type { Page } from '@playwright/test';

export class CompressPage {
  constructor(readonly page: Page) {}

  async compressToEnd(): Promise<void> {
    await this.page.getByRole('button', { name: 'Compress', exact: true }).click();
    await this.page.getByTestId('compare-sizeBytes').waitFor({ timeout: 90_000 });
  }

  /** One row of the comparison, as shown: float, int8. */
  async row(name: string): Promise<{ float: string; int8: string }> {
    const cells = this.page.getByTestId(`compare-${name}`).getByRole('cell');
    return { float: await cells.nth(0).innerText(), int8: await cells.nth(1).innerText() };
  }

  async next(): Promise<void> {
    await this.page.getByRole('button', { name: 'Export', exact: true }).click();
  }
}
