import type { Locator, Page } from '@playwright/test';

/** Room right of the trace for the names on the line ends, px. */
const GUTTER = 30;
/** What a fresh recording shows on a wide screen, ms. */
const FIRST_VIEW_MS = 24_000;

/** The label page with a recording open, in English. */
export class LabelPage {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.getByRole('link', { name: /^Label/ }).click();
    await this.ready();
  }

  async ready(): Promise<void> {
    await this.timeline.waitFor();
  }

  get timeline(): Locator {
    return this.page.getByTestId('timeline');
  }

  /** "… labels as a table": how many labels the open recording has. */
  get count(): Locator {
    return this.page.locator('summary').filter({ hasText: /labels? as a table/ });
  }

  async labelCount(): Promise<number> {
    return Number.parseInt(await this.count.innerText(), 10);
  }

  get suggestionBar(): Locator {
    return this.page.getByText(/without a label/).first();
  }

  /** Labels of a gesture in all recordings. */
  async gestureCount(name: string): Promise<number> {
    const row = this.page.getByTestId(`gesture-${name}`);
    return Number(await row.getByTestId('gesture-count').innerText());
  }

  /** Chooses what drawing makes, with the mouse. */
  async take(gesture: string): Promise<void> {
    await this.page.getByRole('button', { name: `Draw with ${gesture}`, exact: true }).click();
  }

  /** Drags over the trace as it is shown at first. */
  async draw(fromMs: number, toMs: number): Promise<void> {
    await this.timeline.scrollIntoViewIfNeeded();
    const box = (await this.timeline.boundingBox())!;
    const x = (ms: number) => box.x + (ms / FIRST_VIEW_MS) * (box.width - GUTTER);
    const y = box.y + box.height * 0.6;
    await this.page.mouse.move(x(fromMs), y);
    await this.page.mouse.down();
    await this.page.mouse.move(x((fromMs + toMs) / 2), y, { steps: 3 });
    await this.page.mouse.move(x(toMs), y, { steps: 3 });
    await this.page.mouse.up();
  }

  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
  }

  /** Opens the table and reads what it says of the selected label: gesture, start, end. */
  async selectedRow(): Promise<string[]> {
    if (!(await this.page.getByRole('table').first().isVisible())) await this.count.click();
    const row = this.page.locator('tr[aria-current="true"]');
    return [
      await row
        .getByRole('combobox')
        .evaluate((select) => (select as HTMLSelectElement).selectedOptions[0]?.text ?? ''),
      await row.getByRole('textbox').nth(0).inputValue(),
      await row.getByRole('textbox').nth(1).inputValue(),
    ];
  }
}
