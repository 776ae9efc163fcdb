import type { Page } from '@playwright/test';

export class AppsPage {
  constructor(readonly page: Page) {}

  /** From any page, by the rail. */
  async open(): Promise<void> {
    await this.page.getByRole('navigation').getByRole('link', { name: /^Apps/ }).click();
  }

  async openApp(name: string): Promise<void> {
    await this.page.getByRole('link', { name: new RegExp(`^${name}`) }).click();
  }

  count(movement: string) {
    return this.page.getByTestId(`count-${movement}`);
  }

  get posture() {
    return this.page.getByTestId('posture-now');
  }

  get reminder() {
    return this.page.getByTestId('reminder-phase');
  }

  async limitHeadDown(minutes: number): Promise<void> {
    await this.page.getByLabel('Head down for more than').fill(String(minutes));
  }

  /** An hour in a minute. */
  async runFast(): Promise<void> {
    await this.page.getByText('60× faster').click();
  }

  get callPhase() {
    return this.page.getByTestId('call-phase');
  }

  async ring(): Promise<void> {
    await this.page.getByRole('button', { name: 'Simulate an incoming call' }).click();
  }

  /**
   * Has the simulated person move and waits for the call's phase to change; the time from the press
   * to what is on screen, ms, by the page's own clock.
   */
  async moveAndTime(movement: 'Nod' | 'Shake', wanted: 'answered' | 'declined'): Promise<number> {
    const button = this.page
      .getByRole('region', { name: 'Live signal' })
      .getByRole('button', { name: movement, exact: true });
    await this.page.evaluate((phase) => {
      const times = { pressedMs: 0, changedMs: 0 };
      Object.assign(window, { callTimes: times });
      addEventListener('click', () => (times.pressedMs ||= performance.now()), {
        capture: true,
        once: true,
      });
      const watch = () => {
        const shown = document.querySelector('[data-testid="call-phase"]');
        if (shown?.getAttribute('data-phase') === phase) times.changedMs = performance.now();
        else requestAnimationFrame(watch);
      };
      watch();
    }, wanted);
    await button.click();
    await this.page.waitForFunction(
      () => (window as unknown as { callTimes: { changedMs: number } }).callTimes.changedMs > 0,
      undefined,
      { timeout: 10_000 },
    );
    return this.page.evaluate(() => {
      const { pressedMs, changedMs } = (
        window as unknown as { callTimes: { pressedMs: number; changedMs: number } }
      ).callTimes;
      return changedMs - pressedMs;
    });
  }
}
