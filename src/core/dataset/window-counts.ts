import type { Split, WindowSet } from './window-set';

/** How many windows each class has from each group. */
export interface WindowCounts {
  /** Subjects where the split is by subject, else recording ids. */
  readonly groups: readonly string[];
  /** Windows `[class × group]`, row-major. */
  readonly counts: Uint32Array;
}

/** Counts the windows by class and by what the split keeps together. */
export function windowCounts(set: WindowSet, split: Split): WindowCounts {
  const bySubject = split.by === 'subject';
  const groups = bySubject ? set.subjects : set.recordingIds;
  const groupIndex = bySubject ? set.subjectIndex : set.recordingIndex;
  const counts = new Uint32Array(set.classes.length * groups.length);
  for (let window = 0; window < set.count; window++) {
    const at = set.classIndex[window]! * groups.length + groupIndex[window]!;
    counts[at] = counts[at]! + 1;
  }
  return { groups, counts };
}
