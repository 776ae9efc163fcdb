import type { Role } from '#core/apps/roles';

/** The apps in the order of their cards; also the last part of their address. */
export const APPS = ['posture', 'sedentary', 'call', 'exercise'] as const;
export type AppId = (typeof APPS)[number];

/** What each app needs to know which gesture plays. */
export const APP_ROLES: Readonly<Record<AppId, readonly Role[]>> = {
  posture: ['headDown', 'headUp'],
  sedentary: ['headDown'],
  call: ['nod', 'shake'],
  exercise: ['neckLeft', 'neckRight', 'nod', 'shake'],
};
