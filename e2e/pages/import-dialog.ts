import { expect, type Locator, type Page } from '@playwright/test';

/** The dialog that files of motion pass through on their way into a project. */
export class ImportDialog {
  constructor(readonly page: Page) {}

  get dialog(): Locator {
    return this.page.getByRole('dialog', { name: 'Import motion' });
  }

  /** Chooses files by whatever opens the file picker, and waits until all are read. */
  async choose(opener: Locator, paths: string[]): Promise<void> {
    const [chooser] = await Promise.all([this.page.waitForEvent('filechooser'), opener.click()]);
    await chooser.setFiles(paths);
    await this.dialog.waitFor();
    await expect(this.dialog.getByText('Reading file')).toHaveCount(0);
  }

  /** What stands in the gesture field of a file. */
  label(fileName: string): Locator {
    return this.dialog.getByLabel(`Gesture of ${fileName}`, { exact: true });
  }

  async setRateForAll(rateHz: number): Promise<void> {
    await this.dialog.getByLabel('Rate of files without a time').fill(String(rateHz));
  }

  async setRate(fileName: string, rateHz: number): Promise<void> {
    await this.dialog.getByLabel(`Rate of ${fileName}`, { exact: true }).fill(String(rateHz));
  }

  /** Imports everything and waits until the dialog is gone. */
  async store(): Promise<void> {
    await this.dialog.getByRole('button', { name: /^Import \d+ recordings?$/ }).click();
    await this.dialog.waitFor({ state: 'hidden' });
  }
}
