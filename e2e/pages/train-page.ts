import type { Page } from '@playwright/test';

export class TrainPage {
  constructor(readonly page: Page) {}

  get macroF1() {
    return this.page.getByTestId('macro-f1');
  }

  get cancelButton() {
    return this.page.getByRole('button', { name: 'Cancel' });
  }

  /** Starts training; does not wait for its end. */
  async start(): Promise<void> {
    await this.page.getByRole('button', { name: 'Train', exact: true }).click();
  }

  /** Trains to the end; held-out macro F1, 0 … 1. */
  async trainToEnd(): Promise<number> {
    await this.start();
    await this.macroF1.waitFor({ timeout: 90_000 });
    return Number.parseFloat(await this.macroF1.innerText()) / 100;
  }

  async next(): Promise<void> {
    await this.page.getByRole('button', { name: 'Compress', exact: true }).click();
  }
}
