import { augmentWindow } from '#core/dataset/augment';
import type { DataRequest } from '#core/dataset/labelled-recording';
import { splitWindows } from '#core/dataset/split';
import type { Split, WindowSet } from '#core/dataset/window-set';
import { cutWindows } from '#core/dataset/windowing';
import { normaliseInto } from '#core/features/fit-normaliser';
import type { Normaliser } from '#core/features/normaliser';
import type { ModelRecipe, TrainedModel } from '#core/model/trained-model';
import type { Random } from '#core/random';
import type { LabelledWindows } from '../training/batches';

/** Windows with their roles. */
export interface SplitWindows {
  readonly set: WindowSet;
  readonly split: Split;
}

/** What training of `recipe` would see of `data`. */
export function windowsFor(data: DataRequest, recipe: ModelRecipe): SplitWindows {
  const set = cutWindows(data);
  const { seed, heldOutSubjects } = recipe;
  return { set, split: splitWindows(set, { seed, heldOutSubjects }) };
}

/**
 * The windows of a model that was trained before, cut as they were then. Recordings may have come
 * or gone since: what the model was trained on must not be judged on, so that exactly its held-out
 * groups are held out, whatever the split would be today.
 */
export function windowsOfModel(data: DataRequest, model: TrainedModel): SplitWindows {
  const { windowing, gestures, recipe } = model;
  const { set, split } = windowsFor({ ...data, windowing, gestures }, recipe);
  const groups = new Set(model.heldOutGroups);
  const isHeldOut = (index: number) => groups.has(groupName(set, model.heldOutBy, index));
  const elsewhere = split.heldOut.filter((index) => !isHeldOut(index));
  const trained = split.train.filter((index) => !isHeldOut(index));
  return {
    set,
    split: {
      by: model.heldOutBy,
      train: joined(trained, elsewhere).sort(),
      validation: split.validation.filter((index) => !isHeldOut(index)),
      heldOut: everyWindow(set).filter(isHeldOut),
      heldOutGroups: model.heldOutGroups,
    },
  };
}

function joined(first: Uint32Array, second: Uint32Array): Uint32Array {
  const both = new Uint32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function everyWindow(set: WindowSet): Uint32Array {
  return Uint32Array.from({ length: set.count }, (_, index) => index);
}

/** Name of the subject or recording that a window belongs to; none where nothing is held out. */
function groupName(set: WindowSet, by: Split['by'], index: number): string {
  switch (by) {
    case 'subject':
      return set.subjects[set.subjectIndex[index]!]!;
    case 'recording':
      return set.recordingGroups[set.recordingIndex[index]!]!;
    case 'none':
      return '';
  }
}

/** For each held-out window, the position of its group in `heldOutGroups`. */
export function heldOutGroupIndex({ set, split }: SplitWindows): Uint16Array {
  const positions = new Map(split.heldOutGroups.map((name, position) => [name, position]));
  return Uint16Array.from(
    split.heldOut,
    (index) => positions.get(groupName(set, split.by, index)) ?? 0,
  );
}

/** The windows as the model reads them, row-major `[indices × frames × channels]`, normalised. */
export function modelInputs(
  set: WindowSet,
  indices: Uint32Array,
  normaliser: Normaliser,
): LabelledWindows {
  const size = set.frames * set.channels.length;
  const values = new Float32Array(indices.length * size);
  const classIndex = new Uint8Array(indices.length);
  for (const [row, index] of indices.entries()) {
    normaliseInto(normaliser, set.values, index * size, set.frames, values, row * size);
    classIndex[row] = set.classIndex[index]!;
  }
  return { values, classIndex };
}

/**
 * Draws the windows `indices` as other people might have given them (`augmentWindow`), normalised,
 * into an array as long as `modelInputs` gives.
 */
export function variedInputs(
  set: WindowSet,
  indices: Uint32Array,
  normaliser: Normaliser,
): (into: Float32Array, random: Random) => void {
  const size = set.frames * set.channels.length;
  const window = new Float32Array(size);
  return (into, random) => {
    for (const [row, index] of indices.entries()) {
      window.set(set.values.subarray(index * size, (index + 1) * size));
      augmentWindow(window, set.channels, random);
      normaliseInto(normaliser, window, 0, set.frames, into, row * size);
    }
  };
}
