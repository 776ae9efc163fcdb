import type { JobContext, Jobs } from '../../job-protocol';
import { trainingHash } from './training-hash';
import { windowsFor } from './windows-of';

/** Cuts and splits the windows as training would. */
export async function runPrepare(
  { data, recipe }: Jobs['prepare']['request'],
  _context: JobContext<never>,
): Promise<Jobs['prepare']['result']> {
  const windows = windowsFor(data, recipe);
  return { ...windows, dataHash: await trainingHash(windows) };
}
