import { readFileSync } from 'node:fs';
import type { Browser, Page } from '@playwright/test';

export interface Opening {
  /** From the press to the first frame with a trace in it, ms. */
  readonly drawnMs: number;
  /** From the press until every frame is there, ms. */
  readonly readMs: number;
  /** The longest that the page did not answer meanwhile, ms. */
  readonly longestTaskMs: number;
}

/** Presses the button that opens a recording and watches the timeline. */
export async function open(page: Page, name: string): Promise<Opening> {
  const button = page.getByRole('button', { name: `Label ${name}`, exact: true });
  await button.waitFor();
  const watched = page.evaluate(
    () =>
      new Promise<Opening>((resolve) => {
        let pressedAt: number | undefined;
        let drawnMs: number | undefined;
        let longestTaskMs = 0;
        new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) {
            longestTaskMs = Math.max(longestTaskMs, duration);
          }
        }).observe({ entryTypes: ['longtask'] });
        addEventListener('click', () => (pressedAt ??= performance.now()), true);
        const look = () => {
          const canvas = document.querySelector<HTMLCanvasElement>('canvas[data-testid=timeline]');
          if (pressedAt !== undefined && canvas && canvas.width > 300) {
            // Below the axis and the lanes, away from the edge.
            const { data } = canvas.getContext('2d')!.getImageData(100, 90, 60, canvas.height - 90);
            const inked = data.filter((value, i) => i % 4 === 3 && value > 120).length;
            if (inked > 150) drawnMs ??= performance.now() - pressedAt;
            if (drawnMs !== undefined && canvas.dataset.frames === 'read') {
              const readMs = performance.now() - pressedAt;
              // Long tasks are told a little later.
              setTimeout(() => resolve({ drawnMs: drawnMs!, readMs, longestTaskMs }), 300);
              return;
            }
          }
          requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
  );
  await button.click();
  return watched;
}

export interface FrameTimes {
  /** Between one animation frame and the next, ms. */
  readonly intervalMs: readonly number[];
  /** Of the page's thread within an animation frame: script, style, layout, paint, ms. */
  readonly workMs: readonly number[];
}

/** Pans and zooms for so long, one step of the wheel each animation frame. */
export async function panAndZoom(page: Page, seconds: number): Promise<FrameTimes> {
  return page.evaluate(
    (forMs) =>
      new Promise<FrameTimes>((resolve) => {
        const canvas = document.querySelector<HTMLCanvasElement>('canvas[data-testid=timeline]')!;
        const { left, top, width } = canvas.getBoundingClientRect();
        const intervalMs: number[] = [];
        const workMs: number[] = [];
        const beginAt = performance.now();
        const afterPaint = new MessageChannel();
        let frameAt = beginAt;
        let step = 0;
        afterPaint.port1.onmessage = () => workMs.push(performance.now() - frameAt);
        const frame = () => {
          const now = performance.now();
          if (step > 0) intervalMs.push(now - frameAt);
          frameAt = now;
          if (now - beginAt > forMs) return resolve({ intervalMs, workMs });
          // From 24 s out to 14 min, aside, in to 4 s, aside, and out again.
          const phase = Math.floor(step / 60) % 10;
          const isAside = phase === 2 || phase === 6;
          const zoom = isAside ? 0 : phase > 2 && phase < 6 ? -20 : 20;
          canvas.dispatchEvent(
            new WheelEvent('wheel', {
              ...{ bubbles: true, cancelable: true, clientX: left + width / 3, clientY: top + 200 },
              ...(zoom === 0 ? { deltaX: 40, shiftKey: true } : { deltaY: zoom }),
            }),
          );
          step++;
          afterPaint.port2.postMessage(0);
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    seconds * 1000,
  );
}

/** From an action to the second animation frame after the rows are as expected, ms. */
export async function timeUntil(
  page: Page,
  begin: 'click' | 'input',
  selector: string,
  least: number,
  most: number,
  act: () => Promise<unknown>,
): Promise<number> {
  const watched = page.evaluate(
    ([event, rows, fewest, greatest]) =>
      new Promise<number>((resolve) => {
        let beganAt: number | undefined;
        addEventListener(event, () => (beganAt ??= performance.now()), {
          capture: true,
          once: true,
        });
        const look = () => {
          const count = document.querySelectorAll(rows).length;
          if (beganAt === undefined || count < fewest || count > greatest) {
            requestAnimationFrame(look);
            return;
          }
          requestAnimationFrame(() => resolve(performance.now() - beganAt!));
        };
        requestAnimationFrame(look);
      }),
    [begin, selector, least, most] as const,
  );
  await act();
  return watched;
}

/** Memory that only the page's processes have, once garbage is gone, MB. */
export async function rendererMemoryMb(page: Page, browser: Browser): Promise<number> {
  const pageSession = await page.context().newCDPSession(page);
  await pageSession.send('HeapProfiler.collectGarbage');
  await pageSession.detach();
  await page.waitForTimeout(1000);
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  const kilobytes = renderers.map(({ id }) => {
    const rollup = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8');
    return Number(/^Private_Dirty:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
  });
  return kilobytes.reduce((sum, one) => sum + one, 0) / 1024;
}

/** The value below which a share of all lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
