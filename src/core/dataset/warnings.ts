import { NOTHING } from './gesture';
import type { Split, WindowSet } from './window-set';

/** What a data set cannot show; `className` as in `WindowSet.classes`. Words in `train.json`. */
export type DataWarning =
  | { readonly code: 'one-subject' | 'no-held-out' | 'few-held-out-subjects' }
  | { readonly code: 'few-windows'; readonly className: string; readonly count: number }
  | {
      readonly code: 'class-unseen-held-out' | 'class-unseen-training';
      readonly className: string;
    }
  | { readonly code: 'unlabelled-recordings' | 'recordings-left-out'; readonly count: number };

/** Fewer windows than these seldom carry a class. */
const FEW_WINDOWS = 20;
/** With fewer people than these the result hangs on who they are. */
const FEW_SUBJECTS = 3;

/** Everything that would make a result say more than the data does. */
export function dataWarnings(set: WindowSet, split: Split): readonly DataWarning[] {
  const warnings: DataWarning[] = [];
  if (set.subjects.length === 1) warnings.push({ code: 'one-subject' });
  if (split.heldOut.length === 0) warnings.push({ code: 'no-held-out' });
  else if (split.by === 'subject' && split.heldOutGroups.length < FEW_SUBJECTS) {
    warnings.push({ code: 'few-held-out-subjects' });
  }
  const all = countByClass(set, Uint32Array.from(set.classIndex.keys()));
  const train = countByClass(set, split.train);
  const heldOut = countByClass(set, split.heldOut);
  for (const [index, className] of set.classes.entries()) {
    if (train[index] === 0) {
      warnings.push({ code: 'class-unseen-training', className });
      continue;
    }
    const count = all[index]!;
    if (count < FEW_WINDOWS) warnings.push({ code: 'few-windows', className, count });
    if (heldOut[index] === 0 && split.heldOut.length > 0) {
      warnings.push({ code: 'class-unseen-held-out', className });
    }
  }
  const unlabelled = unlabelledRecordings(set);
  if (unlabelled > 0) warnings.push({ code: 'unlabelled-recordings', count: unlabelled });
  const leftOut = set.leftOutRecordingIds.length;
  if (leftOut > 0) warnings.push({ code: 'recordings-left-out', count: leftOut });
  return warnings;
}

function countByClass(set: WindowSet, indices: Uint32Array): Uint32Array {
  const counts = new Uint32Array(set.classes.length);
  for (const index of indices) counts[set.classIndex[index]!]!++;
  return counts;
}

/** Recordings all of whose windows are nothing. */
function unlabelledRecordings(set: WindowSet): number {
  const nothing = set.classes.indexOf(NOTHING);
  const labelled = new Set<number>();
  for (let window = 0; window < set.count; window++) {
    if (set.classIndex[window] !== nothing) labelled.add(set.recordingIndex[window]!);
  }
  return set.recordingIds.length - labelled.size;
}
