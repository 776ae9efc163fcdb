import type { Page } from '@playwright/test';

/** A movement that was not seen by now never will be. */
const TRY_AGAIN_MS = 3500;
const MOST_PRESSES = 3;

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
   * Has the simulated person move until the call's phase changes, as a person would: one movement in
   * twenty is not sure enough for a call. The time from the press that did it to what is on screen,
   * ms, by the page's own clock, and how many presses it took.
   */
  async moveAndTime(
    movement: 'Nod' | 'Shake',
    wanted: 'answered' | 'declined',
  ): Promise<{ readonly elapsedMs: number; readonly presses: number }> {
    const button = this.page
      .getByRole('region', { name: 'Live signal' })
      .getByRole('button', { name: movement, exact: true });
    await this.page.evaluate((phase) => {
      const times = { pressedMs: 0, changedMs: 0 };
      Object.assign(window, { callTimes: times });
      addEventListener(
        'click',
        () => {
          if (times.changedMs === 0) times.pressedMs = performance.now();
        },
        { capture: true },
      );
      const watch = () => {
        const shown = document.querySelector('[data-testid="call-phase"]');
        if (shown?.getAttribute('data-phase') === phase) times.changedMs = performance.now();
        else requestAnimationFrame(watch);
      };
      watch();
    }, wanted);
    for (let presses = 1; ; presses++) {
      await button.click();
      const changed = await this.page
        .waitForFunction(
          () => (window as unknown as { callTimes: { changedMs: number } }).callTimes.changedMs > 0,
          undefined,
          { timeout: TRY_AGAIN_MS },
        )
        .catch(() => undefined);
      if (changed === undefined && presses < MOST_PRESSES) continue;
      const { pressedMs, changedMs } = await this.page.evaluate(
        () =>
          (window as unknown as { callTimes: { pressedMs: number; changedMs: number } }).callTimes,
      );
      if (changedMs === 0) throw new Error(`${presses} times ${movement} left the call as it was`);
      return { elapsedMs: changedMs - pressedMs, presses };
    }
  }
}
