// Runs the Playwright suites on the production build, with a Chromium that it finds or installs.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findOrInstallChromium } from './find-chromium.mjs';

let chromium;
try {
  chromium = findOrInstallChromium();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
const cli = join(import.meta.dirname, '..', 'node_modules', '@playwright', 'test', 'cli.js');
const { status } = spawnSync(process.execPath, [cli, 'test', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, NODLAB_CHROMIUM: chromium },
});
process.exit(status ?? 1);
