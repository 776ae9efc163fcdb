import type { Page } from '@playwright/test';

/** A device in use on the device page, in English. */
export class LinkPanel {
  readonly #page: Page;
  readonly #name: string;

  constructor(page: Page, name: string) {
    this.#page = page;
    this.#name = name;
  }

  get section() {
    return this.#page.locator('section').filter({
      has: this.#page.getByRole('heading', { name: this.#name, level: 2, exact: true }),
    });
  }

  /** Waits until it streams, whether or not it did before. */
  async untilStreaming(): Promise<void> {
    await this.section.getByTestId('rate').waitFor({ timeout: 20_000 });
    await this.section
      .getByRole('status')
      .filter({ hasText: /lost|again|still/ })
      .waitFor({ state: 'hidden', timeout: 20_000 });
  }

  /** A channel as it is listed: `accX · g`. */
  channel(text: string) {
    return this.section.getByRole('listitem').filter({ hasText: text });
  }

  async rateHz(): Promise<number> {
    return Number.parseFloat(await this.section.getByTestId('rate').innerText());
  }

  async disconnect(): Promise<void> {
    await this.section.getByRole('button', { name: 'Disconnect' }).click();
    await this.section.waitFor({ state: 'hidden' });
  }
}

/** Connects a device that was granted before, from the device page. */
export async function connectGranted(page: Page, name: string): Promise<LinkPanel> {
  await page.getByRole('button', { name: `Connect ${name}`, exact: true }).click();
  const panel = new LinkPanel(page, name);
  await panel.untilStreaming();
  return panel;
}
