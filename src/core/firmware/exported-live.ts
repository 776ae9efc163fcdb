import { ROLES, type Role, type Roles, rolesOf } from '#core/apps/roles';
import { DEFAULT_HOLD_OFF_MS, DEFAULT_THRESHOLDS } from '#core/live/live-defaults';
import type { TrainedModel } from '#core/model/trained-model';

/** What a person has set for recognition; what is absent is as it is at first. */
export interface LiveChoices {
  /** Least smoothed score by gesture id, 0 … 1. */
  readonly thresholds?: Readonly<Record<string, number>>;
  readonly holdOffMs?: number;
  readonly roles?: Roles;
}

/** Recognition as the page does it, for the firmware to do the same. */
export interface ExportedLive {
  /** How long a movement stays in view, ms: the window's length. */
  readonly windowMs: number;
  /** No second event for this long after one, ms. */
  readonly holdOffMs: number;
  /** Least smoothed score by class, 0 … 1. */
  readonly thresholds: readonly number[];
  /** Class by role, or −1. */
  readonly roles: Readonly<Record<Role, number>>;
}

export function exportedLive(
  { classes, gestures, windowing }: Pick<TrainedModel, 'classes' | 'gestures' | 'windowing'>,
  { thresholds = {}, holdOffMs = DEFAULT_HOLD_OFF_MS, roles: chosen = {} }: LiveChoices = {},
): ExportedLive {
  const roles = rolesOf(gestures, chosen);
  const kindOf = (id: string) => gestures.find((one) => one.id === id)?.kind ?? 'event';
  return {
    windowMs: windowing.lengthMs,
    holdOffMs,
    thresholds: classes.map((id) => thresholds[id] ?? DEFAULT_THRESHOLDS[kindOf(id)]),
    roles: Object.fromEntries(
      ROLES.map((role) => [role, classes.indexOf(roles[role] ?? '')]),
    ) as Record<Role, number>,
  };
}
