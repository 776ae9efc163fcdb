import type { Page } from '@playwright/test';

const MOST_PRESSES = 3;

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

  /**
   * Has the simulated person move until it was seen, as a person would: a few in a hundred
   * movements are not. `seen` waits for it and rejects when it does not come.
   */
  async pressUntil(movement: 'Nod' | 'Shake', seen: () => Promise<unknown>): Promise<void> {
    for (let presses = 1; presses < MOST_PRESSES; presses++) {
      await this.press(movement);
      const came = await seen().then(
        () => true,
        () => false,
      );
      if (came) return;
    }
    await this.press(movement);
    await seen();
  }

  async press(movement: 'Nod' | 'Shake'): Promise<void> {
    await this.page
      .getByRole('region', { name: 'Live signal' })
      .getByRole('button', { name: movement, exact: true })
      .click();
  }
}
