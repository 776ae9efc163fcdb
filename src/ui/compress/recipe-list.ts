import type { CompressionStep } from '#core/compress/compression-recipe';
import { usualSteps } from '#core/compress/usual-steps';

export type StepKind = CompressionStep['kind'];
export type Steps = readonly CompressionStep[];

/** What can be added, in the order in which steps make sense. */
export const STEP_KINDS: readonly StepKind[] = usualSteps({
  distil: {},
  'prune-channels': {},
  'prune-weights': {},
  cluster: {},
  'quantise-aware': {},
}).map(({ kind }) => kind);

/** Why a step stands badly where it stands, or is set so that it can only do harm. */
export type StepWarning =
  /** Something that was worked out above is thrown away with the network it was done to. */
  | 'discards'
  /** Weights change after the network has practised int8's rounding. */
  | 'rounding-not-last'
  /** Whole channels go after weights were chosen one by one. */
  | 'channels-late'
  /** Weights go to zero after the shared values were chosen. */
  | 'zeros-after-sharing'
  /** Does its work by training and has no epoch to do it in. */
  | 'untrained'
  /** Removes so much that the network needs to train again, and it doesn't. */
  | 'unhealed';

/** Above this share, a network that is not trained again rarely keeps what it knew. */
const HEALED_UP_TO = 0.3;

/** A step as it is added: on, with the usual settings. */
export function newStep(kind: StepKind): CompressionStep {
  return usualSteps({ [kind]: {} })[0]!;
}

/** With a new step of this kind before the first that should come after it. */
export function addStep(steps: Steps, kind: StepKind): { steps: Steps; at: number } {
  const rank = STEP_KINDS.indexOf(kind);
  const later = steps.findIndex((step) => STEP_KINDS.indexOf(step.kind) > rank);
  const at = later < 0 ? steps.length : later;
  return { steps: steps.toSpliced(at, 0, newStep(kind)), at };
}

/** With the step at `from` moved to position `to`; the very list where nothing would move. */
export function moveStep(steps: Steps, from: number, to: number): Steps {
  const target = Math.min(Math.max(to, 0), steps.length - 1);
  const step = steps[from];
  if (step === undefined || target === from) return steps;
  return steps.toSpliced(from, 1).toSpliced(target, 0, step);
}

/** A key for each step that stays with it when others move: its kind, and which of that kind. */
export function stepKeys(steps: Steps): readonly string[] {
  const seen = new Map<StepKind, number>();
  return steps.map(({ kind }) => {
    const count = seen.get(kind) ?? 0;
    seen.set(kind, count + 1);
    return `${kind}-${count}`;
  });
}

/** One entry a step: what is wrong with its place or settings, if anything. Steps that are off are not looked at. */
export function stepWarnings(steps: Steps): readonly (StepWarning | undefined)[] {
  return steps.map((step, at) => {
    if (!step.enabled) return undefined;
    const above = new Set(steps.slice(0, at).flatMap((one) => (one.enabled ? [one.kind] : [])));
    const below = steps.slice(at + 1).some(({ enabled }) => enabled);
    return placeWarning(step, above, below) ?? settingWarning(step);
  });
}

function placeWarning(
  { kind }: CompressionStep,
  above: ReadonlySet<StepKind>,
  below: boolean,
): StepWarning | undefined {
  switch (kind) {
    case 'distil':
      return above.size > 0 ? 'discards' : undefined;
    case 'prune-channels':
      return above.has('prune-weights') || above.has('cluster') ? 'channels-late' : undefined;
    case 'prune-weights':
      return above.has('cluster') ? 'zeros-after-sharing' : undefined;
    case 'cluster':
      return undefined;
    case 'quantise-aware':
      return below ? 'rounding-not-last' : undefined;
  }
}

function settingWarning(step: CompressionStep): StepWarning | undefined {
  if (step.epochs > 0) return undefined;
  switch (step.kind) {
    case 'distil':
    case 'quantise-aware':
      return 'untrained';
    case 'prune-channels':
      return step.share > HEALED_UP_TO ? 'unhealed' : undefined;
    case 'prune-weights':
      return step.sparsity > HEALED_UP_TO ? 'unhealed' : undefined;
    case 'cluster':
      return undefined;
  }
}
