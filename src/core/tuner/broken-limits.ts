import type { ModelCost } from '../compress/compressed-model';
import type { LimitName, TuningLimits } from './tuning';

/** The limits that a model of this cost breaks. */
export function brokenLimits(limits: TuningLimits, cost: ModelCost): LimitName[] {
  const taken: Readonly<Record<LimitName, number>> = {
    flashBytes: cost.sizeBytes,
    ramBytes: cost.arenaBytes,
    macs: cost.macs,
  };
  return (Object.keys(taken) as LimitName[]).filter(
    (name) => taken[name] > (limits[name] ?? Number.POSITIVE_INFINITY),
  );
}
