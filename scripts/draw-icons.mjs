// Draws the icons that an installed page needs as PNG, from public/icon.svg. Run after changing it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { findChromium } from './find-chromium.mjs';

const folder = join(import.meta.dirname, '..', 'public');
const mark = readFileSync(join(folder, 'icon.svg'), 'utf8');
/** A system that cuts icons to its own shape gets the ground up to the edge, the mark well within. */
const uncut = mark.replace('viewBox="0 0 26 26"', 'viewBox="-3 -3 32 32"');
const ground = '#0b6875';

const ICONS = [
  { file: 'icon-192.png', size: 192, svg: mark, background: 'transparent' },
  { file: 'icon-512.png', size: 512, svg: mark, background: 'transparent' },
  { file: 'icon-maskable-512.png', size: 512, svg: uncut, background: ground },
  { file: 'apple-touch-icon.png', size: 180, svg: uncut, background: ground },
];

const browser = await chromium.launch({
  executablePath: findChromium() ?? undefined,
  args: ['--no-sandbox'],
});
const page = await browser.newPage();
for (const { file, size, svg, background } of ICONS) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>body{margin:0;background:${background}}svg{display:block;width:100vw;height:100vh}</style>${svg}`,
  );
  await page.screenshot({ path: join(folder, file), omitBackground: true });
}
await browser.close();
