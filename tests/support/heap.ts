import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

/** Lets go of all memory that nothing refers to. */
export function collectGarbage(): void {
  gc();
  gc();
}
