// Finds a Chromium for the browser tests and benchmarks, or installs one.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const WELL_KNOWN = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/** Path of a Chromium that is already here: the variable NODLAB_CHROMIUM, Playwright's, PATH's. */
export function findChromium() {
  const named = process.env.NODLAB_CHROMIUM;
  if (named !== undefined) {
    if (existsSync(named)) return named;
    throw new Error(`NODLAB_CHROMIUM names ${named}, which does not exist.`);
  }
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name + suffix)));
  return (
    [chromium.executablePath(), ...onPath, ...WELL_KNOWN].find((path) => existsSync(path)) ?? null
  );
}

/** As `findChromium`, but tries Playwright's download, then the system's package manager. */
export function findOrInstallChromium() {
  const present = findChromium();
  if (present !== null) return present;
  run('Playwright downloads its Chromium', process.execPath, [
    join(import.meta.dirname, '..', 'node_modules', '@playwright', 'test', 'cli.js'),
    'install',
    'chromium',
  ]);
  if (findChromium() === null && process.platform === 'linux') {
    const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
    const apt = (...args) => {
      const [command, ...rest] = [...sudo, 'apt-get', ...args];
      run('The package manager installs Chromium', command, rest);
    };
    apt('update', '-qq');
    apt('install', '-y', '-qq', 'chromium');
  }
  const installed = findChromium();
  if (installed === null) {
    throw new Error(
      'No Chromium was found and none could be installed: install Chrome or Chromium, or set NODLAB_CHROMIUM to its path.',
    );
  }
  return installed;
}

function run(what, command, args) {
  console.log(`${what} …`);
  spawnSync(command, args, { stdio: 'inherit', timeout: 300_000 });
}
