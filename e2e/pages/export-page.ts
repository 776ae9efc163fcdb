import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';

/** Kinds of folder, by the words on their buttons. */
const TARGETS = {
  cmake: { choice: 'TensorFlow Lite Micro', button: 'Download the CMake folder' },
  arduino: { choice: 'Arduino library', button: 'Download the Arduino library' },
  c99: { choice: 'C99, no interpreter', button: 'Download the C99 folder' },
} as const;

export class ExportPage {
  constructor(readonly page: Page) {}

  /** Waits for the check in TensorFlow's runtime; what it found. */
  async check(): Promise<{ windows: number; differing: number; largest: number }> {
    const figure = async (name: string) => {
      const text = await this.page.getByTestId(`check-${name}`).first().innerText();
      return Number(text.replace(/[^\d]/g, ''));
    };
    await this.page.getByTestId('check-differing').waitFor({ timeout: 60_000 });
    return {
      windows: await figure('windows'),
      differing: await figure('differing'),
      largest: await figure('largest'),
    };
  }

  /** The zip's entries, paths within its one folder. */
  async downloadFolder(target: keyof typeof TARGETS): Promise<Record<string, Uint8Array>> {
    const { choice, button } = TARGETS[target];
    await this.page.getByText(choice, { exact: true }).click();
    const entries = unzipSync(
      await this.#downloaded(() => this.page.getByRole('button', { name: button }).click()),
    );
    return Object.fromEntries(
      Object.entries(entries).map(([path, bytes]) => [path.slice(path.indexOf('/') + 1), bytes]),
    );
  }

  /** One file of the list of models, or all recordings. */
  async download(name: string): Promise<Uint8Array> {
    return this.#downloaded(() =>
      this.page
        .getByTestId(`file-${name}`)
        .last()
        .getByRole('button', { name: `Download ${name}` })
        .click(),
    );
  }

  /** Opens a `.tflite` file made elsewhere. */
  async openModel(name: string, bytes: Uint8Array): Promise<void> {
    await this.page.locator('input[type=file][accept=".tflite"]').setInputFiles({
      name,
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(bytes),
    });
  }

  /** The open model's C99 folder. */
  async downloadOpenedC99(): Promise<Record<string, Uint8Array>> {
    return unzipSync(
      await this.#downloaded(() =>
        this.page.getByRole('button', { name: 'Download as C99' }).click(),
      ),
    );
  }

  async #downloaded(click: () => Promise<void>): Promise<Uint8Array> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), click()]);
    return new Uint8Array(await readFile(await download.path()));
  }
}
