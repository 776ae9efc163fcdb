import { floatsOf, type Value } from './value';
import type { Workspace } from './workspace';

/**
 * Where a kernel that sets a gradient, not adds to it, may write that of `value`: `done` adds it up
 * where other layers read the value too. Undefined where the gradient is not asked for.
 */
export function gradientTarget(
  workspace: Workspace,
  value: Value,
  images: number,
): { readonly at: number; done(images: number): void } | undefined {
  const { gradient } = value;
  if (gradient === undefined) return undefined;
  if (value.readers === 1) return { at: gradient, done() {} };
  const own = workspace.floats(floatsOf(value, images));
  return {
    at: own,
    done: (count) => workspace.kernels.add(gradient, own, floatsOf(value, count)),
  };
}
