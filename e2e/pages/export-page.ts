import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';

export class ExportPage {
  constructor(readonly page: Page) {}

  /** Waits for the check in TensorFlow's runtime; what it found. */
  async check(): Promise<{ windows: number; differing: number; largest: number }> {
    const figure = async (name: string) => {
      const text = await this.page.getByTestId(`check-${name}`).innerText();
      return Number(text.replace(/[^\d]/g, ''));
    };
    await this.page.getByTestId('check-differing').waitFor({ timeout: 60_000 });
    return {
      windows: await figure('windows'),
      differing: await figure('differing'),
      largest: await figure('largest'),
    };
  }

  /** Downloads everything; the zip's entries. */
  async downloadAll(): Promise<Record<string, Uint8Array>> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.page.getByRole('button', { name: 'Download everything' }).click(),
    ]);
    return unzipSync(new Uint8Array(await readFile(await download.path())));
  }
}
