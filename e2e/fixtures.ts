import { test as base, expect } from '@playwright/test';
import { AppsPage } from './pages/apps-page';
import { CompressPage } from './pages/compress-page';
import { DevicePage } from './pages/device-page';
import { ExportPage } from './pages/export-page';
import { LabelPage } from './pages/label-page';
import { LivePage } from './pages/live-page';
import { RecordPage } from './pages/record-page';
import { Shell } from './pages/shell';
import { StartPage } from './pages/start-page';
import { TrainPage } from './pages/train-page';

interface Pages {
  readonly live: LivePage;
  readonly apps: AppsPage;
  readonly shell: Shell;
  readonly start: StartPage;
  readonly device: DevicePage;
  readonly record: RecordPage;
  readonly label: LabelPage;
  readonly train: TrainPage;
  readonly compress: CompressPage;
  readonly exporting: ExportPage;
}

/** Page objects, and a check that no test leaves errors in the console. */
export const test = base.extend<Pages & { consoleErrors: string[] }>({
  consoleErrors: [
    async ({ page }, use) => {
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      await use(errors);
      expect(errors).toEqual([]);
    },
    { auto: true },
  ],
  shell: async ({ page }, use) => use(new Shell(page)),
  live: async ({ page }, use) => use(new LivePage(page)),
  apps: async ({ page }, use) => use(new AppsPage(page)),
  start: async ({ page }, use) => use(new StartPage(page)),
  device: async ({ page }, use) => use(new DevicePage(page)),
  record: async ({ page }, use) => use(new RecordPage(page)),
  label: async ({ page }, use) => use(new LabelPage(page)),
  train: async ({ page }, use) => use(new TrainPage(page)),
  compress: async ({ page }, use) => use(new CompressPage(page)),
  exporting: async ({ page }, use) => use(new ExportPage(page)),
});

export { expect };
