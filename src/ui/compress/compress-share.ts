import type { CompressState } from '#studio/compress-store';

type Progress = Extract<CompressState, { phase: 'running' }>['progress'];

/** Share of the recipe's steps that is done, 0 … 1; `undefined` where progress does not tell. */
export function compressShare(progress: Progress): number | undefined {
  if (progress.step === 'preparing') return 0;
  if (progress.step !== 'pass') return undefined;
  const { at, count, epoch, epochs } = progress;
  return (at + (epochs > 0 ? epoch / epochs : 0)) / count;
}

/** Until the end at the pace so far, ms; `undefined` while too little is done to tell. */
export function remainingMs(share: number, elapsedMs: number): number | undefined {
  return share < LEAST_TOLD ? undefined : (elapsedMs * (1 - share)) / share;
}

/** Before this share is done, a guess would jump about. */
const LEAST_TOLD = 0.05;
