import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { build, preview } from 'vite';
import { findChromium } from '../scripts/find-chromium.mjs';
import { isDone, ranking } from '../src/core/tuner/successive-halving';
import type { TuningState } from '../src/core/tuner/tuning';
import type { BenchResult } from './run';
import './tuner/search-protocol';

const PORT = 4727;
const CANDIDATES = 27;
/** Of the search that the page is reloaded in, and when. */
const FEW_CANDIDATES = 6;
const RESULTS_BEFORE_RELOAD = 3;
/** What a person feels as at once, ms. */
const AT_ONCE_MS = 100;

/**
 * The tuner on the demo project, the studio's own station in a real browser: how many candidates a
 * minute it decides on, by workers side by side; whether its best point, trained and compressed from
 * its card, is the same file; whether a search that a reload cut ends as one that nothing cut; and
 * how long cancelling takes.
 */
export default async function run(): Promise<BenchResult> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium was found; set NODLAB_CHROMIUM to one.');
  const root = join(import.meta.dirname, 'tuner');
  const outDir = join(import.meta.dirname, '..', '.cache', 'bench-tuner');
  const config = {
    configFile: false,
    root,
    base: './',
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir, emptyOutDir: true, target: 'es2022' },
  } as const;
  await build(config);
  const server = await preview({ ...config, preview: { port: PORT, strictPort: true } });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    const open = async () => {
      await page.goto(`http://localhost:${PORT}/`);
      await page.waitForFunction(() => 'searchBench' in window);
    };
    await open();

    const table: Record<string, string | number>[] = [];
    let fastest = { perMinute: 0, trialsPerMinute: 0, workers: 0 };
    let whole: TuningState | undefined;
    for (const workers of [1, 2]) {
      const { tuning, tookMs } = await page.evaluate(
        ([count, side]) => window.searchBench.search(count!, side!),
        [CANDIDATES, workers],
      );
      whole = tuning;
      const [best] = ranking(tuning);
      const perMinute = round((tuning.candidates.length * 60_000) / tookMs);
      const trialsPerMinute = round((tuning.results.length * 60_000) / tookMs);
      const own = ofCandidate(tuning, 0);
      table.push({
        workers,
        seconds: round(tookMs / 1000),
        candidates: tuning.candidates.length,
        trials: tuning.results.length,
        failed: tuning.results.filter((one) => 'failure' in one).length,
        'candidates / min': perMinute,
        'trials / min': trialsPerMinute,
        'best held-out F1': round(best?.outcome.macroF1 ?? 0),
        'best bytes': best?.outcome.cost.sizeBytes ?? 0,
        'own held-out F1': round(own?.outcome.macroF1 ?? 0),
        'own bytes': own?.outcome.cost.sizeBytes ?? 0,
      });
      if (perMinute > fastest.perMinute) fastest = { perMinute, trialsPerMinute, workers };
    }
    const [best] = ranking(whole!);
    if (!best) throw new Error('Not one trial gave a file.');
    const again = await page.evaluate((id) => window.searchBench.retrain(id), best.candidateId);

    await page.evaluate(
      ([count, results]) => window.searchBench.begin(count!, results!),
      [FEW_CANDIDATES, RESULTS_BEFORE_RELOAD],
    );
    await open();
    const resumed = await page.evaluate(() => window.searchBench.resume());
    const ended =
      isDone(resumed.tuning) &&
      firstRungHashes(resumed.tuning).every((hash, at) => hash === firstRungHashes(whole!)[at]);
    await page.evaluate(([count]) => window.searchBench.begin(count!, 1), [CANDIDATES]);
    const cancelMs = await page.evaluate(() => window.searchBench.cancel());
    return {
      table,
      figures: {
        configurationsPerMinute: fastest.perMinute,
        trialsPerMinute: fastest.trialsPerMinute,
        workers: fastest.workers,
        sameFile: again === best.outcome.sha256 ? 1 : 0,
        resultsKeptByReload: resumed.keptResults,
        sameAfterReload: ended ? 1 : 0,
        cancelMs: round(cancelMs),
        cancelledAtOnce: cancelMs < AT_ONCE_MS ? 1 : 0,
      },
      aims: {
        configurationsPerMinute: 20,
        sameFile: 1,
        resultsKeptByReload: RESULTS_BEFORE_RELOAD,
        sameAfterReload: 1,
        cancelledAtOnce: 1,
      },
    };
  } finally {
    await browser.close();
    await server.close();
  }
}

function ofCandidate(tuning: TuningState, id: number) {
  return ranking(tuning).find((one) => one.candidateId === id);
}

/** Of the candidates that both searches draw first. */
function firstRungHashes({ results }: TuningState): string[] {
  return results
    .filter(({ rung, candidateId }) => rung === 0 && candidateId < FEW_CANDIDATES)
    .sort((a, b) => a.candidateId - b.candidateId)
    .map((one) => ('outcome' in one ? one.outcome.sha256 : one.failure));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
