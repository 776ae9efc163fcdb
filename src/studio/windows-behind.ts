import type { Split, WindowSet } from '#core/dataset/window-set';
import { normaliseInto } from '#core/features/fit-normaliser';
import { answerOf, JUDGING_THRESHOLD } from '#core/model/judge';
import { createFloatRunner } from '#core/model/run-float';
import type { TrainedModel } from '#core/model/trained-model';

/** Where a held-out window lies. */
export interface FoundWindow {
  readonly recordingId: string;
  /** After the recording's first frame, ms. */
  readonly startMs: number;
}

/** The page answers in between: a run of the network takes well below a millisecond. */
const SLICE_MS = 10;

/**
 * The held-out windows of class `truth` that the model answers as `answer`: those that one cell of
 * its confusion matrix counts. `set` and `split` are those that it was judged on. Stops with what
 * it has when `signal` aborts.
 */
export async function windowsBehind(
  model: TrainedModel,
  { set, split }: { readonly set: WindowSet; readonly split: Split },
  truth: number,
  answer: number,
  signal: AbortSignal,
): Promise<readonly FoundWindow[]> {
  const size = set.frames * set.channels.length;
  const input = new Float32Array(size);
  const runner = createFloatRunner(model.graph);
  const found: FoundWindow[] = [];
  let sliceEnd = performance.now() + SLICE_MS;
  for (const index of split.heldOut) {
    if (set.classIndex[index] !== truth) continue;
    normaliseInto(model.normaliser, set.values, index * size, set.frames, input, 0);
    const scores = runner.run(input);
    if (answerOf(scores, 0, scores.length, JUDGING_THRESHOLD) === answer) {
      const recordingId = set.recordingIds[set.recordingIndex[index] ?? 0];
      if (recordingId) found.push({ recordingId, startMs: set.startMs[index] ?? 0 });
    }
    if (performance.now() < sliceEnd) continue;
    await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) return found;
    sliceEnd = performance.now() + SLICE_MS;
  }
  return found;
}
