import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { RaceAnswer } from './step-protocol';

/** Keras in a process of its own, compiled and waiting. */
export interface KerasTrainer {
  readonly tensorflow: string;
  readonly keras: string;
  /** From its start until all is compiled, ms. */
  readonly startMs: number;
  race(contest: string, seed: number, untilLoss: number): Promise<RaceAnswer>;
  close(): void;
}

/** Starts `with_keras.py` on the files that `writeRaces` has written. */
export async function startKeras(
  python: string,
  root: string,
  contests: readonly string[],
): Promise<KerasTrainer> {
  const script = join(import.meta.dirname, 'with_keras.py');
  const child = spawn(python, [script, root, ...contests], { stdio: ['pipe', 'pipe', 'pipe'] });
  const nextAnswer = answersOf(child);
  const ready = (await nextAnswer()) as Pick<KerasTrainer, 'tensorflow' | 'keras' | 'startMs'>;
  return {
    ...ready,
    race(contest, seed, untilLoss) {
      child.stdin.write(`${JSON.stringify({ contest, seed, untilLoss })}\n`);
      return nextAnswer() as Promise<RaceAnswer>;
    },
    close: () => child.stdin.end(),
  };
}

/** The process's lines, one by one; rejects with its last words where it ends before. */
function answersOf(child: ChildProcess): () => Promise<unknown> {
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  let words = '';
  child.stderr!.on('data', (chunk) => {
    words = (words + chunk).slice(-2000);
  });
  return async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`Keras' side failed:\n${words}`);
    return JSON.parse(value);
  };
}
