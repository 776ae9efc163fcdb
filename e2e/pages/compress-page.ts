import type { Page } from '@playwright/test';

/** A kind of step, as its row and its stage are marked. */
type Step = 'distil' | 'prune-channels' | 'prune-weights' | 'cluster' | 'quantise-aware';

const NAMES: Readonly<Record<Step, string>> = {
  distil: 'Teach a small network',
  'prune-channels': 'Remove channels',
  'prune-weights': 'Zero small weights',
  cluster: 'Share values',
  'quantise-aware': 'Practise rounding',
};

/** One recipe by hand, in English. */
export class CompressPage {
  constructor(readonly page: Page) {}

  async compressToEnd(): Promise<void> {
    await this.page.getByRole('button', { name: 'Compress', exact: true }).click();
    await this.page.getByTestId('compare-sizeBytes').waitFor({ timeout: 90_000 });
  }

  /** One row of the comparison, as shown: float, int8. */
  async row(name: string): Promise<{ float: string; int8: string }> {
    const cells = this.page.getByTestId(`compare-${name}`).getByRole('cell');
    return { float: await cells.nth(0).innerText(), int8: await cells.nth(1).innerText() };
  }

  /** The row of a step. */
  step(step: Step) {
    return this.page.getByTestId(`step-${step}`);
  }

  /** Kinds of the steps from the top. */
  async order(): Promise<string[]> {
    const rows = await this.page.locator('li[data-testid^="step-"]').all();
    const ids = await Promise.all(rows.map((row) => row.getAttribute('data-testid')));
    return ids.map((id) => id!.replace('step-', ''));
  }

  /** Adds a step; its settings are open after it. */
  async add(step: Step): Promise<void> {
    await this.page.getByRole('button', { name: 'Add a step' }).click();
    await this.page.getByRole('menuitem', { name: NAMES[step] }).click();
  }

  async toggle(step: Step): Promise<void> {
    // The switch is drawn over its own input.
    await this.step(step).getByRole('switch').click({ force: true });
  }

  /** Moves a step by the keys of its handle. */
  async move(step: Step, key: 'Alt+ArrowUp' | 'Alt+ArrowDown'): Promise<void> {
    await this.handle(step).press(key);
  }

  /** Drags a step by its handle onto the upper edge of another. */
  async drag(step: Step, before: Step): Promise<void> {
    const from = (await this.handle(step).boundingBox())!;
    const to = (await this.step(before).boundingBox())!;
    await this.page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await this.page.mouse.down();
    await this.page.mouse.move(from.x + from.width / 2, to.y + 4, { steps: 5 });
    await this.page.mouse.up();
  }

  handle(step: Step) {
    return this.step(step).getByRole('button', { name: `Move ${NAMES[step]}`, exact: true });
  }

  /** The stage after a step, or `start`, as its row of the table. */
  stage(step: Step | 'start') {
    return this.page.getByTestId(`stage-${step}`);
  }

  async next(): Promise<void> {
    await this.page.getByRole('button', { name: 'Export', exact: true }).click();
  }
}
