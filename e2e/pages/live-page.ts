import type { Page } from '@playwright/test';

export class LivePage {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.getByRole('navigation').getByRole('link', { name: /^Live/ }).click();
  }

  get answer() {
    return this.page.getByTestId('answer');
  }

  get log() {
    return this.page.getByTestId('event-log');
  }

  async useSimulator(): Promise<void> {
    await this.page
      .getByRole('main')
      .getByRole('button', { name: 'Use the simulated wearable' })
      .click();
  }

  async press(movement: 'Nod' | 'Shake'): Promise<void> {
    await this.page
      .getByRole('region', { name: 'Live signal' })
      .getByRole('button', { name: movement, exact: true })
      .click();
  }
}
