import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addStep,
  moveStep,
  newStep,
  STEP_KINDS,
  type StepKind,
  stepKeys,
  stepWarnings,
} from './recipe-list';

const steps = (...kinds: readonly StepKind[]) => kinds.map(newStep);
const kindsOf = (list: readonly { readonly kind: StepKind }[]) => list.map(({ kind }) => kind);
const anyKinds = fc.array(fc.constantFrom(...STEP_KINDS), { maxLength: 8 });

describe('adding', () => {
  test('puts a step before those that should come after it', () => {
    const { steps: list, at } = addStep(steps('distil', 'quantise-aware'), 'prune-channels');
    expect(kindsOf(list)).toEqual(['distil', 'prune-channels', 'quantise-aware']);
    expect(at).toBe(1);
  });

  test('puts a step last where none should come after it', () => {
    expect(addStep(steps('prune-weights', 'distil'), 'quantise-aware').at).toBe(2);
  });

  test('steps added one by one in any order stand so that none is warned about', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...STEP_KINDS]), (kinds) => {
        const list = kinds.reduce<ReturnType<typeof steps>>(
          (so, kind) => [...addStep(so, kind).steps],
          [],
        );
        expect(stepWarnings(list)).toEqual(list.map(() => undefined));
      }),
    );
  });
});

describe('moving', () => {
  test('takes a step down and keeps the order of the others', () => {
    const list = moveStep(steps('distil', 'cluster', 'quantise-aware'), 0, 2);
    expect(kindsOf(list)).toEqual(['cluster', 'quantise-aware', 'distil']);
  });

  test('stops at both ends', () => {
    const list = steps('distil', 'cluster');
    expect(moveStep(list, 0, -1)).toBe(list);
    expect(moveStep(list, 1, 2)).toBe(list);
  });

  test('back and forth is nothing, and no step is lost', () => {
    fc.assert(
      fc.property(anyKinds, fc.nat(8), fc.nat(8), (kinds, a, b) => {
        const list = steps(...kinds);
        fc.pre(a < list.length && b < list.length);
        const moved = moveStep(list, a, b);
        expect(moved[b]).toBe(list[a]);
        expect(moveStep(moved, b, a)).toEqual(list);
        expect(new Set(moved)).toEqual(new Set(list));
      }),
    );
  });
});

test('keys are unique and stay with a step that others are moved past', () => {
  fc.assert(
    fc.property(anyKinds, (kinds) => new Set(stepKeys(steps(...kinds))).size === kinds.length),
  );
  const list = steps('cluster', 'distil', 'cluster');
  expect(stepKeys(list)).toEqual(['cluster-0', 'distil-0', 'cluster-1']);
  expect(stepKeys(moveStep(list, 1, 0))).toEqual(['distil-0', 'cluster-0', 'cluster-1']);
});

describe('warnings', () => {
  test('distillation after pruning throws the pruning away', () => {
    expect(stepWarnings(steps('prune-channels', 'distil'))).toEqual([undefined, 'discards']);
  });

  test('int8 rounding is practised last', () => {
    expect(stepWarnings(steps('quantise-aware', 'prune-weights'))).toEqual([
      'rounding-not-last',
      undefined,
    ]);
  });

  test('a step that is off neither warns nor is warned about', () => {
    const off = { ...newStep('prune-channels'), enabled: false };
    expect(stepWarnings([off, newStep('distil')])).toEqual([undefined, undefined]);
    expect(stepWarnings([newStep('quantise-aware'), off])).toEqual([undefined, undefined]);
  });

  test('channels go before single weights, and zeros before shared values', () => {
    expect(stepWarnings(steps('prune-weights', 'prune-channels'))[1]).toBe('channels-late');
    expect(stepWarnings(steps('cluster', 'prune-weights'))[1]).toBe('zeros-after-sharing');
  });

  test('a student needs epochs, and much that is removed needs training after it', () => {
    expect(stepWarnings([{ ...newStep('distil'), epochs: 0 }])).toEqual(['untrained']);
    const mild = { kind: 'prune-channels', enabled: true, epochs: 0, share: 0.25 } as const;
    expect(stepWarnings([mild])).toEqual([undefined]);
    expect(stepWarnings([{ ...mild, share: 0.5 }])).toEqual(['unhealed']);
  });
});
