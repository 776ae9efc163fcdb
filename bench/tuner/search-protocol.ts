import type { TuningState } from '../../src/core/tuner/tuning';

/** What the page does for the benchmark, on the demo project. */
export interface SearchBench {
  /** Searches to the end; resolves with the wall time, drawing of candidates included. */
  search(
    candidateCount: number,
    workerCount: number,
  ): Promise<{ readonly tuning: TuningState; readonly tookMs: number }>;
  /** Begins a search and leaves it running once `resultCount` trials are stored. */
  begin(candidateCount: number, resultCount: number): Promise<void>;
  /** In another page: goes on with the stored search to its end. */
  resume(): Promise<{ readonly keptResults: number; readonly tuning: TuningState }>;
  /** Ends a running search; the time until its last promise settles, ms. */
  cancel(): Promise<number>;
  /** Takes a candidate, trains and compresses as the stations do: the file's SHA-256. */
  retrain(candidateId: number): Promise<string>;
}

declare global {
  interface Window {
    searchBench: SearchBench;
  }
}
