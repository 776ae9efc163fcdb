import type { Page } from '@playwright/test';

/** The first page, in English. */
export class StartPage {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.goto('/');
    await this.demoButton.waitFor();
  }

  get demoButton() {
    return this.page.getByRole('button', { name: 'Try the demo' });
  }

  /** One click: makes the demo and lands on the train page. */
  async tryDemo(): Promise<void> {
    await this.demoButton.click();
    await this.page.getByRole('heading', { name: 'Train', level: 1 }).waitFor();
  }

  async startNew(): Promise<void> {
    await this.page.getByRole('button', { name: 'New project', exact: true }).click();
    await this.page.getByRole('heading', { name: 'Device', level: 1 }).waitFor();
  }

  /** Opens a project file by the file picker. */
  async openFile(name: string, bytes: Uint8Array): Promise<void> {
    const [chooser] = await Promise.all([
      this.page.waitForEvent('filechooser'),
      this.page.getByRole('button', { name: 'Open a file' }).click(),
    ]);
    await chooser.setFiles({
      name,
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(bytes),
    });
  }

  /** A project's card, by the project's name. */
  card(name: string) {
    return this.page
      .getByRole('article')
      .filter({ has: this.page.getByRole('button', { name: `Open ${name}`, exact: true }) });
  }
}
