import type { Page } from '@playwright/test';

/** The editor of layers on the train page, opened. */
export class LayerEditor {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: 'Edit layers' }).click();
  }

  get root() {
    return this.page.getByTestId('layer-editor');
  }

  /** Names of the network's own layers, those within blocks left out. */
  names(): Promise<string[]> {
    return this.root
      .getByRole('list', { name: 'Layers' })
      .locator(':scope > li > div [data-title] > span:first-child')
      .allInnerTexts();
  }

  /** What is pressed to open the settings of the layer at this position, `1.0` for one in a block. */
  layer(path: string) {
    return this.root.locator(`[data-path="${path}"] > div [data-title]`);
  }

  async add(kind: string): Promise<void> {
    await this.root.getByRole('button', { name: 'Add layer' }).click();
    await this.page.getByRole('menuitem', { name: new RegExp(`^${kind}`) }).click();
  }

  /** A total under the layers, as it is written. */
  total(key: 'parameters' | 'macs' | 'flash' | 'arena') {
    return this.page.getByTestId(`layers-${key}`);
  }
}
