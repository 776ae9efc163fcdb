import type { Locator, Page } from '@playwright/test';

/** The record page, in English. */
export class RecordPage {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.goto('/#/record');
    await this.page.getByRole('heading', { name: 'Record', level: 1 }).waitFor();
  }

  /** One click in the dock; waits until frames flow. */
  async connectSimulator(): Promise<void> {
    await this.page.getByRole('button', { name: 'Use the simulated wearable' }).click();
    await this.page.getByText('as the device promises').waitFor({ timeout: 20_000 });
  }

  async setSubject(name: string): Promise<void> {
    const field = this.page.getByRole('combobox', { name: 'Person' });
    await field.fill(name);
    await field.press('Enter');
  }

  async setCountdown(choice: 'none' | '3 s' | '5 s'): Promise<void> {
    await this.page
      .getByRole('radiogroup', { name: 'Countdown' })
      .getByText(choice, { exact: true })
      .click();
  }

  /** Starts a free recording; waits until it runs. */
  async start(): Promise<void> {
    await this.page.getByRole('button', { name: 'Record', exact: true }).first().click();
    await this.elapsed.waitFor();
  }

  async stop(): Promise<void> {
    await this.page.getByRole('button', { name: 'Stop', exact: true }).first().click();
    await this.elapsed.waitFor({ state: 'hidden' });
  }

  /** Adds the usual gestures where the project has none. */
  async addHeadGestures(): Promise<void> {
    await this.page.getByRole('button', { name: 'Add the six head gestures' }).click();
  }

  /** Starts prompting, each gesture so many times; waits until it records. */
  async startGuided(repetitions: number): Promise<void> {
    await this.page.getByLabel('Times each').fill(String(repetitions));
    await this.page.getByRole('button', { name: 'Start guided recording' }).click();
    await this.elapsed.waitFor();
  }

  get prompt(): Locator {
    return this.page.getByTestId('prompt');
  }

  get elapsed(): Locator {
    return this.page.getByTestId('elapsed');
  }

  /** First to last frame that has arrived, on the frames' clock, ms. */
  async elapsedMs(): Promise<number> {
    return millisecondsOf(await this.elapsed.innerText());
  }

  async labelCount(): Promise<number> {
    return Number.parseInt(await this.page.getByTestId('labels').innerText(), 10);
  }

  /** Rows of the list, the newest sitting first. */
  get recordings(): Locator {
    return this.page.getByTestId('recording');
  }

  get spaceLeft(): Locator {
    return this.page.getByTestId('space-left');
  }

  /** What the list says of one recording. */
  async listed(row: Locator): Promise<{
    state: string | null;
    durationMs: number;
    frameCount: number;
    labelCount: number;
  }> {
    const cells = row.getByRole('cell');
    return {
      state: await row.getAttribute('data-state'),
      durationMs: millisecondsOf(await cells.nth(0).innerText()),
      frameCount: Number((await cells.nth(2).innerText()).replace(/\D/g, '')),
      labelCount: Number(await row.getByTestId('label-count').innerText()),
    };
  }
}

/** "1:07.3" or "1:01:07.3" in ms. */
function millisecondsOf(text: string): number {
  return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) * 1000;
}
