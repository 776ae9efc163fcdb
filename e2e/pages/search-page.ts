import type { Page } from '@playwright/test';

/** The search among many networks, in English. */
export class SearchPage {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.goto('/#/compress/search');
    await this.page.getByRole('heading', { name: 'What to search' }).waitFor();
  }

  async start(candidateCount: number): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Networks to try' }).fill(`${candidateCount}`);
    await this.page.getByRole('button', { name: 'Start the search' }).click();
  }

  /** Says how far the search is. */
  get progress() {
    return this.page.getByText(/\d+ of \d+ trials/);
  }

  /** Trials done, as shown. */
  async done(): Promise<number> {
    return Number(/(\d+) of \d+ trials/.exec(await this.progress.innerText())?.[1]);
  }

  async pause(): Promise<void> {
    await this.page.getByRole('button', { name: 'Pause' }).click();
  }

  async resume(): Promise<void> {
    await this.page.getByRole('button', { name: 'Go on searching' }).click();
  }

  async cancel(): Promise<void> {
    await this.page.getByRole('button', { name: 'Cancel' }).click();
  }

  /** Rows of the table, the heading not among them. */
  get rows() {
    return this.page.getByTestId('points').locator('tbody tr');
  }

  get points() {
    return this.page.getByRole('group', { name: /^Macro F1 against size/ }).getByRole('button');
  }

  /** What is looked at. */
  get card() {
    return this.page.getByTestId('point-card');
  }
}
