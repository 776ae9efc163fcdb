import * as v from 'valibot';
import { type ExerciseState, exerciseStart } from '#core/apps/exercise-counter';
import { POSTURES, type PostureState, postureStart } from '#core/apps/posture-monitor';
import { ROLES, type Roles } from '#core/apps/roles';
import { type ReminderState, reminderStart } from '#core/apps/sedentary-reminder';
import type { Platform } from '#platform/platform';
import { readKept } from './kept-preference';

type Preferences = Pick<Platform, 'preference' | 'setPreference'>;

/** What outlives the page: of the person, not of a project. */
export interface AppsMemory {
  readonly posture: PostureState;
  readonly reminder: ReminderState;
  readonly exercise: ExerciseState;
}

const WHOLE = v.pipe(v.number(), v.minValue(0));
const DAY = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/));
const HOUR = v.pipe(v.string(), v.regex(/^(1?\d|2[0-3])$/));
const COUNTS = v.object({ neckLeft: WHOLE, neckRight: WHOLE, nod: WHOLE, shake: WHOLE });

const POSTURE_DAYS = v.array(
  v.object({
    day: DAY,
    hours: v.record(HOUR, v.object({ down: WHOLE, level: WHOLE, up: WHOLE, moving: WHOLE })),
  }),
);
const LIMITS = v.object({ downMinutes: WHOLE, windowMinutes: WHOLE, snoozeMinutes: WHOLE });
const EXERCISE = v.object({
  goals: COUNTS,
  day: v.string(),
  counts: COUNTS,
  doneDays: v.array(DAY),
});
const ROLE_CHOICE = v.record(v.picklist(ROLES), v.string());

const rolesKey = (projectId: string) => `apps.roles.${projectId}`;

/** What this browser kept; what is not there or damaged starts anew. */
export function readAppsMemory(platform: Preferences): AppsMemory {
  return {
    posture: postureStart(readKept(platform, 'apps.posture', POSTURE_DAYS)),
    reminder: reminderStart(readKept(platform, 'apps.reminder', LIMITS)),
    exercise: readKept(platform, 'apps.exercise', EXERCISE) ?? exerciseStart(),
  };
}

export function writeAppsMemory(platform: Preferences, memory: AppsMemory): void {
  const days = memory.posture.days.map(({ day, hours }) => ({
    day,
    hours: Object.fromEntries(
      Object.entries(hours).map(([hour, times]) => [
        hour,
        Object.fromEntries(POSTURES.map((posture) => [posture, Math.round(times[posture])])),
      ]),
    ),
  }));
  platform.setPreference('apps.posture', JSON.stringify(days));
  platform.setPreference('apps.reminder', JSON.stringify(memory.reminder.limits));
  platform.setPreference('apps.exercise', JSON.stringify(memory.exercise));
}

/** The roles that the person chose in a project. */
export function readRoles(platform: Preferences, projectId: string | undefined): Roles {
  if (projectId === undefined) return {};
  return readKept(platform, rolesKey(projectId), ROLE_CHOICE) ?? {};
}

export function writeRoles(platform: Preferences, projectId: string, roles: Roles): void {
  platform.setPreference(rolesKey(projectId), JSON.stringify(roles));
}
