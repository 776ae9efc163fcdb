import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';

/** The frame around every page, in English. */
export class Shell {
  constructor(readonly page: Page) {}

  get projectName() {
    return this.page.getByRole('textbox', { name: 'Project name' });
  }

  /** A station's link in the rail. */
  station(name: string) {
    return this.page
      .getByRole('navigation', { name: 'The path from wearable to board' })
      .getByRole('link', { name: new RegExp(`^${name}`) });
  }

  /** Says that another tab has the project, or has let it go. */
  get readOnly() {
    return this.page.getByTestId('read-only');
  }

  /** Once the other tab has let the project go. */
  async goOnHere(): Promise<void> {
    await this.readOnly.getByRole('button', { name: 'Go on here' }).click();
  }

  /** Waits until everything that was done is stored. */
  async saved(): Promise<void> {
    await this.page
      .getByRole('status')
      .filter({ hasText: /^Saved$/ })
      .waitFor();
  }

  /** Saves the open project as a file; its bytes and name. */
  async saveAsFile(): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.page.getByRole('button', { name: 'Save as file' }).click(),
    ]);
    return {
      name: download.suggestedFilename(),
      bytes: new Uint8Array(await readFile(await download.path())),
    };
  }
}
