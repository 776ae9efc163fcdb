import { type BrowserContext, type CDPSession, chromium, type Page } from '@playwright/test';
import { type BrowserProfile, type GrantedWearable, makeBrowserProfile } from './browser-profile';
import type { UsbNames } from './fake-serial';

/**
 * Playwright's own features are repeated: the last switch wins. Linux has Web Bluetooth switched off,
 * and `getDevices` on every system.
 */
const FEATURES = [
  'CDPScreenshotNewSurface',
  'SkipListAccountsWithoutGaiaCookies',
  'WebBluetooth',
  'WebBluetoothNewPermissionsBackend',
];

const PATIENCE_MS = 30_000;

/** What was granted before the browser was started for the first time. */
export interface Granted {
  readonly wearables?: readonly GrantedWearable[];
  readonly boards?: readonly UsbNames[];
}

/** A browser that reaches the pretend hardware, and can be killed and started again. */
export class Lab {
  /** Errors that the pages left in their consoles. */
  readonly errors: string[] = [];
  readonly origin: string;
  readonly #env: Readonly<Record<string, string>>;
  #profile: BrowserProfile | undefined;
  #context: BrowserContext | undefined;

  /** `env` is the hardware's; it may still grow until `start`. */
  constructor(origin: string, env: Readonly<Record<string, string>>) {
    this.origin = origin;
    this.#env = env;
  }

  /** Starts the browser; from the second time on with what the first one left behind. */
  async start(granted: Granted = {}): Promise<Page> {
    this.#profile ??= await makeBrowserProfile(this.origin, granted);
    this.#context = await chromium.launchPersistentContext(this.#profile.folder, {
      baseURL: `${this.origin}/`,
      locale: 'en-US',
      viewport: { width: 1440, height: 900 },
      serviceWorkers: 'block',
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        `--enable-features=${FEATURES.join()}`,
      ],
      env: { ...(process.env as Record<string, string>), ...this.#env },
      ...(process.env.NODLAB_CHROMIUM ? { executablePath: process.env.NODLAB_CHROMIUM } : {}),
    });
    // Whatever is waited for in vain is named, rather than the test that ran out of time.
    this.#context.setDefaultTimeout(PATIENCE_MS);
    return this.#watch(this.#context.pages()[0] ?? (await this.#context.newPage()));
  }

  /** Another tab of the same browser. */
  async newPage(): Promise<Page> {
    return this.#watch(await this.#open().newPage());
  }

  /** Kills the browser with all its helpers, as a crash or an empty battery would. */
  async kill(): Promise<{ readonly atMs: number }> {
    const context = this.#open();
    const pid = await browserPid(context);
    const atMs = performance.now();
    process.kill(pid, 'SIGKILL');
    this.#context = undefined;
    await context.close().catch(() => undefined);
    return { atMs };
  }

  /** Ends the browser and forgets what it knew. */
  async end(): Promise<void> {
    await this.#context?.close();
    await this.#profile?.remove();
  }

  #open(): BrowserContext {
    if (!this.#context) throw new Error('the browser has not been started');
    return this.#context;
  }

  #watch(page: Page): Page {
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
    return page;
  }
}

/**
 * The next time that the page asks for a Bluetooth device, its chooser is answered with the first
 * one in it. Resolves when that has happened.
 */
export async function answerChooser(page: Page): Promise<{ answered: Promise<void> }> {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send('DeviceAccess.enable');
  const answered = new Promise<void>((resolve, reject) => {
    let chosen = false;
    session.on('DeviceAccess.deviceRequestPrompted', ({ id, devices }) => {
      // Told again for every device that is found, at first with none.
      const [first] = devices;
      if (chosen || !first) return;
      chosen = true;
      session
        .send('DeviceAccess.selectPrompt', { id, deviceId: first.id })
        .then(() => session.detach())
        .then(resolve, reject);
    });
  });
  return { answered };
}

/** The browser's own process, which takes all its helpers with it. */
async function browserPid(context: BrowserContext): Promise<number> {
  const session = await context.browser()!.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo.find(({ type }) => type === 'browser')!.id;
}
